"""A retroactive enrollment more than three months back: CMS allows it, the RPC gets it, the case closes, and
what the RPC sends back afterwards is not forgotten."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hpms_sync.simulator.clock import Clock, us_date
from tests.browser import story
from tests.browser.worker import celery_worker
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

CASE = "C2612345601"
TODAY = Clock().today()
LONG_AGO = TODAY - timedelta(days=150)
SAID = "Authorized: send the enrollment with its effective date to the RPC. CMS Regional Office 2."
SENT = f"Request sent to the RPC on {us_date(TODAY)}, reference RPC-4711, with CMS's authorization."
CLOSING = (
    "Issue: her enrollment was never entered for the month she asked for. Actions: coverage set up in "
    "our system, the RPC asked with CMS's authorization to correct MARx. Decision: founded, the change "
    "may take up to one month to show, she was told by phone."
)


@pytest.fixture
def case(hpms):
    make_user("caseworker", story.OURS)
    record = {
        "COMPLAINT_ID": CASE,
        "CONTACT_FNAME": "Delores",
        "CONTACT_LNAME": "Whitaker",
        "CONTACT_PHONE": "(845) 555-0147",
        "BENE_ID": "1EG4TE5MK73",
        "ISSUE_LEVEL": "No Issue Level",
        "COMPLAINT_CATEGORY": "Enrollment/Disenrollment",
        "COMPLAINT_SUBCATEGORY": "Enrollment Issues",
        "COMPLAINT_SUMMARY": "Beneficiary requests a retroactive enrollment: she signed the form in "
        f"time for {us_date(LONG_AGO)}, and the plan never entered it.",
    }
    hpms.cms("add_record", record=record)
    story.download()
    return CASE


def test_with_cmss_authorization_to_the_rpc_and_closed(hpms, case, live_server, page: Page):
    with celery_worker():
        story.sign_in(page)
        story.find(page, case)
        follow_the_scenario(page)
        state_the_request(page)
        rpc_is_refused_without_authorization(page)
        ask_for_approval(page, hpms, case)
        cms_authorizes_and_the_case_stays(page, hpms, case)
        send_to_the_rpc(page, hpms, case)
        closing_is_due_and_done(page, hpms, case)
    rpc_sends_it_back(page, case)


def follow_the_scenario(page):
    page.get_by_role("button", name="Accept scenario D").click()
    expect(page.locator("#scenario-D")).to_contain_text("followed since")


def state_the_request(page):
    story.state(page, "Retroactive request")
    story.say_yes(page, "Is the request valid?", "Meets the RPC's requirements?")
    page.get_by_label("Can the plan update MARx?").select_option(label="No")
    page.get_by_label("Effective date asked for").fill(LONG_AGO.isoformat())
    page.get_by_label("Plan's system updated").fill(TODAY.isoformat())
    page.get_by_label("Effective in the plan's system").fill(LONG_AGO.isoformat())
    story.save(page)
    expect(page.locator("main")).to_contain_text("Retroactive request saved.")


def rpc_is_refused_without_authorization(page):
    story.state(page, "RPC submission")
    page.get_by_label("Required documents are with it").check()
    page.get_by_label("Casework note").fill(SENT)
    story.save(page)
    refusal = page.get_by_role("alert")
    expect(refusal.get_by_role("link", name="D.3.months")).to_be_visible()
    expect(refusal).to_contain_text("more than 3 months back")
    page.get_by_role("link", name="Cancel").click()


def ask_for_approval(page, hpms, case):
    story.log_contact(page, "Planned actions", "Told her that CMS is asked first.")
    story.ask_cms(page, "CMS Lead (CMS Issue)", "Approval to send the case to the RPC")
    page.get_by_label("Why CMS must step in").fill(
        f"The effective date {us_date(LONG_AGO)} is more than three months back."
    )
    story.say_yes(page, "Access to services provided?", "Was the beneficiary contacted?")
    page.get_by_role("button", name="Save and see the hand-off card").click()
    story.hand_off(page, hpms, case)
    page.get_by_role("link", name="CMS Lead (CMS Issue)").click()
    hpms.cms("file_request", case, request="cms_lead")
    story.next_download(page)
    expect(page.locator(".cw-asked__standing")).to_contain_text("Pending at CMS")


def cms_authorizes_and_the_case_stays(page, hpms, case):
    hpms.cms("approve_request", case, request="cms_lead", text=SAID, keep_visible=True)
    story.next_download(page)
    expect(page.locator(".cw-asked__standing")).to_contain_text("Approved by CMS")
    story.back_to_the_complaint(page)
    expect(page.locator(".cw-casebar")).not_to_contain_text("With CMS")
    expect(page.get_by_role("link", name="Resolve", exact=True)).to_be_visible()
    page.goto("/?view=all")
    expect(page.locator(".cw-row", has_text=case)).to_contain_text("Send it to the RPC")
    page.get_by_role("link", name=case).click()


def send_to_the_rpc(page, hpms, case):
    story.state(page, "RPC submission")
    authorization = page.get_by_label("CMS's written authorization, from Comments")
    assert SAID in authorization.input_value()
    page.get_by_label("RPC's reference").fill("RPC-4711")
    page.get_by_label("Required documents are with it").check()
    page.get_by_label("Casework note").fill(SENT)
    story.save(page)
    expect(page.locator("main")).to_contain_text("RPC submission saved.")
    story.send_now(page, hpms, case, SENT)


def closing_is_due_and_done(page, hpms, case):
    page.reload()
    due = page.get_by_role("region", name="Due on this case")
    expect(due).to_contain_text("Close the case: sent to the RPC")
    expect(due.get_by_role("link", name="D.2.a.close")).to_be_visible()
    story.state(page, "Retroactive request")
    page.get_by_label("Told: up to one month in CMS's systems").check()
    story.save(page)
    story.log_contact(page, "Resolution")
    story.resolve(page, hpms, case, CLOSING)


def rpc_sends_it_back(page, case):
    story.state(page, "RPC refusal")
    page.get_by_label("Refused request").select_option(index=1)
    page.get_by_label("Refused", exact=True).fill(TODAY.isoformat())
    page.get_by_label("What the RPC said").fill("The signature on the form cannot be read.")
    story.save(page)
    page.goto("/requests/")
    promise = page.get_by_role("row", name=case)
    expect(promise).to_contain_text("Mend and resubmit to the RPC")
    expect(promise).to_contain_text("Closed")
    expect(promise.get_by_role("link", name="D.2.b")).to_be_visible()
