"""Accepted uploads against what downloads show: CONFIRMED, or a closing that did not stick."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from complaints.models import CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from complaints.services.case import case_refresh
from complaints.services.uploads import resolution_reinstate
from hpms_sync.models import DownloadRun
from hpms_sync.upload.evidence import Verdict
from hpms_sync.upload.judge import settle, settled_from, verdict_on

LATELY = timedelta(days=2)
# Two downloads this far apart must show a complaint open that HPMS had accepted as resolved.
APART = timedelta(hours=6)
# Once accepted, then taken back because downloads showed the complaint open: HPMS may only have been slow.
_TAKEN_BACK = Q(state=UploadState.WITHDRAWN, resolution__isnull=False, accepted_at__isnull=False)


def uploads_confirm(complaint_ids: list[str]) -> None:
    """Marks accepted rows CONFIRMED that the just applied download shows (decision: RESOLUTION_DATE wins),
    and closings that were taken back and show after all, by date and summary."""
    rows = CaseworkUpload.objects.select_for_update(of=("self",)).filter(
        Q(state=UploadState.ACCEPTED) | _TAKEN_BACK, complaint__in=complaint_ids
    )
    for row in rows.select_related("complaint", "resolution"):
        if _shown(row):
            date = row.complaint.resolution_date if row.resolves else None
            words = f" with resolution date {date:%m/%d/%Y}" if date else ""
            if row.state == UploadState.WITHDRAWN and row.resolution:
                resolution_reinstate(row.resolution)
            settle(row, UploadState.CONFIRMED, f"Seen in a download{words}.")


def _shown(row: CaseworkUpload) -> bool:
    if row.resolves and row.complaint.resolution_date is None:
        return False
    if row.resolves and row.state == UploadState.ACCEPTED:
        return True
    return verdict_on(row) is Verdict.FOUND


def lately_accepted_confirm(run: DownloadRun) -> None:
    """Rows accepted while a download that already showed them was being applied: nothing changes in
    HPMS afterwards, so that no changed complaint would bring them up again."""
    rows = CaseworkUpload.objects.filter(
        state=UploadState.ACCEPTED,
        accepted_at__gte=run.started_at - LATELY,
        complaint__contract__in=run.contracts,
    )
    ids = list(rows.order_by().values_list("complaint_id", flat=True).distinct())
    with transaction.atomic():
        list(Complaint.objects.filter(pk__in=ids).order_by("pk").select_for_update())
        uploads_confirm(ids)
        case_refresh(ids)


def closings_check(run: DownloadRun, seen: set[str]) -> None:
    """Takes back closings that HPMS accepted and two later downloads, hours apart, do not show: the
    complaint is open and its clock runs. `seen` as in uploads_judge: each is a sighting, whatever else
    the run covers."""
    rows = CaseworkUpload.objects.filter(
        state=UploadState.ACCEPTED, resolution__isnull=False, complaint__in=seen
    )
    for row in rows:
        with transaction.atomic():
            _check(row, run)
            case_refresh([row.complaint_id])


def _check(row: CaseworkUpload, run: DownloadRun) -> None:
    complaint = Complaint.objects.select_for_update().get(pk=row.complaint_id)
    row = CaseworkUpload.objects.select_for_update(of=("self",)).get(pk=row.pk)
    young = run.started_at < settled_from(row.accepted_at or row.created_at)
    if young or complaint.resolution_date or row.state != UploadState.ACCEPTED:
        return
    if not row.absences:
        row.absences = 1
        row.save(update_fields=["absences"])
        row.tell("A later download still shows the complaint open.")
    elif row.resolution and run.started_at >= _sighted_open(row) + APART:
        row.resolution.withdraw()
        # Withdrawn, not refused: nothing is left to mend, and what waits behind it goes on.
        row.withdraw(
            "HPMS accepted it, but two later downloads, hours apart, show the complaint open. "
            "Resolve again."
        )


def _sighted_open(row: CaseworkUpload) -> datetime:
    """When a download first showed the complaint open: the last thing told of an accepted row."""
    return row.events.filter(state=UploadState.ACCEPTED).latest("pk").at
