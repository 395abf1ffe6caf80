"""Claims rows of the outbox: only the head of a complaint's line, one in flight per complaint."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from complaints import sop
from complaints.models import CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from complaints.models.outbox import UNSETTLED
from complaints.selectors.facts import facts_for
from complaints.services.case import case_refresh
from hpms_sync.download.coverage import runs_covering
from hpms_sync.models import ApiKey, QuarantinedRecord

# The review flag of a copy whose notes a download left out.
NOTES_FLAG = "DL.PLAN_CASEWORK_NOTES"


def uploads_claim(key: ApiKey, limit: int) -> list[CaseworkUpload]:
    """Marks up to `limit` heads as SENDING, with attempt id, deadline and baseline, and returns them.

    Rows a rule now forbids become BLOCKED and are left out. Commits before it returns, so that no
    transaction is open while HTTP is under way. Empty when nothing waits."""
    while True:
        heads, allowed = _claim(key, limit)
        if allowed or not heads:
            return allowed


def _claim(key: ApiKey, limit: int) -> tuple[list[CaseworkUpload], list[CaseworkUpload]]:
    with transaction.atomic():
        rows = list(_heads(key)[:limit])
        # From here on no download can change or confirm anything about these complaints.
        facts = facts_for(row.complaint_id for row in rows)
        allowed = [row for row in rows if not _blocked(row, facts)]
        for row in allowed:
            _take(row)
        case_refresh({row.complaint_id for row in rows})
    return rows, allowed


def attempt_renew(row: CaseworkUpload) -> bool:
    """Gives a claimed row that has not left yet its full time again, and a baseline of now. False: it was
    given up for lost."""
    with transaction.atomic():
        row.complaint = Complaint.objects.select_for_update().get(pk=row.complaint_id)
        _begin_attempt(row)
        mine = CaseworkUpload.objects.filter(
            pk=row.pk, attempt=row.attempt, state=UploadState.SENDING
        )
        return mine.update(**{name: getattr(row, name) for name in _ATTEMPT}) == 1


def leases_expire() -> int:
    """Turns rows whose sender never came back into UNCERTAIN. Returns how many."""
    with transaction.atomic():
        lost = CaseworkUpload.objects.select_for_update(skip_locked=True).filter(
            state=UploadState.SENDING, deadline__lt=timezone.now()
        )
        for row in (rows := list(lost)):
            row.state = UploadState.UNCERTAIN
            row.save(update_fields=["state"])
            row.tell(
                "The sender went away before HPMS's answer was read. Later downloads will tell."
            )
    case_refresh({row.complaint_id for row in rows})
    return len(rows)


def _heads(key: ApiKey) -> QuerySet[CaseworkUpload]:
    """Locks the head of each line together with its complaint, so that the baseline is one moment's
    truth. Everybody else locks a complaint before its uploads; this may take both at once because it
    skips what is locked and so never waits for anybody. What it skips is sent the next time."""
    now = timezone.now()
    ahead = CaseworkUpload.objects.filter(
        Q(place__lt=OuterRef("place")) | Q(place=OuterRef("place"), pk__lt=OuterRef("pk")),
        complaint=OuterRef("complaint"),
        state__in=UNSETTLED,
    )
    return (
        CaseworkUpload.objects.select_for_update(skip_locked=True, of=("self", "complaint"))
        .filter(state=UploadState.QUEUED, complaint__contract__api_keys=key)
        .filter(Q(not_before=None) | Q(not_before__lte=now))
        .exclude(Exists(ahead))
        .select_related("complaint", "note", "resolution")
        .order_by(F("due_on").asc(nulls_last=True), "created_at", "pk")
    )


def _blocked(row: CaseworkUpload, facts: dict[str, sop.CaseFacts]) -> bool:
    """Asks the SOP again: a download may have changed the case since the note was written."""
    in_hand = row.record.facts(facts[row.complaint_id])
    found = sop.evaluate(in_hand, sop.Action.UPLOAD_SEND)
    if not found:
        return False
    row.state = UploadState.BLOCKED
    row.save(update_fields=["state"])
    row.tell(" ".join(f"{finding.message} ({finding.rule})" for finding in found))
    if row.resolution:
        row.resolution.withdraw()
    return True


# What each attempt begins with anew.
_ATTEMPT = (
    "attempted_at",
    "deadline",
    "baseline_notes",
    "baseline_resolution_date",
    "baseline_as_of",
)


def _take(row: CaseworkUpload) -> None:
    row.state = UploadState.SENDING
    row.attempt = uuid.uuid4()
    row.tries += 1
    row.absences = 0
    _begin_attempt(row)
    row.save(update_fields=["state", "attempt", "tries", "absences", *_ATTEMPT])


def _begin_attempt(row: CaseworkUpload) -> None:
    """Time and baseline of an attempt. `row.complaint` is locked, so both belong to one moment."""
    now = timezone.now()
    row.attempted_at, row.deadline = now, now + attempt_time()
    row.baseline_notes = row.complaint.plan_casework_notes
    row.baseline_resolution_date = row.complaint.resolution_date
    row.baseline_as_of = _baseline_as_of(row.complaint)


def attempt_time() -> timedelta:
    """By then an attempt has been answered or its sender is gone. A clear answer that comes even later
    still counts, and the settle time keeps evidence well away from both."""
    one = settings.HPMS_CONNECT_SECONDS + settings.HPMS_READ_SECONDS
    return timedelta(seconds=2 * one + 30 * settings.HPMS_RETRIES)


def _baseline_as_of(complaint: Complaint) -> datetime | None:
    """When our copy was last known to be true; None where the last record lacked the notes."""
    if NOTES_FLAG in complaint.review_flags:
        return None
    unread = QuarantinedRecord.objects.filter(complaint_id=complaint.pk, settled_at=None)
    if unread.exists():
        return complaint.seen_as_of
    newest = runs_covering(complaint).aggregate(at=Max("started_at"))["at"]
    return max(filter(None, [newest, complaint.seen_as_of]))
