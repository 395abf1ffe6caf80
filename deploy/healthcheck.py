"""Container health checks: `python deploy/healthcheck.py web|beat|simulator`; status 0 means healthy.

web        /healthz answers 200 (PostgreSQL and Redis answer)
beat       its schedule was written within ten minutes (Celery writes it every three)
simulator  its port takes a connection
"""

import os
import socket
import sys
import time
import urllib.request
from pathlib import Path

BEAT_SECONDS = 600


def web() -> bool:
    host = os.environ.get("ALLOWED_HOSTS", "").replace(",", " ").split() or ["localhost"]
    port = os.environ.get("PORT", "8000")
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthz", headers={"Host": host[0].lstrip(".*") or "localhost"}
    )
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
        return bool(answer.status == 200)


def beat() -> bool:
    schedules = Path(os.environ["CTM_DATA_DIR"]).glob("beat-schedule*")
    return any(time.time() - path.stat().st_mtime < BEAT_SECONDS for path in schedules)


def simulator() -> bool:
    port = int(os.environ.get("PORT", "8801"))
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        return True


if __name__ == "__main__":
    check = {"web": web, "beat": beat, "simulator": simulator}[sys.argv[1]]
    try:
        healthy = check()
    except OSError as error:
        sys.exit(f"{sys.argv[1]}: {error}")
    sys.exit(0 if healthy else f"{sys.argv[1]}: not healthy")
