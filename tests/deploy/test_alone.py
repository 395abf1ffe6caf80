"""The web server on its own, with no URL set: it brings its engines and takes them along."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from ctm_casework import embedded, env


def test_gunicorn_starts_and_releases_the_embedded_engines() -> None:
    folder = Path("/tmp") / f"ctm-alone-{os.getpid()}"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    # The tests' settings would give a worker's child the folder of that worker.
    not_ours = {"DATABASE_URL", "REDIS_URL", "PYTEST_XDIST_WORKER"}
    kept = {k: v for k, v in os.environ.items() if k not in not_ours}
    command = ["-m", "gunicorn", "ctm_casework.wsgi:application", "--bind", address]
    gunicorn = subprocess.Popen(
        [sys.executable, *command, "--workers", "2", "--no-control-socket"],
        cwd=env.ROOT, env=kept | {"CTM_DATA_DIR": str(folder)}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert healthy(f"http://{address}/healthz", gunicorn)
        assert embedded.running(folder) == {"postgres": True, "redis": True}
        gunicorn.terminate()
        assert gunicorn.wait(20) == 0
        deadline = time.monotonic() + 10
        while any(embedded.running(folder).values()):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        gunicorn.kill()
        gunicorn.wait()
        shutil.rmtree(folder, ignore_errors=True)


def healthy(url: str, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=10).status_code == 200:
                return True
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    return False
