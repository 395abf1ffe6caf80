"""A resolution that HPMS has not accepted by 10 PM of its due date alerts, until it needs to no more."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from complaints.models import CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from complaints.services.uploads import upload_withdraw
from ctm_casework.accounts.models import Contract
from hpms_sync.models import SyncAlert
from hpms_sync.tasks import resolutions_at_risk as task
from hpms_sync.upload.at_risk import resolutions_at_risk
from tests.sync.road import CASE, OTHER, Road, state

AT_RISK = SyncAlert.Kind.RESOLUTION_AT_RISK


@pytest.fixture
def case(quick_road: Road) -> Road:
    quick_road.add()
    quick_road.download()
    return quick_road


@pytest.fixture
def closing(case: Road) -> CaseworkUpload:
    """A resolution that waits to be sent."""
    return case.resolve()


def on_the_due_date(hour: int, minute: int = 0, zone: str = "America/New_York") -> datetime:
    """That time of the complaint's due date on the clock of a zone."""
    due = Complaint.objects.get(pk=CASE).due_on
    assert due
    return datetime.combine(due, time(hour, minute), ZoneInfo(zone))


def at_risk() -> list[str]:
    alerts = SyncAlert.objects.filter(kind=AT_RISK, ended_at=None)
    return list(alerts.values_list("complaint_id", flat=True))


def test_it_alerts_from_10_pm_of_the_due_date(closing: CaseworkUpload) -> None:
    assert resolutions_at_risk(on_the_due_date(21, 59)) == 0
    assert at_risk() == []
    assert resolutions_at_risk(on_the_due_date(22)) == 1
    alert = SyncAlert.objects.get(kind=AT_RISK, ended_at=None)
    assert (alert.contract_id, alert.complaint_id) == ("H1234", CASE)
    assert f"has not accepted the resolution of {CASE}" in alert.words
    assert "waiting to be sent" in alert.words


def test_it_still_alerts_on_the_days_after(closing: CaseworkUpload) -> None:
    assert resolutions_at_risk(on_the_due_date(6) + timedelta(days=1)) == 1


def test_it_reads_the_clock_of_the_contract(closing: CaseworkUpload) -> None:
    Contract.objects.filter(pk="H1234").update(time_zone="Pacific/Honolulu")
    assert resolutions_at_risk(on_the_due_date(23, 30)) == 0
    assert resolutions_at_risk(on_the_due_date(22, 0, "Pacific/Honolulu")) == 1
    Contract.objects.filter(pk="H1234").update(time_zone="Pacific/Kiritimati")
    assert resolutions_at_risk(on_the_due_date(22, 0, "Pacific/Kiritimati")) == 1


def test_it_alerts_once_however_often_it_looks(closing: CaseworkUpload) -> None:
    for minute in (0, 5, 10):
        resolutions_at_risk(on_the_due_date(22, minute))
    assert SyncAlert.objects.filter(kind=AT_RISK).count() == 1


def test_it_names_nobody(closing: CaseworkUpload) -> None:
    resolutions_at_risk(on_the_due_date(22))
    words = SyncAlert.objects.get(kind=AT_RISK).words
    assert "Delores" not in words
    assert "Whitaker" not in words


@pytest.mark.parametrize(
    ("stands", "says"),
    [
        (UploadState.SENDING, "being sent"),
        (UploadState.UNCERTAIN, "Look in HPMS whether it is resolved"),
        (UploadState.NEEDS_DECISION, "answer the question"),
        (UploadState.FAILED, "resolve it again"),
        (UploadState.BLOCKED, "what stands against it"),
        (UploadState.EXPORTED, "Upload the file"),
    ],
)
def test_it_says_what_to_do_wherever_the_resolution_is_stuck(
    closing: CaseworkUpload, stands: UploadState, says: str
) -> None:
    CaseworkUpload.objects.filter(pk=closing.pk).update(state=stands)
    resolutions_at_risk(on_the_due_date(22))
    assert says in SyncAlert.objects.get(kind=AT_RISK).words


def test_it_does_not_alert_of_a_note_or_of_a_complaint_nobody_resolved(case: Road) -> None:
    case.note()
    assert resolutions_at_risk(on_the_due_date(23)) == 0


def test_it_does_not_alert_of_what_hpms_has_accepted(case: Road, closing: CaseworkUpload) -> None:
    case.upload()
    assert resolutions_at_risk(on_the_due_date(23)) == 0


def test_it_ends_as_soon_as_hpms_accepts(case: Road, closing: CaseworkUpload) -> None:
    resolutions_at_risk(on_the_due_date(22))
    case.upload()
    assert state(closing) == "ACCEPTED"
    assert at_risk() == []


def test_it_ends_when_a_download_shows_the_complaint_resolved(
    case: Road, closing: CaseworkUpload
) -> None:
    resolutions_at_risk(on_the_due_date(22))
    evening = on_the_due_date(23)
    case.hpms.cms("resolve", CASE)
    case.download()
    resolutions_at_risk(evening)
    assert at_risk() == []


def test_it_ends_when_the_resolution_is_taken_back(case: Road, closing: CaseworkUpload) -> None:
    CaseworkUpload.objects.filter(pk=closing.pk).update(state=UploadState.FAILED)
    resolutions_at_risk(on_the_due_date(22))
    upload_withdraw(closing, case.casey())
    resolutions_at_risk(on_the_due_date(23))
    assert at_risk() == []


def test_it_ends_one_complaints_alert_and_leaves_the_others(
    case: Road, closing: CaseworkUpload
) -> None:
    case.add(OTHER)
    case.download()
    case.resolve(OTHER)
    assert resolutions_at_risk(on_the_due_date(22)) == 2
    CaseworkUpload.objects.filter(pk=closing.pk).update(state=UploadState.ACCEPTED)
    assert resolutions_at_risk(on_the_due_date(22)) == 1
    assert at_risk() == [OTHER]


def test_it_follows_a_complaint_that_moves_to_another_contract(
    case: Road, closing: CaseworkUpload
) -> None:
    resolutions_at_risk(on_the_due_date(22))
    case.hpms.cms("reassign", CASE, contract="H5678")
    case.download()
    CaseworkUpload.objects.filter(pk=closing.pk).update(state=UploadState.NEEDS_DECISION)
    assert resolutions_at_risk(on_the_due_date(22)) == 1
    alert = SyncAlert.objects.get(kind=AT_RISK, ended_at=None)
    assert (alert.contract_id, alert.complaint_id) == ("H5678", CASE)
    CaseworkUpload.objects.filter(pk=closing.pk).update(state=UploadState.ACCEPTED)
    resolutions_at_risk(on_the_due_date(22))
    assert at_risk() == []


def test_it_is_looked_after_by_the_schedule(settings: Any, closing: CaseworkUpload) -> None:
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "hpms_sync.tasks.resolutions_at_risk" in scheduled
    Complaint.objects.filter(pk=CASE).update(due_on=on_the_due_date(0).date() - timedelta(days=90))
    task()
    assert at_risk() == [CASE]
