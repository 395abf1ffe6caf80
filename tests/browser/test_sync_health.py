"""Sync health in a real browser: a download told while it runs, what axe-core finds, the keyboard alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from complaints.models import CaseworkNote, CaseworkUpload
from complaints.models.choices import UploadState
from hpms_sync.alerts import alert_raise
from hpms_sync.models import ApiKey, DownloadRun, SyncAlert
from tests.browser.axe import axe
from tests.browser.test_screens import sign_in
from tests.factories import make_complaint, make_user
from tests.health.conftest import make_key, make_run
from tests.health.test_unreadable_records import quarantined

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key(live_server) -> ApiKey:
    make_user("supervisor")
    return make_key()


def open_sync(page: Page) -> None:
    sign_in(page, "sam")
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    page.goto("/sync/")


def test_a_download_tells_itself_from_the_button_to_its_end(page, key):
    make_run(key, 30)
    open_sync(page)
    page.evaluate("window.stayed = true")
    by_key = page.get_by_role("table", name="Keys in trouble first")
    page.get_by_role("button", name="Download and upload now").click()
    live = page.locator("#sync-live")
    expect(live).to_contain_text("Waiting for a worker to take up Evergreen production")
    page.evaluate("window.stayed = true")
    now = timezone.now()
    run = make_run(key, 0, state="RUNNING", finished_at=None, lease_until=now + timedelta(hours=1))
    expect(live).to_contain_text("Evergreen production: beginning.")
    for records in (120, 240):
        DownloadRun.objects.filter(pk=run.pk).update(
            progress={"what": "Reading", "records": records}
        )
        expect(live).to_contain_text(f"reading. {records} records of about 300")
    DownloadRun.objects.filter(pk=run.pk).update(
        state="COMPLETE", finished_at=timezone.now(), counts={"records": 301, "new": 11}
    )
    expect(live).to_contain_text("301 records, 11 new")
    expect(by_key).to_contain_text("11")
    expect(live).not_to_have_attribute("hx-trigger", "every 2s")
    assert page.evaluate("window.stayed")  # nobody reloaded the page


def everything(key: ApiKey) -> int:
    """Something of all there is on the pages; returns the unreadable record's id."""
    record = quarantined(make_run(key))
    author = make_user("caseworker")
    for state in (UploadState.FAILED, UploadState.NEEDS_DECISION, UploadState.UNCERTAIN):
        case = make_complaint()
        CaseworkNote.enter(case.pk, author, text="Called the pharmacy about the claim.")
        CaseworkUpload.objects.filter(complaint=case).update(state=state)
        alert_raise(
            SyncAlert.Kind.RESOLUTION_AT_RISK,
            "Not accepted, due today.",
            contract="H1234",
            complaint_id=case.pk,
        )
    return record.pk


def test_axe_finds_nothing_and_nothing_is_cut_off(page, key):
    record = everything(key)
    open_sync(page)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for address in ("", "downloads/", "unreadable/", f"unreadable/{record}/", "uploads/"):
            page.goto(f"/sync/{address}")
            assert (address, axe(page)) == (address, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_alone_answers_a_question_in_the_queue(page, key):
    everything(key)
    open_sync(page)
    page.get_by_role("link", name="Needs your answer").focus()
    page.keyboard.press("Enter")
    page.locator("summary", has_text="Act on it").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Yes, it is there").press("Enter")
    expect(page.get_by_text("Written down for")).to_be_visible()
    expect(page.get_by_text("Nothing stands here.")).to_be_visible()
    assert CaseworkUpload.objects.filter(state=UploadState.CONFIRMED).count() == 1
