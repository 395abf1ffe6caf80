"""Browser tests: one real Chromium for the run, a fresh context for each test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from hpms_sync.keys.registry import credentials_of, key_add
from hpms_sync.simulator.process import SimulatorProcess
from tests.browser import chromium
from tests.browser.story import OURS

FLAGS = [
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the test is skipped with the reason, under CI=true it fails."""
    executable = chromium.find()
    if executable is None and os.environ.get("CI") == "true":
        pytest.fail(chromium.MISSING)
    if executable is None:
        pytest.skip(chromium.MISSING)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    # Playwright's sync API runs an event loop in this thread, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            yield playwright.chromium.launch(
                executable_path=executable, args=[*FLAGS, *sandbox], timeout=60_000
            )
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page 1440 wide; relative addresses go to live_server when the test asks for it.

    A script error or a breach of the content security policy fails the test at its end.
    """
    base = (
        request.getfixturevalue("live_server").url
        if "live_server" in request.fixturenames
        else None
    )
    context = browser.new_context(base_url=base, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    wrong: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            wrong.append(message.text)

    page.on("console", on_console)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert not wrong


@pytest.fixture
def hpms(transactional_db: None) -> Iterator[SimulatorProcess]:
    """HPMS in a process of its own, with the plan's key to it."""
    with SimulatorProcess(complaints=60) as simulator:
        key = key_add(
            name="Sandbox",
            environment="sandbox",
            base_url=simulator.url,
            key_id=simulator.key.key_id,
            secret=simulator.key.secret,
            contract_ids=OURS,
        )
        cache.delete(credentials_of(key).cache_name)
        yield simulator
