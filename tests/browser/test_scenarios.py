"""A complaint that follows a scenario shows each line of that scenario's checklist."""

import pytest
from playwright.sync_api import Page, expect

from complaints.models import ScenarioChoice
from complaints.sop.index import SCENARIOS, STEPS, Kind
from tests.factories import PASSWORD, make_complaint, make_user

pytestmark = pytest.mark.django_db(transaction=True)

# Of users and questions, not of a complaint: their lines stand on screens of their own.
NOT_OF_A_COMPLAINT = {"R": "/hpms-access/", "S": "/ask-cms/"}
FOLLOWED = [letter for letter in SCENARIOS if letter not in NOT_OF_A_COMPLAINT]


@pytest.fixture
def casey(live_server):
    return make_user("caseworker")


def sign_in(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_label("User name").fill("casey")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()


def guidance(letter):
    return [s.id for s in STEPS if s.scenario == letter and s.kind is Kind.GUIDANCE]


@pytest.mark.parametrize("letter", FOLLOWED)
def test_its_guidance_lines_are_all_there(casey, page: Page, letter):
    complaint = make_complaint("C2611210348")
    ScenarioChoice.enter(complaint.pk, casey, SCENARIOS[letter].code, accepted=True)
    sign_in(page)

    page.goto(f"/complaints/{complaint.pk}/")

    panel = page.locator(f"#scenario-{letter}")
    expect(panel).to_contain_text(SCENARIOS[letter].title)
    for step in guidance(letter):
        expect(panel.get_by_role("link", name=step, exact=True).first).to_be_visible()


@pytest.mark.parametrize("letter", NOT_OF_A_COMPLAINT)
def test_what_is_of_no_complaint_shows_its_lines_on_its_own_screen(casey, page: Page, letter):
    sign_in(page)

    page.goto(NOT_OF_A_COMPLAINT[letter])

    for step in guidance(letter):
        expect(page.get_by_role("link", name=step, exact=True).first).to_be_visible()
