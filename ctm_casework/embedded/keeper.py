"""Finding and stopping engines by their sockets; and, run as a script, the keeper.

The keeper waits until no process holds the engines any more and then stops them, so that a holder
ended by SIGKILL leaves nothing behind. It is run by path with the standard library alone (importing
ctm_casework would load Celery), hence no import of this package here.

    python keeper.py LOCK_FOLDER KEEPER_LOCK_FD POSTGRES_SOCKET REDIS_SOCKET
"""

import contextlib
import fcntl
import os
import signal
import socket
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path

POLL_SECONDS = 0.5
STOP_SECONDS = 10.0


def listener(address: Path) -> int | None:
    """Process id of the server listening on a Unix socket, None when nobody answers."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(address))
        except OSError:
            return None
        peer = probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", peer)[0])


def alive(pid: int) -> bool:
    """False for a zombie too: a container's first process may never collect it."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"


def wait_until_gone(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def stop(pid: int, gently: signal.Signals) -> None:
    """Ends a server: gently, then (after 10 s) with SIGQUIT, then with SIGKILL."""
    for number, seconds in ((gently, STOP_SECONDS), (signal.SIGQUIT, 2.0), (signal.SIGKILL, 2.0)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        if wait_until_gone(pid, seconds):
            return


def stop_listeners(postgres: Path, redis: Path) -> None:
    if pid := listener(redis):
        stop(pid, signal.SIGTERM)
    if pid := listener(postgres):
        stop(pid, signal.SIGINT)  # PostgreSQL's fast shutdown: rolls back and ends every session


@contextlib.contextmanager
def free(path: Path) -> Iterator[bool]:
    """Tries for the exclusive lock on a file and yields whether it was had.

    Raises FileNotFoundError when the file is gone."""
    handle = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        had = False
    else:
        had = True
    try:
        yield had
    finally:
        os.close(handle)


def keep(locks: Path, own_lock: int, postgres: Path, redis: Path) -> None:
    idle = 0
    while idle < 2:  # twice, so that one process may hand over to the next
        time.sleep(POLL_SECONDS)
        if os.fstat(own_lock).st_nlink == 0:
            return  # the data folder was removed: whoever made it anew has a keeper of its own
        try:
            with free(locks / "start") as nobody_starts, free(locks / "users") as nobody_uses:
                idle = idle + 1 if nobody_starts and nobody_uses else 0
                if idle == 2:
                    stop_listeners(postgres, redis)
        except FileNotFoundError:
            return


def main() -> None:
    locks, own_lock, postgres, redis = sys.argv[1:]
    os.ftruncate(int(own_lock), 0)
    os.write(int(own_lock), str(os.getpid()).encode())
    keep(Path(locks), int(own_lock), Path(postgres), Path(redis))


if __name__ == "__main__":
    main()
