"""Takes the README's pictures from a running demo; everybody's password comes by standard input:

echo PASSWORD | .venv/bin/python docs/screenshots/take.py http://127.0.0.1:8000
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.browser import chromium  # noqa: E402


def main(address: str, password: str) -> None:
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=sandbox)
        page = browser.new_page(base_url=address, viewport={"width": 1440, "height": 900})
        sign_in(page, "casey", password)
        page.goto("/?view=all")
        page.screenshot(path=HERE / "worklist.png")
        page.locator(".cw-row", has_text="Immediate Need").first.get_by_role("link").first.click()
        page.get_by_role("textbox", name="Casework note").press_sequentially(
            "Claim rerun & paid at 9:05 AM, 60 tablets ready for pickup today."
        )
        page.get_by_text("HPMS would refuse this note").wait_for()
        page.screenshot(path=HERE / "complaint.png")
        page = browser.new_page(base_url=address, viewport={"width": 1440, "height": 900})
        sign_in(page, "sam", password)
        page.get_by_role("link", name="Control room").click()
        page.get_by_role("heading", name="Control room").wait_for()
        page.screenshot(path=HERE / "control-room.png")
        page.goto("/sync/")
        page.get_by_role("heading", name="Downloads by key").wait_for()
        page.screenshot(path=HERE / "sync-health.png")
        browser.close()


def sign_in(page: Page, user: str, password: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="My day").wait_for()


if __name__ == "__main__":
    main(sys.argv[1], sys.stdin.readline().strip())
