"""Who uses the engines of a data folder: locks that the kernel drops with the process.

    locks/start   exclusive, briefly: whoever starts or stops engines
    locks/users   shared, for life: whoever uses them; had exclusively, nobody does
    locks/keeper  exclusive, for life: the keeper (keeper.py)

`start` is always taken before `users`.
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ctm_casework.embedded import keeper, postgres, redis_server
from ctm_casework.embedded.account import account_for
from ctm_casework.embedded.addresses import postgres_socket, redis_socket, socket_folder
from ctm_casework.embedded.errors import EngineError

START_SECONDS = 120


@dataclass
class Hold:
    users_lock: int
    pid: int


_holds: dict[Path, Hold] = {}


def hold(data_dir: Path, postgres: bool, redis: bool, durable: bool = True) -> None:
    """Starts the engines asked for unless they run, and keeps them up until this process ends.

    Called again it brings back an engine that died. Children made by fork share the hold.
    `durable=False` (tests) starts PostgreSQL without fsync.
    Raises EngineError with the remedy when an engine cannot be had.
    """
    data_dir = data_dir.resolve()
    wanted = {name for name, asked in (("postgres", postgres), ("redis", redis)) if asked}
    held = _holds.get(data_dir)
    if not wanted or (held and all(running(data_dir)[name] for name in wanted)):
        return
    _folder(data_dir / "logs")
    with _start_lock(data_dir):
        _start(data_dir, wanted, durable)
        if not held:
            users = os.open(_lock(data_dir, "users"), os.O_RDWR)
            fcntl.flock(users, fcntl.LOCK_SH)
            _holds[data_dir] = Hold(users, os.getpid())
        _see_to_keeper(data_dir)


def release(data_dir: Path) -> None:
    """Gives the hold up; stops the engines when nobody else holds them. Not in a forked child."""
    data_dir = data_dir.resolve()
    held = _holds.get(data_dir)
    if held is None or held.pid != os.getpid():
        return
    del _holds[data_dir]
    if not (data_dir / "locks").exists():  # the data folder was removed
        os.close(held.users_lock)
        _stop(data_dir)
        return
    with _start_lock(data_dir):
        os.close(held.users_lock)
        with keeper.free(_lock(data_dir, "users")) as nobody_uses:
            if nobody_uses:
                _stop(data_dir)


@atexit.register
def _release_all() -> None:
    for data_dir in list(_holds):
        release(data_dir)


def running(data_dir: Path) -> dict[str, bool]:
    return {"postgres": postgres.running(data_dir), "redis": redis_server.running(data_dir)}


def erase(data_dir: Path) -> None:
    """Removes the database and its log. Raises EngineError while any process uses the engines."""
    data_dir = data_dir.resolve()
    _folder(data_dir / "logs")
    with _start_lock(data_dir), keeper.free(_lock(data_dir, "users")) as nobody_uses:
        if not nobody_uses:
            raise EngineError(
                f"The database in {data_dir} is in use. End what uses it and try again."
            )
        _stop(data_dir)
        cluster = postgres.cluster_folder(data_dir)
        if cluster.is_symlink():
            shutil.rmtree(cluster.resolve(), ignore_errors=True)
            cluster.unlink()
        elif cluster.exists():
            shutil.rmtree(cluster)


def _start(data_dir: Path, wanted: set[str], durable: bool) -> None:
    account = account_for(postgres.cluster_folder(data_dir))
    if "postgres" in wanted:
        postgres.start(data_dir, account, data_dir / "logs" / "postgres.log", durable)
    if "redis" in wanted:
        redis_server.start(data_dir, account, data_dir / "logs" / "redis.log")


def _stop(data_dir: Path) -> None:
    """Call under the start lock when nobody uses the engines."""
    keeper.stop_listeners(postgres_socket(data_dir), redis_socket(data_dir))
    with contextlib.suppress(OSError):
        redis_socket(data_dir).unlink(missing_ok=True)
        socket_folder(data_dir).rmdir()
    lock = data_dir / "locks" / "keeper"
    with contextlib.suppress(OSError), keeper.free(lock) as no_keeper:
        pid = lock.read_text().strip()
        if not no_keeper and pid:
            os.kill(int(pid), signal.SIGTERM)
            keeper.wait_until_gone(int(pid), 1.0)


def _see_to_keeper(data_dir: Path) -> None:
    """Call under the start lock: the keeper inherits its own, so there is never more than one."""
    lock = os.open(_lock(data_dir, "keeper"), os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    else:
        os.ftruncate(lock, 0)
        command = [sys.executable, "-I", "-S", keeper.__file__, str(data_dir / "locks"), str(lock)]
        command += [str(postgres_socket(data_dir)), str(redis_socket(data_dir))]
        subprocess.run(  # noqa: S603
            ["/bin/sh", "-c", '"$0" "$@" &', *command], check=True, cwd="/",
            pass_fds=[lock], start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    finally:
        os.close(lock)


@contextlib.contextmanager
def _start_lock(data_dir: Path) -> Iterator[None]:
    """Waits for the exclusive start lock, and sees that its file is still the one in the folder."""
    path, deadline = _lock(data_dir, "start"), time.monotonic() + START_SECONDS
    while True:
        handle = os.open(path, os.O_RDWR)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(handle).st_nlink:
                break
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(handle)
                raise EngineError(
                    f"Another process has been starting the engines in {data_dir} for"
                    f" {START_SECONDS} seconds. Look at {data_dir}/logs/postgres.log."
                ) from None
            time.sleep(0.02)
        os.close(handle)
    try:
        yield
    finally:
        os.close(handle)


def _lock(data_dir: Path, name: str) -> Path:
    folder = _folder(data_dir / "locks")
    path = folder / name
    path.touch(mode=0o600, exist_ok=True)
    return path


def _folder(path: Path) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise EngineError(
            f"{path} cannot be made ({error.strerror})."
            " Choose a folder you may write with CTM_DATA_DIR."
        ) from None
    return path
