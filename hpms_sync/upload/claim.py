"""Claims rows of the outbox: only the head of a complaint's line, one in flight per complaint."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from complaints import sop
from complaints.models import CaseworkUpload, Complaint, UploadEvent
from complaints.models.choices import UploadState
from complaints.models.outbox import UNSETTLED
from complaints.selectors.facts import facts_for
from complaints.services.case import case_refresh
from hpms_sync.models import ApiKey
from hpms_sync.upload.baseline import (
    COPY_COLUMNS,
    attempt_begins_anew,
    attempt_time,
    attempts_begin,
    attempts_undo,
)


def uploads_claim(key: ApiKey, limit: int) -> list[CaseworkUpload]:
    """Marks up to `limit` heads as SENDING, with attempt id and baseline, and returns them. They are yours
    until they leave (attempts_leave) or are given back (attempts_undo), for as long as a call may take.

    Rows a rule now forbids become BLOCKED and are left out. Commits before it returns, so that no
    transaction is open while HTTP is under way. Empty when nothing waits."""
    now = timezone.now()
    due = Q(not_before=None) | Q(not_before__lte=now)
    served = _of(key.contracts.values_list("pk", flat=True))
    while True:
        with transaction.atomic():
            rows = list(_heads(due & served)[:limit])
            allowed = _allowed(rows)
            attempts_begin(allowed, UploadState.SENDING)
        if allowed or not rows:
            return allowed


@transaction.atomic
def uploads_claim_for_file(contracts: Collection[str], limit: int) -> list[CaseworkUpload]:
    """Marks up to `limit` heads as EXPORTED, with attempt id and baseline and without a deadline, and
    returns them in the order of sending. Nothing else sends them from then on.

    Rows a rule now forbids become BLOCKED and are left out; so is what an API call has in hand. A row
    that waits after a failed try is taken: the file goes another way. The caller tells each row's
    story, in the same transaction as its own record of the file."""
    taken: list[CaseworkUpload] = []
    while rows := list(_heads(_of(contracts))[: limit - len(taken)]):
        allowed = _allowed(rows)
        attempts_begin(allowed, UploadState.EXPORTED)
        case_refresh({row.complaint_id for row in allowed})
        taken += allowed
    return taken


def heads_waiting(contracts: Collection[str]) -> int:
    """How many rows could be tried for a file now. Nothing is locked."""
    return _heads(_of(contracts)).count()


def _of(contracts: Collection[str]) -> Q:
    return Q(complaint__contract__in=list(contracts))


def attempt_renew(row: CaseworkUpload) -> bool:
    """Gives a claimed row that has not left yet its full time again, and a baseline of now. False: it was
    given up for lost."""
    with transaction.atomic():
        Complaint.objects.select_for_update().only("pk").get(pk=row.complaint_id)
        return attempt_begins_anew(row)


def leases_expire() -> int:
    """Turns rows whose sender never came back into UNCERTAIN, and queues those again that it had claimed
    and not sent. Returns how many."""
    now = timezone.now()
    claimed = Q(deadline=None, attempted_at__lt=now - attempt_time())
    with transaction.atomic():
        lost = CaseworkUpload.objects.select_for_update(skip_locked=True).filter(
            Q(deadline__lt=now) | claimed, state=UploadState.SENDING
        )
        rows = list(lost.only("complaint_id", "attempt", "deadline"))
        kept = attempts_undo([row for row in rows if row.deadline is None])
        left = [row for row in rows if row.deadline is not None]
        CaseworkUpload.objects.filter(pk__in=[row.pk for row in left]).update(
            state=UploadState.UNCERTAIN
        )
        for row in left:
            row.state = UploadState.UNCERTAIN
        UploadEvent.tell_all((row, _LOST) for row in left)
    case_refresh({row.complaint_id for row in left})
    return len(left) + kept


_LOST = "The sender went away before HPMS's answer was read. Later downloads will tell."
# The complaint is there to be locked, and for what its baseline asks; its texts are long, and the facts
# bring what the rules ask for.
_UNREAD = (
    "baseline_notes",
    "baseline_resolution_date",
    *(
        f"complaint__{f.name}"
        for f in Complaint._meta.concrete_fields
        if not f.primary_key and f.name not in COPY_COLUMNS
    ),
)


def _heads(which: Q) -> QuerySet[CaseworkUpload]:
    """Locks the head of each line together with its complaint, so that the baseline is one moment's
    truth. Everybody else locks a complaint before its uploads; this may take both at once because it
    skips what is locked and so never waits for anybody. What it skips is sent the next time."""
    ahead = CaseworkUpload.objects.filter(
        Q(place__lt=OuterRef("place")) | Q(place=OuterRef("place"), pk__lt=OuterRef("pk")),
        complaint=OuterRef("complaint"),
        state__in=UNSETTLED,
    )
    return (
        CaseworkUpload.objects.select_for_update(skip_locked=True, of=("self", "complaint"))
        .filter(which, state=UploadState.QUEUED)
        .exclude(Exists(ahead))
        .select_related("complaint", "note", "resolution")
        .defer(*_UNREAD)
        .order_by(F("due_on").asc(nulls_last=True), "created_at", "pk")
    )


def _allowed(rows: list[CaseworkUpload]) -> list[CaseworkUpload]:
    """The rows, locked with their complaints, that no rule forbids. Asks the SOP again: a download may
    have changed the case since the note was written."""
    # From here on no download can change or confirm anything about these complaints.
    facts = {
        resolves: facts_for(
            [row.complaint_id for row in rows if row.resolves == resolves],
            sop.facts_read(sop.Action.UPLOAD_SEND, resolving=resolves),
        )
        for resolves in {row.resolves for row in rows}
    }
    allowed, stopped = [], []
    for row in rows:
        in_hand = row.record.facts(facts[row.resolves][row.complaint_id])
        found = sop.evaluate(in_hand, sop.Action.UPLOAD_SEND)
        if found:
            _block(row, found)
            stopped.append(row.complaint_id)
        else:
            allowed.append(row)
    case_refresh(stopped)
    return allowed


def _block(row: CaseworkUpload, found: tuple[sop.Finding, ...]) -> None:
    row.state = UploadState.BLOCKED
    row.save(update_fields=["state"])
    row.tell(" ".join(f"{finding.message} ({finding.rule})" for finding in found))
    if row.resolution:
        row.resolution.withdraw()
