"""Accepted uploads against what downloads show: CONFIRMED, or a closing that did not stick."""

from datetime import timedelta

from django.db import transaction

from complaints.models import CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from complaints.services.case import case_refresh
from hpms_sync.models import DownloadRun
from hpms_sync.upload.evidence import Verdict
from hpms_sync.upload.judge import settle, settled_from, verdict_on

LATELY = timedelta(days=2)
# So many downloads may still show a complaint open that HPMS had accepted as resolved.
OPEN_SIGHTINGS = 2


def uploads_confirm(complaint_ids: list[str]) -> None:
    """Marks accepted rows CONFIRMED that the just applied download shows (decision: RESOLUTION_DATE wins)."""
    rows = CaseworkUpload.objects.select_for_update(of=("self",)).filter(
        complaint__in=complaint_ids, state=UploadState.ACCEPTED
    )
    for row in rows.select_related("complaint"):
        shown = row.complaint.resolution_date if row.resolves else None
        if shown or (not row.resolves and verdict_on(row) is Verdict.FOUND):
            words = f" with resolution date {shown:%m/%d/%Y}" if shown else ""
            settle(row, UploadState.CONFIRMED, f"Seen in a download{words}.")


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
    """Takes back closings that HPMS accepted and two later downloads do not show: the complaint is open
    and its clock runs. `seen` as in uploads_judge."""
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
    accepted = row.accepted_at or row.created_at
    young = run.started_at < settled_from(accepted)
    if young or complaint.resolution_date or row.state != UploadState.ACCEPTED:
        return
    row.absences += 1
    row.save(update_fields=["absences"])
    if row.absences >= OPEN_SIGHTINGS and row.resolution:
        row.resolution.withdraw()
        said = "HPMS accepted it, but two later downloads show the complaint open. Resolve again."
        settle(row, UploadState.FAILED, said)
