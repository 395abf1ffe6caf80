"""The operating-system account the engines run under.

PostgreSQL refuses to run as root, so root hands the engines to `nobody` (or to whoever owns the
data already). What that account cannot reach is copied or placed where it can; no folder of the
user's is ever opened up.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ctm_casework.embedded.errors import EngineError

# Used by root alone, for what the engines' account cannot reach elsewhere.
REACHABLE = Path("/var/lib/ctm-casework")


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int
    dropped: bool  # from root

    def run(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        """subprocess.run as this account, text captured, from a folder every account can enter."""
        everywhere: dict[str, Any] = {"stdin": subprocess.DEVNULL, "cwd": "/", "umask": 0o077}
        if self.dropped:
            everywhere |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(command, check=False, text=True, **everywhere | options)  # noqa: S603

    def may_enter(self, folder: Path) -> bool:
        if not self.dropped:
            return os.access(folder, os.X_OK)
        return self.run(["/usr/bin/test", "-x", str(folder)]).returncode == 0

    def own(self, path: Path) -> None:
        if self.dropped:
            os.chown(path, self.uid, self.gid)


def account_for(cluster: Path) -> Account:
    """The present user; for root the owner of the existing database folder, or else nobody."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), dropped=False)
    if cluster.exists() and cluster.stat().st_uid != 0:
        found = cluster.stat()
        return Account(found.st_uid, found.st_gid, dropped=True)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid, dropped=True)


def private_folder(path: Path, account: Account) -> None:
    """A folder of the account's own, mode 0700; refuses one that somebody else put there."""
    try:
        path.mkdir(mode=0o700)
        account.own(path)
    except FileExistsError:
        found = path.lstat()
        if os.path.islink(path) or found.st_uid != account.uid or found.st_mode & 0o077:
            raise EngineError(
                f"{path} exists and is not private to the account the engines run under. Remove it."
            ) from None


def reachable_folder(name: str) -> Path:
    """A folder below /var/lib which every account can enter and only root can change."""
    folder = REACHABLE / name
    for step in (REACHABLE, folder):
        step.mkdir(exist_ok=True)
        step.chmod(0o755)
    return folder


def reachable_copy(base: Path, parts: list[str], key: str) -> Path:
    """Copies base/part for each part to where every account can run it, once per key.

    Returns the new base."""
    place = reachable_folder("bin") / key
    if not place.exists():
        draft = Path(tempfile.mkdtemp(prefix="copy.", dir=place.parent))
        for part in parts:
            skipped = shutil.ignore_patterns("include", "__pycache__")
            shutil.copytree(base / part, draft / part, symlinks=True, ignore=skipped)
        subprocess.run(["/bin/chmod", "-R", "a+rX", str(draft)], check=True)  # noqa: S603
        try:
            draft.rename(place)
        except OSError:  # another data folder's start was first
            shutil.rmtree(draft)
    return place
