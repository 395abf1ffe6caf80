"""A real Celery worker on the test's database, for tests that want nothing simulated but HPMS."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """The address of the database this test runs on."""
    at = connection.settings_dict
    password = f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else ""
    port = f":{at['PORT']}" if at["PORT"] else ""
    return f"postgresql://{at['USER']}{password}@{quote(at['HOST'], safe='')}{port}/{at['NAME']}"


@contextmanager
def celery_worker() -> Iterator[None]:
    """Begins with an empty queue; ready when it says so."""
    command = ["worker", "--pool", "solo", "--purge", "--loglevel", "INFO", "--without-gossip"]
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "ctm_casework", *command],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = []
        for line in worker.stdout:
            said.append(line)
            if " ready." in line:
                break
        else:
            raise AssertionError("the worker did not come up:\n" + "".join(said))
        yield
    finally:
        worker.terminate()
        worker.communicate(timeout=30)
