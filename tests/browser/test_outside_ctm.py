"""Cases no download brings, entered by hand: one that came straight to the plan, one of the marketing report."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import story
from tests.browser.axe import axe
from tests.factories import make_contract, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cases(live_server, page: Page) -> Page:
    """Casey at the list of cases outside CTM."""
    make_contract("H1234", name="Evergreen Health Plan")
    make_user("caseworker")
    story.sign_in(page)
    page.get_by_role("link", name="Cases outside CTM").click()
    expect(page.get_by_role("heading", name="Cases outside CTM")).to_be_visible()
    return page


def save_and_look(page: Page) -> None:
    assert axe(page) == []
    page.get_by_role("button", name="Save", exact=True).click()


def test_a_case_that_came_straight_to_the_plan(cases: Page):
    cases.get_by_role("link", name="Enter a case", exact=True).click()
    cases.get_by_label("Contract", exact=True).select_option(index=1)
    cases.get_by_label("Kind").select_option(label="Retroactive disenrollment")
    cases.get_by_label("Received").fill("2026-11-20")
    cases.get_by_label("First name").fill("Lou")
    cases.get_by_label("Last name").fill("Brandt")
    cases.get_by_label("Critical").check()
    cases.get_by_label("What is asked for").fill("Wants to be out of the plan from May on.")
    save_and_look(cases)
    expect(cases.get_by_role("heading", name="Lou Brandt")).to_be_visible()
    expect(cases.get_by_role("link", name="E.note.1", exact=True)).to_be_visible()
    cases.get_by_label("Closed").fill("2026-11-21")
    save_and_look(cases)
    cases.get_by_role("link", name="All cases outside CTM").click()
    row = cases.get_by_role("row", name="Lou Brandt")
    expect(row).to_contain_text("Retroactive disenrollment, critical")
    expect(row).to_contain_text("Closed 11/21/2026")
    assert axe(cases) == []


def test_a_case_of_the_marketing_report_is_worked_and_not_closed(cases: Page):
    cases.get_by_role("link", name="Enter a case of the marketing report").click()
    cases.get_by_label("Complaint ID").fill("C2611200042")
    cases.get_by_label("Contract", exact=True).select_option(index=1)
    cases.get_by_label("Received").fill("2026-11-20")
    cases.get_by_label("Last name").fill("Okafor")
    cases.get_by_label("Complaint summary").fill("The agent promised her doctor was in network.")
    save_and_look(cases)
    expect(cases.get_by_text("There is nothing to close in CTM.")).to_be_visible()
    expect(cases.locator("#scenario-L")).to_be_visible()
    expect(cases.get_by_role("link", name="L.note.2.report_only").first).to_be_visible()
    assert axe(cases) == []
