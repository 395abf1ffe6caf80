"""The product's settings with what only tests need: a data folder of their own, so that a running
demo is not disturbed, and password hashing that takes no time."""

import os
from pathlib import Path

os.environ.setdefault("CTM_DATA_DIR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from ctm_casework.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
