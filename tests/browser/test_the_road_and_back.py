"""The main job, end to end: HPMS, the worklist, a refused closing, a mended one, and HPMS's answer."""

import re

import pytest
from playwright.sync_api import Page, expect

from complaints.models import Complaint
from tests.browser import story
from tests.browser.worker import celery_worker
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = (
    "Issue: prior authorization delayed & the pharmacy could not fill the prescription. "
    "Actions: authorization entered, claim rerun and paid. "
    "Decision: founded, medication picked up, told her by phone."
)


def test_from_hpms_to_the_caseworker_and_back(hpms, live_server, page: Page):
    make_user("caseworker", story.OURS)
    story.download()
    with celery_worker():
        story.sign_in(page)
        complaint_id = open_the_most_urgent(page)
        story.log_contact(page, "Resolution")
        refused_with_the_rule_named(page)
        mend_and_resolve(page)
        expect(page.locator(".cw-fate").first).to_contain_text("Accepted by HPMS", timeout=30_000)
        assert hpms.times_applied(complaint_id, TYPED.replace("&", "and")) == 1

    story.next_download(page)
    expect(page.locator(".cw-fate").first).to_contain_text("Seen in HPMS")
    expect(page.locator(".cw-clock")).to_contain_text("Resolved")
    assert Complaint.objects.get(pk=complaint_id).resolution_date is not None


def open_the_most_urgent(page):
    first = page.locator("table th[scope=row] a").first
    complaint_id = first.inner_text()
    first.click()
    expect(page.locator(".cw-casebar__id")).to_have_text(complaint_id)
    return complaint_id


def refused_with_the_rule_named(page):
    page.get_by_role("link", name="Resolve", exact=True).click()
    page.get_by_label("Resolution note").fill(TYPED)
    story.fill_the_outcome(page)
    page.get_by_role("button", name="Resolve and send to HPMS").click()
    expect(page.get_by_role("alert")).to_contain_text("C.1.b.note")
    expect(page.locator("#note .cw-refusal")).to_contain_text("and")
    expect(page.get_by_label("Resolution note")).to_have_value(TYPED)


def mend_and_resolve(page):
    page.get_by_label("Resolution note").fill(TYPED.replace("&", "and"))
    page.get_by_role("button", name="Resolve and send to HPMS").click()
    expect(page).to_have_url(re.compile(r"/complaints/C\d{10}/#resolution"))
