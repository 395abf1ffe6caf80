"""Runs long-lived child processes together: restarts what dies, ends all of them together.

Each child leads a session of its own, so a terminal's Ctrl-C reaches the supervisor alone, and asks
Linux for SIGTERM when the supervisor dies, so that even its SIGKILL leaves nothing behind.
"""

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
TICK_SECONDS = 0.2
STEADY_SECONDS = 60.0  # a child that ran this long starts its count of failures anew
FAILURES = 5
LONGEST_PAUSE = 15.0
STOP_SECONDS = 4.0
ALARMING = re.compile(r"\b(ERROR|CRITICAL)\b")

_libc = ctypes.CDLL(None, use_errno=True)


class ChildError(Exception):
    """A child kept failing; the message ends with the last lines of its log."""


@dataclass
class Child:
    name: str
    command: list[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0  # when to start it (again)
    read_to: int = 0  # how much of the log the terminal has seen


class Supervisor:
    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._children: list[Child] = []

    def start(self, child: Child) -> None:
        """Call from the main thread: Linux ties the death signal to the thread that forks."""
        self._children.append(child)
        self._launch(child)

    def run(self, each_tick: Callable[[], None]) -> None:
        """Watches the children until an exception ends it (KeyboardInterrupt, ChildError)."""
        while True:
            self.watch()
            each_tick()
            time.sleep(TICK_SECONDS)

    def watch(self) -> None:
        """One look at every child: shows its alarms, restarts it when it is due."""
        now = time.monotonic()
        for child in self._children:
            self._show_alarms(child)
            if child.process is None and now >= child.due:
                self._launch(child)
            elif child.process is not None and child.process.poll() is not None:
                self._mourn(child, now)

    def stop(self) -> None:
        """Ends every child: asked first, after 4 seconds killed with all it started."""
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            _signal(process.pid, signal.SIGTERM, group=False)
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
        for process in running:
            _signal(process.pid, signal.SIGKILL, group=True)
            process.wait()
        self._children.clear()

    def _launch(self, child: Child) -> None:
        child.read_to = child.log.stat().st_size if child.log.exists() else 0
        supervisor = os.getpid()
        with child.log.open("ab") as output:
            child.process = subprocess.Popen(  # noqa: S603
                child.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ | child.environment,
                start_new_session=True,
                preexec_fn=lambda: _die_with(supervisor),
            )
        child.started = time.monotonic()

    def _mourn(self, child: Child, now: float) -> None:
        assert child.process is not None
        code = child.process.returncode
        _signal(child.process.pid, signal.SIGKILL, group=True)  # what it may have left
        child.failures = 1 if now - child.started > STEADY_SECONDS else child.failures + 1
        child.process = None
        if child.failures >= FAILURES:
            raise ChildError(
                f"{child.name} ended {FAILURES} times in a row (last with status {code})."
                f" The end of {child.log}:\n{tail(child.log)}"
            )
        pause = min(LONGEST_PAUSE, 0.5 * 2**child.failures)
        child.due = now + pause
        self._say(f"{child.name} ended with status {code}; starting it again in {pause:.0f} s.")

    def _show_alarms(self, child: Child) -> None:
        with contextlib.suppress(OSError), child.log.open("rb") as log:
            log.seek(child.read_to)
            new = log.read()
            whole = new[: new.rfind(b"\n") + 1]
            child.read_to += len(whole)
            for line in whole.decode(errors="replace").splitlines():
                if ALARMING.search(line):
                    self._say(f"{child.name}: {line}")


def tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _die_with(supervisor: int) -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != supervisor:  # it died before the line above
        os.kill(os.getpid(), signal.SIGTERM)


def _signal(pid: int, number: signal.Signals, group: bool) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        (os.killpg if group else os.kill)(pid, number)
