"""Accepted uploads against what downloads show: CONFIRMED, or a closing that did not stick."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from complaints.models import CaseworkUpload, Complaint, UploadEvent
from complaints.models.choices import UploadState
from complaints.services.case import case_refresh
from complaints.services.uploads import resolution_reinstate
from hpms_sync.models import DownloadRun
from hpms_sync.upload.attempts import verdicts_on
from hpms_sync.upload.evidence import Verdict
from hpms_sync.upload.judge import settle, settled_from
from hpms_sync.upload.not_taken import agent_data_check, not_taken_follow, not_taken_in

LATELY = timedelta(days=2)
# Complaints locked together.
_CHUNK = 1_000
# Two downloads this far apart must show a complaint open that HPMS had accepted as resolved.
APART = timedelta(hours=6)
# Once accepted, then taken back because downloads showed the complaint open: HPMS may only have been slow.
_TAKEN_BACK = Q(state=UploadState.WITHDRAWN, resolution__isnull=False, accepted_at__isnull=False)


def uploads_confirm(complaint_ids: list[str]) -> set[str]:
    """Marks accepted rows CONFIRMED that the just applied download shows (decision: RESOLUTION_DATE wins),
    and closings that were taken back and show after all, by date and summary. Returns the complaints
    whose next step can move by that. The complaints are locked."""
    not_taken_follow(complaint_ids)
    moved = {row.complaint_id for row in _confirm_taken_back(complaint_ids)}
    accepted = list(_rows(complaint_ids).filter(state=UploadState.ACCEPTED))
    seen = [row for row in accepted if row.resolves and row.complaint.resolution_date]
    notes = [row for row in accepted if not row.resolves]
    verdicts = verdicts_on(notes)
    seen += [row for row in notes if verdicts[row.pk] is Verdict.FOUND]
    CaseworkUpload.objects.filter(pk__in=[row.pk for row in seen]).update(
        state=UploadState.CONFIRMED, settled_at=timezone.now()
    )
    for row in seen:
        row.state = UploadState.CONFIRMED
    UploadEvent.tell_all((row, _seen_words(row)) for row in seen)
    agent_data_check(seen)
    return moved | {row.complaint_id for row in seen if row.resolves}


def _rows(complaint_ids: list[str]) -> QuerySet[CaseworkUpload]:
    rows = CaseworkUpload.objects.select_for_update(of=("self",))
    return rows.filter(complaint__in=complaint_ids).select_related("complaint", "resolution")


def _confirm_taken_back(complaint_ids: list[str]) -> list[CaseworkUpload]:
    rows = list(_rows(complaint_ids).filter(_TAKEN_BACK, complaint__resolution_date__isnull=False))
    verdicts = verdicts_on(rows)
    back = [row for row in rows if verdicts[row.pk] is Verdict.FOUND]
    for row in back:
        if row.resolution:
            resolution_reinstate(row.resolution)
        settle(row, UploadState.CONFIRMED, _seen_words(row))
    return back


def _seen_words(row: CaseworkUpload) -> str:
    date = row.complaint.resolution_date if row.resolves else None
    return f"Seen in a download with resolution date {date:%m/%d/%Y}." if date else _SEEN


_SEEN = "Seen in a download."


def lately_accepted_confirm(run: DownloadRun) -> None:
    """Rows accepted while a download that already showed them was being applied: nothing changes in
    HPMS afterwards, so that no changed complaint would bring them up again. And agent/broker data that
    was not taken, where an administrator may have said meanwhile that its category takes none."""
    rows = CaseworkUpload.objects.filter(
        state=UploadState.ACCEPTED,
        accepted_at__gte=run.started_at - LATELY,
        complaint__contract__in=run.contracts,
    )
    found = {*rows.order_by().values_list("complaint_id", flat=True), *not_taken_in(run.contracts)}
    ids = sorted(found)
    for start in range(0, len(ids), _CHUNK):
        _confirm(ids[start : start + _CHUNK])


@transaction.atomic
def _confirm(ids: list[str]) -> None:
    locked = Complaint.objects.filter(pk__in=ids).order_by("pk").select_for_update()
    list(locked.values("pk"))
    case_refresh(uploads_confirm(ids))


def closings_check(run: DownloadRun, seen: set[str]) -> None:
    """Takes back closings that HPMS accepted and two later downloads, hours apart, do not show: the
    complaint is open and its clock runs. `seen` as in uploads_judge: each is a sighting, whatever else
    the run covers."""
    rows = CaseworkUpload.objects.filter(
        state=UploadState.ACCEPTED, resolution__isnull=False, complaint__in=seen
    )
    for row in rows:
        with transaction.atomic():
            if _taken_back(row, run):
                case_refresh([row.complaint_id])


def _taken_back(row: CaseworkUpload, run: DownloadRun) -> bool:
    complaint = Complaint.objects.select_for_update().get(pk=row.complaint_id)
    row = CaseworkUpload.objects.select_for_update(of=("self",)).get(pk=row.pk)
    young = run.started_at < settled_from(row.accepted_at or row.created_at)
    if young or complaint.resolution_date or row.state != UploadState.ACCEPTED:
        return False
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
        return True
    return False


def _sighted_open(row: CaseworkUpload) -> datetime:
    """When a download first showed the complaint open: the last thing told of an accepted row."""
    return row.events.filter(state=UploadState.ACCEPTED).latest("pk").at
