"""Claims rows of the outbox: only the head of a complaint's line, one in flight per complaint."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from complaints import sop
from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from complaints.models.outbox import UNSETTLED
from complaints.selectors.facts import facts_for
from complaints.services.case import case_refresh
from hpms_sync.models import ApiKey, DownloadRun


def uploads_claim(key: ApiKey, limit: int) -> list[CaseworkUpload]:
    """Marks up to `limit` heads as SENDING, with attempt id, deadline and baseline, and returns them.

    Rows a rule now forbids become BLOCKED and are left out. Commits before it returns, so that no
    transaction is open while HTTP is under way. Empty when nothing waits."""
    while True:
        heads, allowed = _claim(key, limit)
        # Only now: everybody locks a complaint before its uploads, never the other way round.
        case_refresh({row.complaint_id for row in heads})
        if allowed or not heads:
            return allowed


def _claim(key: ApiKey, limit: int) -> tuple[list[CaseworkUpload], list[CaseworkUpload]]:
    with transaction.atomic():
        rows = list(_heads(key)[:limit])
        facts = facts_for(row.complaint_id for row in rows)
        allowed = [row for row in rows if not _blocked(row, facts)]
        as_of = _baseline_as_of(key)
        for row in allowed:
            _take(row, as_of)
    return rows, allowed


def attempt_renew(row: CaseworkUpload) -> bool:
    """Gives a claimed row that has not left yet its full time again. False: it was given up for lost."""
    now = timezone.now()
    row.attempted_at, row.deadline = now, now + attempt_time()
    mine = CaseworkUpload.objects.filter(pk=row.pk, attempt=row.attempt, state=UploadState.SENDING)
    return mine.update(attempted_at=row.attempted_at, deadline=row.deadline) == 1


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
    now = timezone.now()
    ahead = CaseworkUpload.objects.filter(
        Q(place__lt=OuterRef("place")) | Q(place=OuterRef("place"), pk__lt=OuterRef("pk")),
        complaint=OuterRef("complaint"),
        state__in=UNSETTLED,
    )
    return (
        CaseworkUpload.objects.select_for_update(skip_locked=True, of=("self",))
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


def _take(row: CaseworkUpload, as_of: datetime | None) -> None:
    now = timezone.now()
    row.state = UploadState.SENDING
    row.attempt, row.attempted_at = uuid.uuid4(), now
    row.deadline = now + attempt_time()
    row.tries += 1
    row.absences = 0
    row.baseline_notes = row.complaint.plan_casework_notes
    row.baseline_resolution_date = row.complaint.resolution_date
    row.baseline_as_of = max(filter(None, [as_of, row.complaint.seen_as_of]))
    row.save(
        update_fields=[
            "state",
            "attempt",
            "attempted_at",
            "deadline",
            "tries",
            "absences",
            "baseline_notes",
            "baseline_resolution_date",
            "baseline_as_of",
        ]
    )


def attempt_time() -> timedelta:
    """By then an attempt has been answered or its sender is gone. A clear answer that comes even later
    still counts, and the settle time keeps evidence well away from both."""
    one = settings.HPMS_CONNECT_SECONDS + settings.HPMS_READ_SECONDS
    return timedelta(seconds=2 * one + 30 * settings.HPMS_RETRIES)


def _baseline_as_of(key: ApiKey) -> datetime | None:
    """When the copies of this key's complaints were last known to be true."""
    return (
        DownloadRun.objects.filter(key=key, state=DownloadRun.State.COMPLETE)
        .order_by("-started_at")
        .values_list("started_at", flat=True)
        .first()
    )
