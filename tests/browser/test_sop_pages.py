"""The SOP pages in a real browser: what axe-core finds, what the keyboard reaches, without scripts too."""

import pytest
from playwright.sync_api import Browser, Page, expect

from complaints.models import ParameterOverride
from tests.browser.axe import axe
from tests.factories import PASSWORD, make_complaint, make_user

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "/sop/",
    "/sop/?q=plan+request",
    "/sop/?q=zebra",
    "/sop/q/#Q.3.a",
    "/sop/up/",
    "/sop/parameters/",
    "/sop/parameters/days_urgent/",
    "/sop/home-infusion/?part_b=no&network=drug_only&entity=no",
)


def sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="SOP", exact=True)).to_be_visible()


def test_axe_finds_nothing_and_nothing_is_cut_off(page, live_server):
    avery = make_user("administrator")
    ParameterOverride.enter(avery, "days_urgent", 5, "2026-01-05", "Board decision of January.")
    sign_in(page, "avery")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for address in PAGES:
            page.goto(address)
            assert axe(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_a_refused_value_is_shown_beside_its_field(page, live_server):
    make_user("administrator")
    sign_in(page, "avery")
    page.goto("/sop/parameters/days_urgent/")
    page.get_by_label("New value").fill("400")
    page.get_by_label("Reason").fill("short")
    page.get_by_role("button", name="Enter").click()
    expect(page.get_by_text("Enter a whole number from 1 to 30.")).to_be_visible()
    expect(page.get_by_label("New value")).to_have_value("400")
    assert axe(page) == []


def test_the_keyboard_alone_finds_a_step_and_opens_its_place(page, live_server):
    make_user("caseworker")
    sign_in(page, "casey")
    page.goto("/sop/")
    page.get_by_role("searchbox", name="Find a step").focus()
    page.keyboard.type("Contact Made System Update")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 step with")).to_be_visible()
    page.get_by_role("link", name="Q.3.a", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Q. Approaching resolution")
    assert page.url.endswith("/sop/q/#Q.3.a")
    assert page.evaluate("document.querySelector(':target').id") == "Q.3.a"


def test_a_finding_leads_from_the_complaint_to_its_step_and_back(page, live_server):
    make_user("caseworker")
    complaint = make_complaint(complaint_category="")
    sign_in(page, "casey")
    page.goto(f"/complaints/{complaint.pk}/")
    page.get_by_role("link", name="C.1.a", exact=True).first.click()
    expect(page.locator("li:target")).to_contain_text("A category is assigned")
    page.go_back()
    expect(page.get_by_text("What blocks closing")).to_be_visible()


def test_the_questionnaire_works_without_scripts(browser: Browser, live_server):
    make_user("caseworker")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "casey")
    page.goto("/sop/home-infusion/")
    page.get_by_role("group", name="Does Part B cover").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Next").click()
    page.get_by_label("A contracted pharmacy provides").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("group", name="Can another entity").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Services are not assured")).to_be_visible()
    expect(page.get_by_label("A contracted pharmacy provides")).to_be_checked()
    page.get_by_role("link", name="Start over").click()
    expect(page.get_by_label("A contracted pharmacy provides")).to_have_count(0)
    context.close()
