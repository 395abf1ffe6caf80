"""What the downloads showed before an attempt: one moment's truth, and no more than they showed."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from complaints.models import CaseworkUpload, Complaint
from hpms_sync.download.run import download
from hpms_sync.upload import send
from hpms_sync.upload.claim import uploads_claim
from tests.sync.road import CASE, OTHER, Road, state

VOICEMAIL = "Left voicemail"


def elsewhere(do: Any) -> Any:
    """Done by another worker, on a connection of its own."""

    def work() -> Any:
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker:
        return worker.submit(work).result(timeout=30)


@pytest.fixture
def case(road: Road, settings: Any) -> Road:
    settings.HPMS_READ_SECONDS = 0.5
    for complaint_id in (CASE, OTHER):
        road.add(complaint_id)
    road.download()
    return road


def test_it_leaves_a_complaint_alone_while_a_download_changes_it(case: Road) -> None:
    row, other = case.note(), case.note(complaint_id=OTHER)
    with transaction.atomic():
        Complaint.objects.select_for_update().get(pk=CASE)  # as the apply does
        claimed = elsewhere(lambda: uploads_claim(case.key, 10))
    assert [one.pk for one in claimed] == [other.pk]
    assert [one.pk for one in uploads_claim(case.key, 10)] == [row.pk]


def test_it_does_not_find_a_note_that_an_apply_confirmed_at_the_same_moment(case: Road) -> None:
    first = case.note(VOICEMAIL)
    case.upload()
    second = case.note(VOICEMAIL)
    case.hpms.fault("upload", "hang", seconds=1)
    sent: list[Any] = []

    def report(what: str, count: int) -> None:
        if what == "Applying" and not sent:  # the chunk that confirmed the first has just committed
            sent.append(elsewhere(case.upload))

    download(case.key, report=report)
    assert sent == [{"UNCERTAIN": 1}]
    assert (state(first), state(second)) == ("CONFIRMED", "UNCERTAIN")
    case.pass_time(hours=7)
    case.download()
    assert (state(second), second.absences) == ("UNCERTAIN", 1)


def test_it_takes_a_new_baseline_when_a_row_goes_in_a_call_of_its_own(
    case: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch is refused, and while its rows go one by one a download confirms an identical note."""
    first = case.note(VOICEMAIL)
    case.upload()
    second, other = case.note(VOICEMAIL), case.note(complaint_id=OTHER)
    case.hpms.fault("upload", "status", status=400)
    renew, renewed = send.attempt_renew, []

    def after_a_download(*arguments: Any) -> bool:
        if not renewed:
            elsewhere(case.download)
            case.hpms.fault("upload", "hang", seconds=1, times=2)
        renewed.append(1)
        return renew(*arguments)

    monkeypatch.setattr(send, "attempt_renew", after_a_download)
    case.upload()
    assert [state(row) for row in (first, second, other)] == ["CONFIRMED", "UNCERTAIN", "UNCERTAIN"]
    assert VOICEMAIL in CaseworkUpload.objects.get(pk=second.pk).baseline_notes
    case.pass_time(hours=7)
    case.download()
    assert (state(second), second.absences) == ("UNCERTAIN", 1)


# What a run that did not show the complaint says of our copy


def claimed(case: Road) -> CaseworkUpload:
    case.note()
    (row,) = uploads_claim(case.key, 10)
    return row


def test_it_knows_its_copy_true_as_of_the_last_download_that_covers_it(case: Road) -> None:
    case.pass_time(hours=1)
    run = case.download()
    assert claimed(case).baseline_as_of == run.started_at


def test_it_does_not_count_a_download_that_could_not_read_the_complaint(case: Road) -> None:
    case.set(RECEIVED_DATE="soon")
    case.pass_time(hours=1)
    case.download()
    assert claimed(case).baseline_as_of == Complaint.objects.get(pk=CASE).seen_as_of


def test_it_does_not_count_a_download_that_did_not_ask_for_the_complaint(case: Road) -> None:
    case.pass_time(hours=1)
    full = case.download()
    case.pass_time(hours=1)
    full.refresh_from_db()
    case.download(since=timezone.localdate())
    assert claimed(case).baseline_as_of == full.started_at


def test_it_does_not_count_a_download_that_covered_nobody(case: Road) -> None:
    case.pass_time(hours=1)
    case.add("C22222222")  # an id nobody can read
    case.download()
    assert claimed(case).baseline_as_of == Complaint.objects.get(pk=CASE).seen_as_of


def test_it_finds_nothing_without_a_baseline(case: Road) -> None:
    """The notes come back after a download without them: what is in them may be old."""
    case.set(drop=("PLAN_CASEWORK_NOTES",))
    case.download()
    row = case.note(VOICEMAIL)
    case.hpms.fault("upload", "hang", seconds=1)
    case.upload()
    assert CaseworkUpload.objects.get(pk=row.pk).baseline_as_of is None
    case.set(PLAN_CASEWORK_NOTES=f"03/16/2026 10:41 AM H1234 API: {VOICEMAIL}")
    case.pass_time(hours=7)
    case.download()
    assert state(row) == "NEEDS_DECISION"
