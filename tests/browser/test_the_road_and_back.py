"""The main job, end to end: HPMS, the worklist, a refused closing, a mended one, and HPMS's answer."""

import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Page, expect

from complaints.models import Complaint
from hpms_sync.keys import credentials_of, key_add
from hpms_sync.simulator.process import SimulatorProcess
from tests.browser.worker import celery_worker
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db(transaction=True)

OURS = ["H1234", "H5678", "S4802"]
TYPED = (
    "Issue: prior authorization delayed & the pharmacy could not fill the prescription. "
    "Actions: authorization entered, claim rerun and paid. "
    "Decision: founded, medication picked up, told her by phone."
)


@pytest.fixture
def hpms():
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


def test_from_hpms_to_the_caseworker_and_back(hpms, live_server, page: Page):
    make_user("caseworker", OURS)
    call_command("hpms_download")
    with celery_worker():
        sign_in(page)
        complaint_id = open_the_most_urgent(page)
        log_a_call(page)
        refused_with_the_rule_named(page)
        mend_and_resolve(page)
        expect(page.locator(".cw-fate").first).to_contain_text("Accepted by HPMS", timeout=30_000)
        assert hpms.times_applied(complaint_id, TYPED.replace("&", "and")) == 1

    call_command("hpms_download")
    page.reload()
    expect(page.locator(".cw-fate").first).to_contain_text("Seen in HPMS")
    expect(page.locator(".cw-clock")).to_contain_text("Resolved")
    assert Complaint.objects.get(pk=complaint_id).resolution_date is not None


def sign_in(page):
    page.goto("/")
    page.get_by_label("User name").fill("casey")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="My day")).to_be_visible()


def open_the_most_urgent(page):
    first = page.locator("table th[scope=row] a").first
    complaint_id = first.inner_text()
    first.click()
    expect(page.locator(".cw-casebar__id")).to_have_text(complaint_id)
    return complaint_id


def log_a_call(page):
    page.get_by_role("heading", name="Log a contact").click()
    page.get_by_label("How").select_option(label="Phone")
    page.get_by_label("Outcome").select_option(label="Reached")
    page.get_by_label("Purpose").select_option(label="Resolution")
    page.get_by_role("button", name="Log contact").click()
    expect(page.locator(".cw-timeline")).to_contain_text("reached")


def refused_with_the_rule_named(page):
    page.get_by_role("link", name="Resolve", exact=True).click()
    page.get_by_label("Resolution note").fill(TYPED)
    page.locator("#complainant_satisfied").get_by_label("Yes").check()
    page.locator("#resolution_notification").get_by_label("Telephone", exact=True).check()
    page.locator("#hpi_related").get_by_label("No", exact=True).check()
    page.get_by_label("Contact made").select_option(label="Beneficiary")
    page.get_by_role("button", name="Resolve and send to HPMS").click()
    expect(page.get_by_role("alert")).to_contain_text("C.1.b.note")
    expect(page.locator("#note .cw-refusal")).to_contain_text("and")
    expect(page.get_by_label("Resolution note")).to_have_value(TYPED)


def mend_and_resolve(page):
    page.get_by_label("Resolution note").fill(TYPED.replace("&", "and"))
    page.get_by_role("button", name="Resolve and send to HPMS").click()
    expect(page).to_have_url(re.compile(r"/complaints/C\d{10}/#resolution"))
