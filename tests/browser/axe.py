"""axe-core inside the page under test."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@cache
def _source() -> str:
    return SOURCE.read_text()


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong on the page as it stands, one line each: rule, help, element."""
    # By evaluate, because the page's content security policy rightly blocks a script tag.
    page.evaluate(_source())
    found = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{violation['id']}: {violation['help']} — {' '.join(map(str, node['target']))}"
        for violation in found
        for node in violation["nodes"]
    ]
