"""Finds a Chromium for the browser tests. As a script says which; --install may fetch Debian's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "No Chromium: set BROWSER_EXECUTABLE, install the package chromium,"
    " or run `playwright install chromium`."
)


def find() -> Path | None:
    if named := os.environ.get("BROWSER_EXECUTABLE"):
        if not os.access(named, os.X_OK):
            raise FileNotFoundError(f"BROWSER_EXECUTABLE={named} is not a program that can be run.")
        return Path(named)
    for name in ON_PATH:
        if path := shutil.which(name):
            return Path(path)
    return _playwrights_own()


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def install() -> Path | None:
    """Debian's package, where packages may be installed; None elsewhere."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Installing Debian's package chromium …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        "update -q",
        "install -q -y --no-install-recommends chromium fonts-dejavu-core",
    ):
        subprocess.run(
            ["apt-get", *command.split()], env=environment, stdout=subprocess.DEVNULL, check=False
        )
    return find()


def main() -> None:
    found = find() or (install() if "--install" in sys.argv else None)
    if found is None:
        sys.exit(MISSING)
    print(f"Browser tests use {found}")


if __name__ == "__main__":
    main()
