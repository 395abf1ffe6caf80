"""Leaving a page and coming back: search results, and what was typed and not saved."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_screens import sign_in
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def complaint(live_server):
    make_user("caseworker", first_name="Casey")
    return make_complaint("C2611210348", contact_last_name="Whitaker")


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the browser asked before it left a page; each is answered by leaving."""
    kinds: list[str] = []

    def leave(dialog):
        kinds.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    return kinds


def test_back_from_a_hit_shows_the_hits_again(page, complaint):
    sign_in(page)
    box = page.get_by_label("Find a complaint")
    box.fill("whit")
    box.press("Enter")
    page.get_by_role("link", name=complaint.pk).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Whitaker")
    page.go_back()
    expect(page.get_by_text("1 found for “whit”")).to_be_visible()
    expect(box).to_have_value("whit")
    assert "whit" not in page.url


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/complaints/C2611210348/", "Casework note"),
        ("/complaints/C2611210348/?log", "Remark"),
        ("/complaints/C2611210348/resolve/", "Resolution note"),
    ],
)
def test_it_asks_before_something_typed_is_left_behind(page, complaint, asked, address, label):
    sign_in(page)
    page.goto(address)
    page.get_by_role("textbox", name=label).press_sequentially("Half a sen")
    page.get_by_role("link", name="My day").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    assert asked == ["beforeunload"]


def test_it_asks_after_a_refusal_too(page, complaint, asked):
    sign_in(page)
    page.goto(f"/complaints/{complaint.pk}/")
    page.get_by_role("textbox", name="Casework note").fill("Rerun & paid")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert asked == []
    page.get_by_role("heading", level=1).click()
    page.get_by_role("link", name="My day").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    assert asked == ["beforeunload"]


def test_it_asks_nothing_where_nothing_was_typed_or_all_was_saved(page, complaint, asked):
    sign_in(page)
    page.goto(f"/complaints/{complaint.pk}/")
    field = page.get_by_role("textbox", name="Casework note")
    field.press_sequentially("Typed")
    field.fill("")
    page.get_by_role("link", name="My day").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    page.goto(f"/complaints/{complaint.pk}/")
    field.press_sequentially("Typed and saved.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Note saved")).to_be_visible()
    page.get_by_role("link", name="My day").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    assert asked == []


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/complaints/C2611210348/", "Casework note"),
        ("/complaints/C2611210348/resolve/", "Resolution note"),
    ],
)
def test_what_was_typed_is_there_again_after_the_browser_was_gone(
    browser, page, live_server, complaint, asked, address, label
):
    sign_in(page)
    page.goto(address)
    with page.expect_request(lambda one: "/drafts/" in one.url and "%20sen" in one.post_data):
        page.get_by_role("textbox", name=label).press_sequentially("Half a sen")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    kept = page.context.storage_state()
    page.context.close()
    again = browser.new_context(base_url=live_server.url, storage_state=kept).new_page()
    again.goto(address)
    expect(again.get_by_role("textbox", name=label)).to_have_value("Half a sen")
    again.get_by_role("button", name="Discard it").click()
    expect(again.get_by_role("textbox", name=label)).to_have_value("")
    again.context.close()
