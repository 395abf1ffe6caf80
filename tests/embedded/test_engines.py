"""The embedded engines: holding, releasing, and processes that die without a word."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from ctm_casework import embedded, env
from ctm_casework.embedded import keeper
from ctm_casework.embedded.addresses import postgres_socket, redis_socket, socket_folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the engines are for Linux alone")

# Holds both engines, writes a row, says so, and waits to be told to end (or is killed).
HOLDER = """
import sys
from pathlib import Path
import psycopg
from ctm_casework import embedded
from ctm_casework.embedded.addresses import socket_folder
folder = Path(sys.argv[1])
embedded.hold(folder, postgres=True, redis=True, durable=False)
with psycopg.connect(host=str(socket_folder(folder)), user="ctm", dbname="ctm") as connection:
    connection.execute("SELECT pg_advisory_xact_lock(1)")
    connection.execute("CREATE TABLE IF NOT EXISTS calls (pid int)")
    connection.execute("INSERT INTO calls VALUES (pg_backend_pid())")
print("held", flush=True)
sys.stdin.readline()
"""


def holder(folder: Path, program: str = HOLDER) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=env.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def held(process: subprocess.Popen[str]) -> bool:
    return process.stdout is not None and process.stdout.readline() == "held\n"


def end(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=30)


def eventually(true: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def nothing_runs(folder: Path) -> bool:
    return not any(embedded.running(folder).values())


def rows(folder: Path) -> int:
    with psycopg.connect(host=str(socket_folder(folder)), user="ctm", dbname="ctm") as connection:
        row = connection.execute("SELECT count(*) FROM calls").fetchone()
    return row[0] if row else 0


def pid_of(socket: Path) -> int:
    pid = keeper.listener(socket)
    assert pid
    return pid


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    # Below /tmp: pytest's own folders are closed to the account root drops to (tested on its own).
    path = Path("/tmp") / f"ctm-engines-{os.getpid()}-{tmp_path.name}"[:60]
    yield path
    embedded.release(path)
    keeper.stop_listeners(postgres_socket(path), redis_socket(path))
    for remains in (path, socket_folder(path)):
        shutil.rmtree(remains, ignore_errors=True)


def test_it_starts_both_engines_and_stops_them_with_the_last_holder(folder: Path) -> None:
    embedded.hold(folder, postgres=True, redis=True, durable=False)
    assert redis.Redis.from_url(embedded.redis_url(folder)).ping()
    other = holder(folder)
    assert held(other)
    embedded.release(folder)
    assert embedded.running(folder) == {"postgres": True, "redis": True}
    end(other)
    assert nothing_runs(folder)
    assert not socket_folder(folder).exists()


def test_the_role_is_no_superuser_but_may_create_databases(folder: Path) -> None:
    embedded.hold(folder, postgres=True, redis=False, durable=False)
    assert embedded.running(folder) == {"postgres": True, "redis": False}
    with psycopg.connect(host=str(socket_folder(folder)), user="ctm", dbname="ctm") as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        listening = connection.execute("SHOW listen_addresses").fetchone()
    assert row == (False, True)
    assert listening == ("",)


def test_six_starts_at_once_share_one_server(folder: Path) -> None:
    starters = [holder(folder) for _ in range(6)]
    assert all(held(starter) for starter in starters)
    assert rows(folder) == 6
    for starter in starters:
        end(starter)
    assert nothing_runs(folder)


def test_a_killed_holder_leaves_nothing_running(folder: Path) -> None:
    process = holder(folder)
    assert held(process)
    process.kill()
    process.wait()
    assert eventually(lambda: nothing_runs(folder))


def test_it_starts_again_with_the_data_after_everything_was_killed(folder: Path) -> None:
    durable = HOLDER.replace("durable=False", "durable=True")
    process = holder(folder, durable)
    assert held(process)
    told = folder / "locks" / "keeper"
    assert eventually(lambda: told.read_text() != "")
    victims = [int(told.read_text()), pid_of(postgres_socket(folder)), pid_of(redis_socket(folder))]
    for pid in [*victims, process.pid]:
        os.kill(pid, signal.SIGKILL)
    process.wait()
    again = holder(folder, durable)
    assert held(again)
    assert rows(folder) == 2
    end(again)
    assert nothing_runs(folder)


def test_a_pid_file_naming_a_stranger_does_not_stop_it(folder: Path) -> None:
    embedded.hold(folder, postgres=True, redis=False, durable=False)
    embedded.release(folder)
    stale = folder / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getppid()}\n{folder}/postgres\n0\n5432\n\n\n")
    embedded.hold(folder, postgres=True, redis=False, durable=False)
    assert embedded.running(folder)["postgres"]


def test_holding_again_brings_back_an_engine_that_died(folder: Path) -> None:
    embedded.hold(folder, postgres=True, redis=True, durable=False)
    os.kill(pid_of(redis_socket(folder)), signal.SIGKILL)
    os.kill(pid_of(postgres_socket(folder)), signal.SIGKILL)
    assert eventually(lambda: nothing_runs(folder))
    embedded.hold(folder, postgres=True, redis=True, durable=False)
    assert embedded.running(folder) == {"postgres": True, "redis": True}


def test_a_server_whose_folder_was_removed_is_replaced(folder: Path) -> None:
    process = holder(folder)
    assert held(process)
    shutil.rmtree(folder)
    again = holder(folder)
    assert held(again)
    assert rows(folder) == 1
    end(again)
    process.kill()
    process.communicate()


def test_a_path_of_180_characters_serves(folder: Path) -> None:
    long = folder / ("x" * 90) / ("y" * 80)
    assert len(str(long)) >= 180
    assert len(str(postgres_socket(long))) < 100
    process = holder(long)
    assert held(process)
    end(process)
    assert nothing_runs(long)


def test_two_folders_never_share_an_address(tmp_path: Path) -> None:
    urls = (embedded.database_url, embedded.redis_url)
    for url in urls:
        assert url(tmp_path / "a") != url(tmp_path / "b")
        assert url(tmp_path / "a") == url(tmp_path / "b" / ".." / "a")


def test_a_forked_child_that_exits_leaves_the_engines_to_its_parent(folder: Path) -> None:
    code = HOLDER.replace(
        'print("held"',
        'import os\npid = os.fork()\nif not pid: sys.exit()\nos.wait()\nprint("held"',
    )
    process = holder(folder, code)
    assert held(process)
    assert embedded.running(folder) == {"postgres": True, "redis": True}
    end(process)
    assert nothing_runs(folder)


def test_erasing_is_refused_while_in_use_and_then_leaves_nothing(folder: Path) -> None:
    process = holder(folder)
    assert held(process)
    with pytest.raises(embedded.EngineError, match="in use"):
        embedded.erase(folder)
    end(process)
    embedded.erase(folder)
    assert not (folder / "postgres").exists()


def test_a_folder_that_cannot_be_made_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(embedded.EngineError, match="CTM_DATA_DIR"):
        embedded.hold(tmp_path / "file" / "data", postgres=True, redis=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")
def test_root_keeps_the_database_reachable_without_opening_its_own_folders(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    data = private / "data"
    embedded.hold(data, postgres=True, redis=True, durable=False)
    place = (data / "postgres").resolve()
    assert (data / "postgres").is_symlink()
    assert place.stat().st_uid != 0
    assert private.stat().st_mode & 0o777 == 0o700
    embedded.release(data)
    embedded.erase(data)
    assert not place.exists()
