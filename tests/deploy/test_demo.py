"""`manage.py demo` as a person runs it: one command, one Ctrl-C, again, killed, reset."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ctm_casework import env
from ctm_casework.embedded.keeper import alive

COMPLAINTS = "60"


class Demo:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        wanted = {"CTM_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "ctm_casework.settings"}
        dropped = {"DATABASE_URL", "REDIS_URL", "CTM_ENV"}
        self.environment = {k: v for k, v in os.environ.items() if k not in dropped} | wanted

    def command(self, *options: str) -> list[str]:
        ports = ["--port", "8300", "--simulator-port", "8400", "--complaints", COMPLAINTS]
        return [sys.executable, "manage.py", "demo", *ports, *options]

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(), cwd=env.ROOT, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*options), cwd=env.ROOT, env=self.environment, timeout=60,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def processes(self) -> set[int]:
        """Every process that works for this folder."""
        mark = os.fsencode(self.folder)
        found = set()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    about = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                if mark in about and alive(int(entry.name)):
                    found.add(int(entry.name))
        return found


@pytest.fixture
def demo() -> Iterator[Demo]:
    folder = Path("/tmp") / f"ctm-demo-{os.getpid()}"
    demo = Demo(folder)
    yield demo
    for pid in demo.processes():
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


def read_until(process: subprocess.Popen[str], text: str) -> str:
    """What the demo prints, up to the line with `text` in it (or to its end)."""
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if text in line:
            return said
    pytest.fail(f"The demo ended before it said {text!r}:\n{said}")


def ends_within(demo: Demo, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while demo.processes():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def pages(address: str, username: str, password: str, *paths: str) -> list[str]:
    """What somebody reads on these pages, signed in."""
    with httpx.Client(base_url=address, follow_redirects=True, timeout=20) as browser:
        browser.get("/sign-in/")
        signed_in = browser.post(
            "/sign-in/",
            data={"username": username, "password": password},
            headers={"X-CSRFToken": browser.cookies["csrftoken"], "Referer": address},
        )
        assert signed_in.status_code == 200
        answers = [browser.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    return [" ".join(re.sub("<[^>]*>", " ", answer.text).split()) for answer in answers]


def shows_what_the_product_does(address: str, password: str) -> None:
    """Work under way that a first visitor finds, by a person's own pages."""
    asked, subsidy, outside = pages(
        address, "casey", password, "/requests/", "/complaints/C2590000003/", "/cases/direct/"
    )
    for section in ("Needs a look", "Pending at CMS", "Drafts", "Handed off, not confirmed"):
        assert re.search(rf"{section} [1-9]", asked), section
    assert "Rejected" in asked
    assert "N Best Available Evidence followed since" in subsidy
    assert "medicaid_award_letter.pdf" in subsidy
    assert "Ostrowski" in outside
    (room,) = pages(address, "sam", password, "/control-room/")
    assert re.search(r"Casey Moreno [\d.]+%", room)


def test_it_runs_ends_continues_survives_a_kill_and_starts_afresh(demo: Demo) -> None:
    running = demo.start()
    said = read_until(running, "Ctrl-C ends everything")
    address = re.search(r"CTM Casework +(\S+)", said)
    password = re.search(r"password (\S+)", said)
    assert address
    assert password
    for person in ("casey", "sam", "pat", "rory", "avery", "olive"):
        assert f"\n    {person} " in said
    assert re.search(r"[1-9]\d* new", said)
    assert (demo.folder / "demo" / "password").stat().st_mode & 0o777 == 0o600
    shows_what_the_product_does(address[1], password[1])
    refused = demo.run()
    assert refused.returncode == 1
    assert "already runs" in refused.stdout

    begun = time.monotonic()
    running.send_signal(signal.SIGINT)
    assert "Everything has ended." in running.communicate(timeout=30)[0]
    assert running.returncode == 0
    assert time.monotonic() - begun < 6
    assert demo.processes() == set()

    begun = time.monotonic()
    again = demo.start()
    said = read_until(again, "Ctrl-C ends everything")
    assert time.monotonic() - begun < 15
    assert password[1] in said
    assert " 0 new" in said
    assert "1 new" not in said
    again.kill()
    again.communicate()
    assert ends_within(demo, 15)

    reset = demo.run("--reset")
    assert reset.returncode == 0, reset.stdout
    assert not (demo.folder / "postgres").exists()
    assert not (demo.folder / "demo").exists()
