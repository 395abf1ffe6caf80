"""The processes of a chaos: Celery workers, beat, and the engines, each ended the hard way and started
again."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from django.db import OperationalError, connection, connections

from ctm_casework import embedded, env
from ctm_casework.embedded import keeper
from ctm_casework.embedded.addresses import postgres_socket, redis_socket

PR_SET_PDEATHSIG = 1
CELERY = [sys.executable, "-m", "celery", "-A", "tests.chaos.worker"]
QUIETLY = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"]
PROCESSES = 2  # of one machine
AWAY_SECONDS = 1.0
RECOVERY_SECONDS = 60.0


class Machines:
    """Machines with two worker processes each, and one with beat. Use as a context manager: everything
    started here ends with it."""

    def __init__(self, workers: int, dice: Random) -> None:
        self.folder = env.data_dir()
        self._dice = dice
        each = ["worker", "-c", str(PROCESSES), *QUIETLY]
        self._commands = {
            f"machine-{number}": [*CELERY, *each, "-n", f"machine-{number}@chaos"]
            for number in range(max(1, workers // PROCESSES))
        }
        schedule = str(self.folder / "beat-schedule")
        self._commands["beat"] = [*CELERY, "beat", "-s", schedule, "-l", "WARNING"]
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.killed_workers = self.killed_machines = self.died = 0
        self.restarted_postgres = self.restarted_redis = 0

    def __enter__(self) -> "Machines":
        for name in self._commands:
            self._start(name)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._running.values():
            _kill_all_of(process)

    def log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    def kill_a_worker(self) -> None:
        """SIGKILL to a worker process, whatever it is doing; its machine starts another."""
        if workers := [pid for name in self._working() for pid in _children(self._running[name])]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._dice.choice(workers), signal.SIGKILL)
                self.killed_workers += 1

    def kill_a_machine(self) -> None:
        """SIGKILL to all of a machine at once; another takes its place."""
        if up := self._working():
            name = self._dice.choice(up)
            _kill_all_of(self._running[name])
            self.killed_machines += 1
            self._start(name)

    def look_after(self) -> None:
        """Starts again what ended by itself, as an operator's supervisor would."""
        for name, process in self._running.items():
            if process.poll() is not None:
                self.died += 1
                self._start(name)

    def restart_postgres(self) -> None:
        """Ends it as a crash does, leaves it away for a moment, and starts it again."""
        self._end(postgres_socket(self.folder), signal.SIGQUIT)
        connections.close_all()
        deadline = time.monotonic() + RECOVERY_SECONDS
        while not _database_answers():  # a worker may have been first to start it
            assert time.monotonic() < deadline, "PostgreSQL does not come back"
            time.sleep(0.1)
        self.restarted_postgres += 1

    def restart_redis(self) -> None:
        """All it carried is gone."""
        self._end(redis_socket(self.folder), signal.SIGKILL)
        self.restarted_redis += 1

    def _end(self, socket: Path, number: signal.Signals) -> None:
        if pid := keeper.listener(socket):
            keeper.stop(pid, number)
        time.sleep(AWAY_SECONDS)
        embedded.hold(self.folder, postgres=True, redis=True)

    def _working(self) -> list[str]:
        """Machines that are up: a worker killed while it starts was doing nothing."""
        return [n for n, p in self._running.items() if n != "beat" and len(_children(p)) > 1]

    def _start(self, name: str) -> None:
        with self.log(name).open("ab") as output:
            self._running[name] = subprocess.Popen(
                self._commands[name],
                cwd=env.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_us,
            )


def _database_answers() -> bool:
    """False while it recovers from the crash."""
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return True


def _kill_all_of(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _children(process: subprocess.Popen[bytes]) -> list[int]:
    with contextlib.suppress(OSError):
        found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        return [int(pid) for pid in found.split()]
    return []


def _die_with_us() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
