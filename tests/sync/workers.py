"""Celery workers and beats as processes of their own, on the database of the tests and a Redis database
that nothing else uses and that a test may empty."""

import contextlib
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import redis

from ctm_casework import env
from ctm_casework.celery import app
from tests.sync.process import environment_of

REDIS_DATABASE = "11"
TASK = "hpms_sync.tasks.upload_queue"
_QUIETLY = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


class Workers:
    """Use as a context manager: all it started ends with it, the hard way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        url = urlsplit(env.redis_url())
        if url.scheme == "unix":
            self.url = f"unix://{url.path}?db={REDIS_DATABASE}"
            self.broker = f"redis+socket://{url.path}?virtual_host={REDIS_DATABASE}"
        else:
            self.url = self.broker = url._replace(path=f"/{REDIS_DATABASE}").geturl()
        self.redis: Any = redis.Redis.from_url(self.url)
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Workers":
        self.empty()
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._running.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.empty()

    def empty(self) -> None:
        """Redis forgets everything it carried for them."""
        self.redis.flushdb()

    def start(self, name: str, processes: int = 2, **told: str) -> None:
        """A worker with so many processes."""
        self._start(name, ["worker", "-c", str(processes), "-n", f"{name}@tests", *_QUIETLY], told)

    def start_beat(self, name: str, **told: str) -> None:
        self._start(name, ["beat", "-s", str(self.folder / f"{name}-schedule")], told)

    def ask(self) -> None:
        """Puts the task that drains the queue in line, as beat does."""
        with app.connection_for_write(self.broker) as connection:
            app.send_task(TASK, connection=connection, ignore_result=True)

    def received(self) -> Counter[str]:
        """How often each task was handed to a worker."""
        logs = "".join(path.read_text() for path in self.folder.glob("*.log"))
        lines = [line for line in logs.splitlines() if f"Task {TASK}[" in line]
        return Counter(
            line.split("[")[-1].split("]")[0] for line in lines if line.endswith("received")
        )

    def _start(self, name: str, arguments: list[str], told: dict[str, str]) -> None:
        with (self.folder / f"{name}.log").open("ab") as output:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "ctm_casework", *arguments, "-l", "INFO"],
                cwd=env.ROOT,
                env=environment_of(
                    REDIS_URL=self.url, DJANGO_SETTINGS_MODULE="tests.sync.impatient", **told
                ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
