"""Settles uploads by what downloads show: CONFIRMED, back to the queue, or a question to a person."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone

from complaints.models import CaseworkUpload, Complaint, UploadEvent
from complaints.models.choices import UploadState
from complaints.services.case import case_refresh
from hpms_sync.download.coverage import covers
from hpms_sync.models import DownloadRun
from hpms_sync.upload.evidence import Attempt, Shown, Verdict, verdict

ABSENCES_TO_RESEND = 2
_ANSWERED = (UploadState.ACCEPTED, UploadState.CONFIRMED)
# In a row's story: settled by a person's word, not by a download.
_ASKED = UploadState.NEEDS_DECISION


def uploads_judge(run: DownloadRun, seen: set[str]) -> None:
    """Judges every UNCERTAIN row this complete run speaks about. `seen`: ids of complaints that were in
    it, readable (of those with something to judge)."""
    rows = CaseworkUpload.objects.filter(
        state=UploadState.UNCERTAIN, complaint__contract__in=run.contracts
    )
    for row in rows:
        with transaction.atomic():
            _judge(row, run, seen)
            case_refresh([row.complaint_id])


def _judge(row: CaseworkUpload, run: DownloadRun, seen: set[str]) -> None:
    # Before its uploads, as everywhere.
    Complaint.objects.select_for_update().get(pk=row.complaint_id)
    locked = CaseworkUpload.objects.select_for_update(of=("self",)).select_related("complaint")
    row = locked.get(pk=row.pk)
    shown = row.complaint_id in seen
    if row.state != UploadState.UNCERTAIN or not (shown or covers(run, row.complaint)):
        return
    evident = shown and row.baseline_as_of is not None
    answer = verdict_on(row) if evident else Verdict.UNDECIDABLE
    if answer is Verdict.FOUND:
        settle(row, UploadState.CONFIRMED, "Found in a later download: HPMS has it.")
    elif run.source == DownloadRun.Source.FILE:
        return  # how old a file is, only a person says: it can show a note, never that one is missing
    elif run.started_at < settled_from(row.deadline or row.attempted_at or row.created_at):
        return
    elif answer is Verdict.UNDECIDABLE:
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


def settle(row: CaseworkUpload, state: UploadState, message: str) -> None:
    row.state, row.settled_at = state, timezone.now()
    row.save(update_fields=["state", "settled_at"])
    row.tell(message)


def settled_from(moment: datetime) -> datetime:
    """From then on a download's request is surely younger than anything HPMS was working on at `moment`."""
    return moment + timedelta(seconds=settings.HPMS_SETTLE_SECONDS)


def verdict_on(row: CaseworkUpload) -> Verdict:
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
    """Our other notes on the complaint that the baseline surely lacks, and those it may hold or lack.

    What a download had confirmed before the attempt is in the baseline."""
    if row.baseline_as_of is None or row.attempted_at is None:
        return (), ()
    asked = Exists(UploadEvent.objects.filter(upload=OuterRef("pk"), state=_ASKED))
    others = CaseworkUpload.objects.filter(complaint=row.complaint_id, state__in=_ANSWERED)
    written = _baseline_written(row)
    about_from = row.baseline_as_of - timedelta(seconds=settings.HPMS_SETTLE_SECONDS)
    since: list[str] = []
    about: list[str] = []
    for other in others.exclude(pk=row.pk).annotate(by_word=asked):
        settled = other.settled_at or other.created_at
        if other.by_word:
            if settled >= about_from:
                about.append(other.payload["caseworkNotes"])
        elif other.state != UploadState.CONFIRMED or settled > row.attempted_at:
            surely = other.attempted_at and other.attempted_at >= written
            (since if surely else about).append(other.payload["caseworkNotes"])
    return tuple(since), tuple(about)


def _baseline_written(row: CaseworkUpload) -> datetime:
    """When the last download ended that may have written the baseline: what was sent later is not in it."""
    before = DownloadRun.objects.filter(
        contracts__contains=[row.complaint.contract_id], started_at__lt=row.attempted_at
    )
    ended = before.aggregate(last=Max(Coalesce("finished_at", timezone.now())))["last"]
    return ended or row.complaint.seen_as_of
