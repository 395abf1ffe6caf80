"""The product's settings with what only tests need: a data folder of their own, so that a running
demo is not disturbed, one for each worker of pytest-xdist, and password hashing that takes no time."""

import os
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("CTM_DATA_DIR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

# Processes which a test starts inherit both and leave them: a test may give one another Redis.
folder = Path(os.environ["CTM_DATA_DIR"])
if (worker := os.environ.get("PYTEST_XDIST_WORKER")) and folder.name != worker:
    os.environ["CTM_DATA_DIR"] = str(folder / worker)
    if shared := os.environ.get("REDIS_URL"):
        number = worker.removeprefix("gw")
        os.environ["REDIS_URL"] = urlsplit(shared)._replace(path=f"/{number}").geturl()

from ctm_casework.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
