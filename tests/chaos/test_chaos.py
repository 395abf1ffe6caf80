"""A small chaos, end to end: `make chaos` is the large one."""

import subprocess
import sys

from ctm_casework import env

SMALL = [
    "--uploads",
    "60",
    "--per-complaint",
    "3",
    "--rate",
    "120",
    "--minutes",
    "0.4",
    "--kill-every",
    "2",
]


def test_sixty_uploads_come_through_all_faults_once_and_in_order() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos", *SMALL],
        cwd=env.ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert "PostgreSQL, Redis restarted          1, 1" in done.stdout
    assert done.stdout.strip().endswith("clean")
