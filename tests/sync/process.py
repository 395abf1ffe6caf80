"""The management commands as processes of their own, on the database of the tests."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.db import connection

from ctm_casework import env


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """manage.py with these arguments; all three streams are pipes."""
    return start_python("manage.py", *arguments, **environment)


def start_python(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """The interpreter with these arguments, such as -c and a program."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=env.ROOT,
        env=environment_of(**environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def environment_of(**more: str) -> dict[str, str]:
    """What a process needs to work on the database of the tests."""
    url = urlsplit(env.database_url())._replace(path=f"/{connection.settings_dict['NAME']}")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "CTM_DATA_DIR": str(env.data_dir()),
        "DATABASE_URL": url.geturl(),
        **more,
    }


def run(*arguments: str, said: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs it to its end; `said` goes to its standard input."""
    process = start(*arguments, **environment)
    out, errors = process.communicate(said, timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, out, errors)


def wait_until(true: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Looks again and again until it is true; fails after a minute or when the process ends first."""

    def looked() -> object:
        if found := true():
            return found
        if process.poll() is not None:
            raise AssertionError(f"ended early: {process.communicate()}")
        return False

    wait_until_true(looked)


def wait_until_true(true: Callable[[], object]) -> None:
    """Looks again and again until it is true; fails after a minute."""
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, "did not happen within a minute"
        time.sleep(0.05)


def kill(process: subprocess.Popen[str]) -> None:
    """SIGKILL: it gets no chance to tidy up."""
    process.kill()
    process.communicate()
