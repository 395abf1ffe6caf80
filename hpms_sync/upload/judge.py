"""Settles uploads by what downloads show: CONFIRMED, back to the queue, or a question to a person."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from complaints.models import CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from complaints.services.case import case_refresh
from hpms_sync.download.coverage import covers
from hpms_sync.models import DownloadRun
from hpms_sync.upload.attempts import verdicts_on
from hpms_sync.upload.evidence import Verdict
from hpms_sync.upload.not_taken import agent_data_check

ABSENCES_TO_RESEND = 2
# So long HPMS may show an older state than it had shown before; then a person looks.
OUTDATED_FOR = timedelta(days=1)
# So long may no download ask for the complaint; then a person looks.
UNASKED_FOR = timedelta(days=1)
# Sent, and no word of HPMS: a row in a file waits for a person to say what became of the file, and is
# judged only where a download shows that HPMS has it.
_UNANSWERED = (UploadState.UNCERTAIN, UploadState.EXPORTED)


def uploads_judge(run: DownloadRun, seen: set[str]) -> None:
    """Judges every row without an answer this complete run speaks about. `seen`: ids of complaints that
    were in it, readable (of those with something to judge)."""
    asked = Q(state=UploadState.UNCERTAIN) | Q(state=UploadState.EXPORTED, complaint__in=seen)
    rows = CaseworkUpload.objects.filter(asked, complaint__contract__in=run.contracts)
    for row in rows.only("complaint_id"):
        with transaction.atomic():
            _judge(row, run, seen)
            case_refresh([row.complaint_id])


def unjudged_ask() -> None:
    """Asks a person about rows without an answer whose complaint no download has asked for in a day: no
    key serves it any more, or downloads fail. Else nothing would ever settle them."""
    since = timezone.now() - UNASKED_FOR
    rows = CaseworkUpload.objects.filter(state=UploadState.UNCERTAIN, deadline__lt=since)
    waiting = list(rows.select_related("complaint").defer("payload", "baseline_notes"))
    if not waiting:
        return
    runs = DownloadRun.objects.filter(state=DownloadRun.State.COMPLETE, started_at__gt=since)
    asked = list(runs.only("covered_contracts", "open_from", "resolved_from"))
    for row in waiting:
        if not any(covers(run, row.complaint) for run in asked):
            with transaction.atomic():
                locked = _locked(row)
                if locked.state == UploadState.UNCERTAIN:
                    _ask(locked, "No download has asked for the complaint in a day.")
                    case_refresh([row.complaint_id])


def _locked(row: CaseworkUpload) -> CaseworkUpload:
    Complaint.objects.select_for_update().get(pk=row.complaint_id)  # first, as everywhere
    rows = CaseworkUpload.objects.select_for_update(of=("self",)).select_related("complaint")
    return rows.get(pk=row.pk)


def _ask(row: CaseworkUpload, why: str) -> None:
    row.state = UploadState.NEEDS_DECISION
    row.save(update_fields=["state"])
    row.tell(f"{why} Look in HPMS and answer here.")


def _judge(row: CaseworkUpload, run: DownloadRun, seen: set[str]) -> None:
    row = _locked(row)
    shown = row.complaint_id in seen
    if row.state not in _UNANSWERED or not (shown or covers(run, row.complaint)):
        return
    evident = shown and row.baseline_as_of is not None
    answer = verdicts_on([row])[row.pk] if evident else Verdict.UNDECIDABLE
    if answer is Verdict.FOUND:
        settle(row, UploadState.CONFIRMED, "Found in a later download: HPMS has it.")
        agent_data_check([row])
    elif row.state == UploadState.EXPORTED:
        return
    elif run.source == DownloadRun.Source.FILE:
        return  # how old a file is, only a person says: it can show a note, never that one is missing
    elif run.started_at < settled_from(_sent(row)) or _newer_here(row, run):
        return
    elif answer is Verdict.OUTDATED and run.started_at < _sent(row) + OUTDATED_FOR:
        return  # the next one may be up to date
    elif answer in (Verdict.UNDECIDABLE, Verdict.OUTDATED):
        _ask(row, "The downloads cannot tell whether HPMS has it.")
    else:
        _absent(row)


def _newer_here(row: CaseworkUpload, run: DownloadRun) -> bool:
    """Whether our copy may be that of a download begun later, which then judges for itself: what one of
    them lacks must not count for both."""
    later = DownloadRun.objects.filter(
        state=DownloadRun.State.COMPLETE,
        started_at__gt=run.started_at,
        covered_contracts__contains=[row.complaint.contract_id],
    )
    return row.complaint.seen_as_of > run.started_at or later.exists()


def _sent(row: CaseworkUpload) -> datetime:
    """From then on nothing of the attempt leaves any more."""
    return row.deadline or row.attempted_at or row.created_at


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
