"""The supervisor with small children of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ctm_casework import env
from ctm_casework.embedded.keeper import alive
from ctm_casework.supervisor import Child, ChildError, Supervisor

SLEEPER = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER
# A supervisor in a process of its own, which says its child's pid and then watches.
ALONE = """
import sys
from pathlib import Path
from ctm_casework.supervisor import Child, Supervisor
supervisor = Supervisor(print)
child = Child("sleeper", [sys.executable, "-c", sys.argv[2]], Path(sys.argv[1]))
supervisor.start(child)
print(child.process.pid, flush=True)
supervisor.run(lambda: None)
"""


def child(tmp_path: Path, program: str) -> Child:
    return Child("sleeper", [sys.executable, "-c", program], tmp_path / "sleeper.log")


def until(supervisor: Supervisor, true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        supervisor.watch()
        time.sleep(0.02)


def has_said_up(one: Child) -> bool:
    return one.log.exists() and "up" in one.log.read_text()


def test_it_starts_a_dead_child_again_and_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append)
    sleeper = child(tmp_path, SLEEPER)
    supervisor.start(sleeper)
    assert sleeper.process
    first = sleeper.process.pid
    os.kill(first, signal.SIGKILL)
    until(supervisor, lambda: sleeper.process is not None and sleeper.process.pid != first)
    supervisor.stop()
    assert any("ended with status -9; starting it again" in line for line in said)


def test_it_gives_up_on_a_child_that_keeps_failing_with_the_end_of_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ctm_casework.supervisor.LONGEST_PAUSE", 0.01)
    supervisor = Supervisor(lambda _: None)
    supervisor.start(child(tmp_path, "raise SystemExit('no such table')"))
    with pytest.raises(ChildError, match=r"5 times in a row(.|\n)*no such table"):
        until(supervisor, lambda: False)


def test_it_shows_error_lines_and_keeps_the_rest_in_the_log(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append)
    talker = child(tmp_path, f"print('INFO fine'); print('ERROR broken'); {SLEEPER}")
    supervisor.start(talker)
    until(supervisor, lambda: bool(said))
    supervisor.stop()
    assert said == ["sleeper: ERROR broken"]


def test_stopping_ends_even_a_child_that_will_not(tmp_path: Path) -> None:
    supervisor = Supervisor(lambda _: None)
    stubborn = child(tmp_path, STUBBORN)
    supervisor.start(stubborn)
    until(supervisor, lambda: has_said_up(stubborn))
    assert stubborn.process
    begun = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - begun < 5
    assert not alive(stubborn.process.pid)


def test_a_killed_supervisor_leaves_no_child(tmp_path: Path) -> None:
    log = tmp_path / "sleeper.log"
    alone = subprocess.Popen(
        [sys.executable, "-c", ALONE, str(log), SLEEPER],
        cwd=env.ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert alone.stdout is not None
    pid = int(alone.stdout.readline())
    assert alive(pid)
    alone.kill()
    alone.communicate()
    deadline = time.monotonic() + 10
    while alive(pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)
