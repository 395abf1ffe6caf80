"""Private PostgreSQL and Redis out of PyPI wheels, for when DATABASE_URL or REDIS_URL is unset.

Every process that needs an engine calls `hold`, which starts what is missing and holds a shared
lock for the life of the process; whoever leaves last stops the engines. They listen on Unix sockets
in a private folder, never on TCP. Linux only: elsewhere give both URLs.
"""

from ctm_casework.embedded.addresses import database_url, redis_url
from ctm_casework.embedded.errors import EngineError
from ctm_casework.embedded.holding import erase, hold, release, running

__all__ = [
    "EngineError",
    "database_url",
    "erase",
    "hold",
    "redis_url",
    "release",
    "running",
]
