"""Resolutions that HPMS has not accepted late on their due date: the supervisor is alerted."""

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from complaints.models.outbox import UNSETTLED
from hpms_sync.alerts import complaint_alert_raise, complaint_alerts_end
from hpms_sync.models import SyncAlert

# On the contract's clock: two hours are left to enter it in HPMS by hand.
FROM = time(22)
_KIND = SyncAlert.Kind.RESOLUTION_AT_RISK
_A_DAY = timedelta(days=1)
_LOOK = "Look at its upload; if HPMS does not take it in time, resolve it in HPMS by hand."
_DO = {
    UploadState.NEEDS_DECISION: "Look in HPMS and answer the question on the complaint.",
    UploadState.UNCERTAIN: "Look in HPMS whether it is resolved there.",
    UploadState.EXPORTED: "Upload the file to HPMS and enter what it answered.",
    UploadState.FAILED: "Read HPMS's refusal on the complaint and resolve it again.",
    UploadState.BLOCKED: "Read on the complaint what stands against it and resolve it again.",
}


def resolutions_at_risk(now: datetime | None = None) -> int:
    """Alerts of each resolution that HPMS has not accepted by 10 PM of its due date, and ends the alerts of
    those that need none any more: accepted, withdrawn, or the complaint is resolved in HPMS. Returns how
    many are at risk. Doing it again changes nothing."""
    at_risk = {row.complaint_id: row for row in _at_risk(now or timezone.now())}
    for row in at_risk.values():
        complaint_alert_raise(_KIND, _words(row), row.complaint)
    open_ones = SyncAlert.objects.filter(kind=_KIND, ended_at=None)
    over = open_ones.exclude(complaint_id__in=at_risk)
    complaint_alerts_end(_KIND, over.values_list("complaint_id", flat=True))
    return len(at_risk)


def at_risk_no_more(complaint_ids: Collection[str]) -> None:
    """HPMS has accepted the resolutions of these complaints."""
    complaint_alerts_end(_KIND, complaint_ids)


def _at_risk(now: datetime) -> Iterator[CaseworkUpload]:
    """One row for each complaint: the resolution last made."""
    rows = CaseworkUpload.objects.filter(
        state__in=UNSETTLED,
        resolution__isnull=False,
        complaint__resolution_date=None,
        # Nowhere is it later than a day ahead of UTC's date.
        complaint__due_on__lte=(now + _A_DAY).date(),
    )
    told = rows.select_related("complaint__contract").defer("payload", "baseline_notes")
    for row in told.order_by("place", "pk"):
        here = now.astimezone(ZoneInfo(row.complaint.contract.zone))
        due = row.complaint.due_on
        assert due is not None, "filtered"
        if (here.date(), here.time()) >= (due, FROM):
            yield row


def _words(row: CaseworkUpload) -> str:
    state = UploadState(row.state)
    return (
        f"HPMS has not accepted the resolution of {row.complaint_id}, due {row.complaint.due_on:%m/%d/%Y}: "
        f"{state.label.lower()}. {_DO.get(state, _LOOK)}"
    )
