"""The control room in a real browser: axe, widths, definitions by keyboard, rows without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe
from tests.browser.test_screens import sign_in
from tests.factories import make_complaint, make_contract, make_user

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("/control-room/", "/control-room/rows/?figure=open", "/control-room/rows/?figure=late")


@pytest.fixture
def sam(live_server):
    """Sam's plan has one complaint that is overdue, one that is in time and one resolved late."""
    make_user("supervisor")
    casey = make_user("caseworker")
    today = make_contract().today
    for days, columns in ((-1, {}), (3, {"assignee": casey}), (-4, {"resolution_date": today})):
        assigned = today + timedelta(days=days - 7)
        make_complaint(assignment_date=assigned, received_date=assigned, **columns)


def open_room(page: Page) -> None:
    sign_in(page, "sam")
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    page.get_by_role("link", name="Control room").click()
    expect(page.get_by_role("heading", name="Control room")).to_be_visible()


def test_axe_finds_nothing_and_nothing_is_cut_off(page, sam):
    open_room(page)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for address in PAGES:
            page.goto(address)
            assert axe(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_a_definition_shows_on_focus_and_on_hover_and_goes_with_escape(page, sam):
    open_room(page)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        word = page.get_by_role("button", name="Overdue").first
        definition = page.locator("#tip-now-overdue")
        expect(word).to_have_accessible_description(definition.text_content())
        expect(definition).to_be_hidden()
        word.focus()
        expect(definition).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
        expect(definition).to_be_hidden()
        page.keyboard.press("Tab")
        word.hover()
        expect(definition).to_be_visible()
        page.mouse.move(0, 0)
        expect(definition).to_be_hidden()


def test_no_definition_is_cut_off_at_the_edge_of_the_page(page, sam):
    open_room(page)
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for word in page.locator(".cw-tip__word").all():
            word.focus()
            box = word.locator("xpath=following-sibling::*").bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_alone_opens_the_rows_of_a_number(page, sam):
    open_room(page)
    page.get_by_role("button", name="Overdue").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(2)


def test_it_works_without_scripts(browser, live_server, sam):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    open_room(page)
    page.get_by_role("button", name="Unassigned").focus()
    expect(page.locator("#tip-now-unassigned")).to_be_visible()
    page.locator(".cw-big--unassigned").get_by_role("link").click()
    page.get_by_label("Select C26").check()
    page.get_by_label("Assign the selected complaints to").select_option(index=1)
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("1 complaint assigned to")).to_be_visible()
    context.close()
