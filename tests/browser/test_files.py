"""Files in a real browser: a plan download is looked at and applied; an upload file is made, downloaded
and answered."""

from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from complaints.models import CaseworkNote, CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from hpms_sync.files.tasks import plan_file_take_in
from tests.browser.axe import axe
from tests.factories import PASSWORD, make_complaint, make_user
from tests.files.plan_file import CASES, line, plan_file, record

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = "hpms_sync.files.import_views.plan_file_take_in.delay"


@pytest.fixture
def desk(live_server, page: Page) -> Page:
    """Sam the supervisor, signed in."""
    make_user("supervisor", ["H1234", "S5678"])
    page.goto("/sign-in/")
    page.get_by_label("User name").fill("sam")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def test_a_plan_download_is_looked_at_and_then_applied(desk: Page, tmp_path: Path):
    known = make_complaint(CASES[0], seen_as_of=timezone.now() - timedelta(days=1))
    cut = "\t".join(line(record(CASES[3])).split("\t")[:31])
    file = tmp_path / "H1234 download.txt"
    file.write_bytes(plan_file(record(known.pk), record(CASES[1]), record(CASES[2]), cut))
    desk.goto("/sync/files/import/")
    desk.get_by_label("Plan download").set_input_files(file)
    expect(desk.get_by_label("Downloaded from HPMS")).not_to_have_value("")
    assert not axe(desk)
    desk.get_by_role("button", name="Look at it").press("Enter")
    expect(desk.get_by_role("heading", name="H1234 download.txt")).to_be_visible()
    expect(desk.get_by_text("It has 31 fields where the headings name 42")).to_be_visible()
    assert not axe(desk)
    assert Complaint.objects.count() == 1
    with patch(PLACE, lambda *words: plan_file_take_in(*words)):
        desk.get_by_role("button", name="Apply it").click()
        expect(desk.get_by_text("2 new, 1 changed")).to_be_visible()
    assert Complaint.objects.count() == 3


def test_an_upload_file_is_made_downloaded_and_answered(desk: Page):
    casey = make_user()
    texts = ("Called the member. She’s out until 5.", "Refunded the second payment.")
    for text in texts:
        CaseworkNote.enter(make_complaint().pk, casey, text=text)
    desk.goto("/sync/files/export/")
    expect(desk.get_by_text("Called the member. She's out until 5.")).to_be_visible()
    assert not axe(desk)
    desk.get_by_role("button", name="Make the file, 2 lines").click()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Download the file").click()
    assert download.value.suggested_filename.endswith(".TXT")
    assert Path(download.value.path()).read_bytes().count(b"\r\n") == 2
    answer = desk.get_by_label("HPMS answered to line 1")
    message = desk.get_by_label("Another message to line 1")
    expect(message).to_be_hidden()
    answer.select_option(label="Another message")
    message.fill("Case is closed.")
    assert not axe(desk)
    desk.get_by_role("button", name="Save the answers").click()
    expect(desk.get_by_text("1 of 1 answers written down.")).to_be_visible()
    desk.get_by_role("button", name="HPMS saved the other 1 line").click()
    expect(desk.get_by_role("button", name="Save the answers")).to_be_hidden()
    states = set(CaseworkUpload.objects.values_list("state", flat=True))
    assert states == {UploadState.FAILED, UploadState.ACCEPTED}
