"""A SWIFT case: the plan does the work and cannot close it, so CMS is asked, agrees and takes it over."""

import pytest
from playwright.sync_api import Page, expect

from complaints.models import Complaint
from plan_requests.models import PlanRequest
from tests.browser import story
from tests.browser.worker import celery_worker
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(hpms):
    make_user("caseworker", story.OURS)
    story.download()
    return hpms.case("swift")


def test_cms_takes_over_what_the_plan_cannot_close(hpms, case, live_server, page: Page):
    with celery_worker():
        story.sign_in(page)
        story.find(page, case)
        asking_cms_is_offered_and_closing_is_not(page)
        done = do_the_work(page, hpms, case)
        draft(page, case, done)
        note = story.hand_off(page, hpms, case)
        assert "Why CMS must step in: A SWIFT case, which plans cannot close." in note

    page.get_by_role("link", name="CMS Lead (CMS Issue)").click()
    hpms.cms("file_request", case, request="cms_lead")
    story.next_download(page)
    expect(page.locator(".cw-asked__standing")).to_contain_text("Pending at CMS")

    said = "Casework Management closes it and answers the writer."
    hpms.cms("approve_request", case, request="cms_lead", text=said, keep_visible=True)
    story.next_download(page)
    expect(page.locator(".cw-asked__standing")).to_contain_text("Approved by CMS")
    expect(page.locator("main")).to_contain_text(said)
    it_is_with_cms(page, case)


def asking_cms_is_offered_and_closing_is_not(page):
    bar = page.locator(".cw-casebar")
    expect(bar).to_contain_text("SWIFT")
    expect(bar.get_by_role("link", name="Resolve")).to_have_count(0)
    expect(bar.get_by_role("link", name="ask CMS to take it")).to_be_visible()
    expect(bar.get_by_role("link", name="I.note.3")).to_be_visible()


def do_the_work(page, hpms, case):
    """Returns the day, as it is typed into a note."""
    story.log_contact(page, "Planned actions", "Told her that the premium is set right by Friday.")
    today = Complaint.objects.get(pk=case).contract.today
    done = f"{today:%-m/%-d/%Y}"
    text = f"{done}: premium set back in the billing system, refund of $41.30 mailed, she was told."
    story.save_note(page, text)
    story.send_now(page, hpms, case, text)
    return today


def draft(page, case, done):
    page.locator(".cw-casebar").get_by_role("link", name="ask CMS to take it").click()
    chosen = page.get_by_label("Reason", exact=True).locator("option:checked")
    expect(chosen).to_have_text("Closing of a SWIFT, Congressional, Press or Hill case")
    page.get_by_label("Why CMS must step in").fill("A SWIFT case, which plans cannot close.")
    page.get_by_label("Access to services provided?").select_option(label="Yes")
    page.get_by_label("Was the beneficiary contacted?").select_option(label="Yes")
    page.get_by_label("Resolution work done").fill(f"{done:%Y-%m-%d}")
    page.get_by_role("button", name="Save and see the hand-off card").click()
    expect(page.locator(".cw-handoff")).to_contain_text("CMS Lead (CMS Issue)")
    assert PlanRequest.objects.get(complaint=case).status == "DRAFT"


def it_is_with_cms(page, case):
    story.back_to_the_complaint(page)
    bar = page.locator(".cw-casebar")
    expect(bar).to_contain_text("With CMS since")
    expect(bar.get_by_role("link", name="Resolve")).to_have_count(0)
    expect(bar.get_by_role("link", name="Plan Request")).to_have_count(0)
    expect(page.get_by_text("CMS took this case on")).to_be_visible()
    page.goto("/?view=all")
    row = page.locator("table th[scope=row]").get_by_role("link", name=case)
    expect(row).to_have_count(0)
    page.get_by_role("link", name="With CMS").click()
    expect(row).to_be_visible()
