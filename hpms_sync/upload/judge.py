"""Settles uploads by what downloads show: CONFIRMED, back to the queue, or a question to a person."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from complaints.models import CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from complaints.services.case import case_refresh
from hpms_sync.models import DownloadRun
from hpms_sync.upload.evidence import Attempt, Shown, Verdict, verdict

ABSENCES_TO_RESEND = 2
_ANSWERED = (UploadState.ACCEPTED, UploadState.CONFIRMED)


def uploads_confirm(complaint_ids: list[str]) -> None:
    """Marks accepted rows CONFIRMED that the just applied download shows (decision: RESOLUTION_DATE wins)."""
    rows = CaseworkUpload.objects.select_for_update(of=("self",)).filter(
        complaint__in=complaint_ids, state=UploadState.ACCEPTED
    )
    for row in rows.select_related("complaint"):
        shown = row.complaint.resolution_date if row.resolves else None
        if shown or (not row.resolves and _verdict(row) is Verdict.FOUND):
            words = f" with resolution date {shown:%m/%d/%Y}" if shown else ""
            _settle(row, UploadState.CONFIRMED, f"Seen in a download{words}.")


def uploads_judge(run: DownloadRun, seen: set[str]) -> None:
    """Judges every UNCERTAIN row this complete run speaks about. `seen`: ids of UNCERTAIN rows' complaints
    that were in it."""
    rows = CaseworkUpload.objects.filter(
        state=UploadState.UNCERTAIN,
        complaint__contract__in=run.covered_contracts,
        attempted_at__lt=run.started_at,
    )
    for row in rows:
        with transaction.atomic():
            _judge(row.pk, run, seen)
        case_refresh([row.complaint_id])


def _judge(pk: int, run: DownloadRun, seen: set[str]) -> None:
    row = CaseworkUpload.objects.select_for_update().select_related("complaint").get(pk=pk)
    if row.state != UploadState.UNCERTAIN or not _covers(run, row.complaint):
        return
    answer = _verdict(row) if row.complaint_id in seen else Verdict.UNDECIDABLE
    if answer is Verdict.FOUND:
        _settle(row, UploadState.CONFIRMED, "Found in a later download: HPMS has it.")
    elif run.started_at < _settled(row):
        return
    elif answer is Verdict.UNDECIDABLE or row.baseline_as_of is None:
        row.state = UploadState.NEEDS_DECISION
        row.save(update_fields=["state"])
        row.tell("The downloads cannot tell whether HPMS has it. Look in HPMS and answer here.")
    else:
        _absent(row)


def _absent(row: CaseworkUpload) -> None:
    row.absences += 1
    if row.absences < ABSENCES_TO_RESEND:
        row.save(update_fields=["absences"])
        row.tell("Not in a later download. It goes again when a second one lacks it too.")
        return
    row.state, row.absences = UploadState.QUEUED, 0
    row.save(update_fields=["state", "absences"])
    row.tell("Two later downloads lack it: HPMS never got it. Waiting to be sent again.")


def _settle(row: CaseworkUpload, state: UploadState, message: str) -> None:
    row.state, row.settled_at = state, timezone.now()
    row.save(update_fields=["state", "settled_at"])
    row.tell(message)


def _settled(row: CaseworkUpload) -> datetime:
    """From then on a download's request is surely younger than anything HPMS may still be working on."""
    deadline = row.deadline or row.attempted_at or row.created_at
    return deadline + timedelta(seconds=settings.HPMS_SETTLE_SECONDS)


def _covers(run: DownloadRun, complaint: Complaint) -> bool:
    """Whether the run surely asked for this complaint (architecture: covering download)."""
    oldest = min(complaint.received_date, complaint.assignment_date or complaint.received_date)
    since = run.open_from if complaint.resolution_date is None else run.resolved_from
    return complaint.contract_id in run.covered_contracts and since <= oldest


def _verdict(row: CaseworkUpload) -> Verdict:
    complaint = row.complaint
    since, about = _other_texts(row)
    return verdict(
        Attempt(
            text=row.payload["caseworkNotes"],
            resolves=row.resolves,
            baseline_notes=row.baseline_notes,
            baseline_resolution_date=row.baseline_resolution_date,
            accepted_since=since,
            accepted_about=about,
        ),
        Shown(
            notes=complaint.plan_casework_notes,
            resolution_date=complaint.resolution_date,
            resolution_summary=complaint.resolution_summary,
        ),
    )


def _other_texts(row: CaseworkUpload) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Our other notes on the complaint accepted after the baseline, and those accepted about then."""
    if row.baseline_as_of is None:
        return (), ()
    about_from = row.baseline_as_of - timedelta(seconds=settings.HPMS_SETTLE_SECONDS)
    others = CaseworkUpload.objects.filter(
        complaint=row.complaint_id, state__in=_ANSWERED, accepted_at__gte=about_from
    ).exclude(pk=row.pk)
    since: list[str] = []
    about: list[str] = []
    for other in others:
        newer = other.accepted_at and other.accepted_at >= row.baseline_as_of
        (since if newer else about).append(other.payload["caseworkNotes"])
    return tuple(since), tuple(about)
