"""What is stored of a case because it follows from it: clock, last contact, next step, reminders.
Recomputed on each event."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from complaints import sop
from complaints.models.choices import Method, Outcome, UploadState
from complaints.models.complaint import Complaint
from complaints.models.outbox import UNSETTLED, CaseworkUpload
from complaints.models.reminder import Reminder
from complaints.next_step import UploadAt, next_step
from complaints.selectors.clock import clock_from
from complaints.selectors.facts import facts_for
from complaints.services.reminders import reminders_follow
from complaints.sop.agreed_move import agreed_move
from complaints.sop.timer import Promise

FOLLOWING = (
    "moving_since",
    "due_on",
    "clock_state",
    "contact_due_on",
    "next_step",
    "next_step_why",
    "next_step_rule",
    "last_contact_at",
    "last_contact_words",
)
# What they follow from: the facts that timers declare, and the records of clock and next step.
FOLLOWS_FROM = sop.timed_facts() | {
    *("complaint", "assignments", "levels", "requests"),
    *("contacts", "intake", "rpc_submissions"),
}


@transaction.atomic
def case_refresh(complaint_ids: Iterable[str]) -> int:
    """Recomputes the columns and reminders that follow, and writes what differs. Returns how many
    complaints' columns did.

    A constant number of queries for a chunk of any size; chunks of up to 1,000 are sensible."""
    ids = list(complaint_ids)
    if not ids:
        return 0
    # Locked before anything is read: what is written must follow from the newest facts.
    list(Complaint.objects.filter(pk__in=ids).order_by("pk").select_for_update().values("pk"))
    uploads = _uploads(ids)
    cases = facts_for(ids, FOLLOWS_FROM)
    promised = {pk: sop.timers(case) for pk, case in cases.items()}
    stored = Complaint.objects.filter(pk__in=ids).order_by("pk").values_list("pk", *FOLLOWING)
    changed = [
        (pk, *follows)
        for pk, *kept in stored
        if (follows := _following(cases[pk], uploads[pk], promised[pk])) != kept
    ]
    _write(changed)
    reminders_follow(promised)
    return len(changed)


def _write(rows: list[tuple[Any, ...]]) -> None:
    """One UPDATE for all rows (key, then FOLLOWING): bulk_update's CASE for each is ten times slower."""
    if not rows:
        return
    fields = [Complaint._meta.get_field(name) for name in ("complaint_id", *FOLLOWING)]
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    sets = ", ".join(f"{name} = v.{name}" for name in FOLLOWING)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE complaints_complaint c SET {sets} "  # noqa: S608  our own column names
            f"FROM unnest({arrays}) v({', '.join(field.name for field in fields)}) "
            "WHERE c.complaint_id = v.complaint_id",
            [list(column) for column in zip(*rows, strict=True)],
        )


def clocks_recompute() -> int:
    """Recomputes every open complaint, as after midnight, and the closed ones with a promise that
    outlives closing. Returns how many rows changed."""
    promises = Reminder.objects.filter(complaint=OuterRef("pk"), outlives_closing=True)
    alive = Complaint.objects.filter(Q(resolution_date=None) | Exists(promises))
    ids = alive.order_by("pk").values_list("pk", flat=True)
    total, stream = 0, ids.iterator(chunk_size=1_000)
    while chunk := list(islice(stream, 1_000)):
        total += case_refresh(chunk)
    return total


def _uploads(ids: list[str]) -> dict[str, list[UploadAt]]:
    grouped: dict[str, list[UploadAt]] = defaultdict(list)
    rows = CaseworkUpload.objects.filter(complaint__in=ids).filter(
        Q(state__in=UNSETTLED) | Q(state=UploadState.ACCEPTED, resolution__withdrawn_at=None)
    )
    for row in rows.order_by("place", "pk").only("complaint_id", "state", "resolution_id"):
        grouped[row.complaint_id].append(UploadAt(row.state, row.resolves))
    return grouped


def _following(
    case: sop.CaseFacts, uploads: list[UploadAt], promises: Sequence[Promise]
) -> list[Any]:
    """The values of FOLLOWING, in its order. A case of the marketing report alone has no due date."""
    clock = clock_from(case)
    step = next_step(case, clock, uploads, promises)
    last = case.contacts[-1] if case.contacts else None
    move, unclocked = agreed_move(case), case.complaint.report_only
    return [
        move.decided_on if move else None,
        None if unclocked else clock.due_on,
        clock.state.value,
        None if unclocked else clock.contact_due_on,
        step.words,
        step.why,
        step.rule,
        last.attempted_at if last else None,
        _contact_words(last) if last else "",
    ]


def _contact_words(contact: sop.ContactFacts) -> str:
    """Such as "Left message, phone"."""
    return f"{Outcome(contact.outcome).label}, {Method(contact.method).label.lower()}"
