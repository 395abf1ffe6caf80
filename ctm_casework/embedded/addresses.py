"""Where the engines of one data folder listen: pure functions of the folder and the user."""

import hashlib
import os
from pathlib import Path
from urllib.parse import quote

ROLE = "ctm"
DATABASE = "ctm"


def socket_folder(data_dir: Path) -> Path:
    """Short, because a socket's path may have 107 bytes at most and a data folder's may have more.

    Always below /tmp: XDG_RUNTIME_DIR differs between a desktop session, su and cron, which would
    give one database two addresses.
    """
    digest = hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:16]
    return Path("/tmp") / f"ctm-{os.geteuid()}-{digest}"  # noqa: S108 - made 0700, owner checked


def postgres_socket(data_dir: Path) -> Path:
    return socket_folder(data_dir) / ".s.PGSQL.5432"


def redis_socket(data_dir: Path) -> Path:
    return socket_folder(data_dir) / "redis.sock"


def database_url(data_dir: Path) -> str:
    return f"postgresql://{ROLE}@{quote(str(socket_folder(data_dir)), safe='')}/{DATABASE}"


def redis_url(data_dir: Path) -> str:
    return f"unix://{redis_socket(data_dir)}?db=0"
