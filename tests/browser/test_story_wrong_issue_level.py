"""A level that was wrong from the start: the plan asks for a lower one and its clock stands; CMS refuses, and
the clock runs to the date it always had."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from complaints.time_words import day_words
from hpms_sync.simulator.clock import Clock, us_date
from tests.browser import story
from tests.browser.worker import celery_worker
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

CASE = "C2612345602"
TODAY = Clock().today()
DUE = day_words(TODAY + timedelta(days=5), TODAY)
KIND, REASON = "Issue level change", "Never met the level's definition"
SAID = "He had no access on the day he called. Keep it Urgent and resolve it."
CLOSING = (
    "Issue: the pharmacy could not bill the plan. Actions: eligibility sent to the pharmacy again, the "
    "claim was paid. Decision: founded, he has his medication and was told by phone."
)


@pytest.fixture
def case(hpms):
    make_user("caseworker", story.OURS)
    assigned = us_date(TODAY - timedelta(days=2))
    record = {
        "COMPLAINT_ID": CASE,
        "CONTACT_FNAME": "Luther",
        "CONTACT_LNAME": "Vance",
        "CONTACT_PHONE": "(845) 555-0148",
        "BENE_ID": "1EG4TE5MK74",
        "ISSUE_LEVEL": "Urgent",
        "RECEIVED_DATE": assigned,
        "ASSIGNMENT/REASSIGNMENT_DATE": assigned,
        "COMPLAINT_CATEGORY": "Benefits and Access",
        "COMPLAINT_SUBCATEGORY": "Cannot fill a prescription",
        "COMPLAINT_SUMMARY": "The pharmacy could not bill the plan for his prescription.",
    }
    hpms.cms("add_record", record=record)
    story.download()
    return CASE


def test_cms_refuses_and_the_original_date_stands(hpms, case, live_server, page: Page):
    with celery_worker():
        story.sign_in(page)
        story.find(page, case)
        expect(page.locator(".cw-clock")).to_contain_text(f"Due {DUE}")
        refused_while_the_level_was_right(page)
        ask_with_evidence(page, hpms, case)
        clock_stands_and_closing_waits(page, hpms, case)
        cms_refuses(page, hpms, case)
        instructions_are_read(page, case)
        story.log_contact(page, "Resolution")
        story.resolve(page, hpms, case, CLOSING)


def refused_while_the_level_was_right(page):
    story.ask_cms(page, KIND, REASON)
    page.get_by_label("Level wanted").select_option(label="No Issue Level")
    page.get_by_label("Why, for CMS").fill("He has his medication now.")
    page.get_by_role("button", name="Save and see the hand-off card").click()
    stop = page.locator(".cw-stop")
    expect(stop.get_by_role("link", name="H.note.3.never")).to_be_visible()
    expect(stop).to_contain_text("it can be lowered only if it never was Urgent")
    expect(page.get_by_role("button", name="I have entered it in HPMS")).to_have_count(0)


def ask_with_evidence(page, hpms, case):
    page.get_by_role("link", name="Go on with the draft").click()
    page.get_by_label("The level was wrong from the start").check()
    page.get_by_label("What shows that").fill("He had 20 days of medication left when he called.")
    page.get_by_label("Why, for CMS").fill("The complaint is about a bill, access was never lost.")
    page.get_by_role("button", name="Save and see the hand-off card").click()
    note = story.hand_off(page, hpms, case)
    assert "Level wanted: No Issue Level. The level was wrong from the start." in note


def clock_stands_and_closing_waits(page, hpms, case):
    hpms.cms("file_request", case, request="issue_level", to="No Issue Level")
    story.next_download(page)
    expect(page.locator(".cw-clock")).to_contain_text(f"Clock stopped, strictly due {DUE}")
    blocks = page.get_by_role("region", name="What blocks closing")
    expect(blocks.get_by_role("link", name="C.1.c").first).to_be_visible()
    page.goto("/?view=all")
    expect(page.locator(".cw-row", has_text=case)).to_contain_text("Clock stopped")
    expect(page.locator(".cw-row", has_text=case)).to_contain_text(f"Strict: {DUE}")


def cms_refuses(page, hpms, case):
    hpms.cms("reject_request", case, request="issue_level", text=SAID)
    story.next_download(page)
    row = page.locator(".cw-row", has_text=case)
    expect(row).to_contain_text("Read CMS's instructions")
    expect(row).not_to_contain_text("Clock stopped")
    row.get_by_role("link", name=case).click()
    expect(page.locator(".cw-clock")).to_contain_text(f"Due {DUE}")
    page.get_by_text("How this date was found").click()
    expect(page.locator(".cw-clock__events")).to_contain_text("The original date stands.")


def instructions_are_read(page, case):
    requests = page.get_by_role("region", name="Plan Requests")
    expect(requests).to_contain_text("Rejected by CMS")
    expect(requests).to_contain_text(SAID)
    requests.get_by_role("button", name="I have read it").click()
    expect(page.get_by_text("Noted that CMS's answer was read.")).to_be_visible()
    expect(requests.get_by_role("button", name="I have read it")).to_have_count(0)
    page.goto("/?view=all")
    row = page.locator(".cw-row", has_text=case)
    expect(row).not_to_contain_text("Read CMS's instructions")
    row.get_by_role("link", name=case).click()
