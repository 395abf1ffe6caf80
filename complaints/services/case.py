"""Stored columns that follow from a case: clock, last contact, next step. Recomputed on each event."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q

from complaints import sop
from complaints.models.choices import Method, Outcome, UploadState
from complaints.models.complaint import Complaint
from complaints.models.outbox import UNSETTLED, CaseworkUpload
from complaints.next_step import UploadAt, next_step
from complaints.selectors.clock import clock_from
from complaints.selectors.facts import facts_for

FOLLOWING = (
    "due_on",
    "clock_state",
    "contact_due_on",
    "next_step",
    "next_step_why",
    "next_step_rule",
    "last_contact_at",
    "last_contact_words",
)


@transaction.atomic
def case_refresh(complaint_ids: Iterable[str]) -> int:
    """Recomputes the columns that follow and writes the rows that differ. Returns how many did.

    A constant number of queries for a chunk of any size; chunks of up to 1,000 are sensible."""
    ids = list(complaint_ids)
    if not ids:
        return 0
    uploads = _uploads(ids)
    cases = facts_for(ids)
    changed = []
    for complaint in Complaint.objects.filter(pk__in=ids).only(*FOLLOWING).order_by("pk"):
        follows = _following(cases[complaint.pk], uploads[complaint.pk])
        if any(getattr(complaint, name) != value for name, value in follows.items()):
            for name, value in follows.items():
                setattr(complaint, name, value)
            changed.append(complaint)
    Complaint.objects.bulk_update(changed, FOLLOWING, batch_size=500)
    return len(changed)


def clocks_recompute() -> int:
    """Recomputes every open complaint, as at midnight. Returns how many rows changed."""
    ids = Complaint.objects.open().order_by("pk").values_list("pk", flat=True)
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


def _following(case: sop.CaseFacts, uploads: list[UploadAt]) -> dict[str, Any]:
    clock = clock_from(case)
    step = next_step(case, clock, uploads)
    last = case.contacts[-1] if case.contacts else None
    return {
        "due_on": clock.due_on,
        "clock_state": clock.state.value,
        "contact_due_on": clock.contact_due_on,
        "next_step": step.words,
        "next_step_why": step.why,
        "next_step_rule": step.rule,
        "last_contact_at": last.attempted_at if last else None,
        "last_contact_words": _contact_words(last) if last else "",
    }


def _contact_words(contact: sop.ContactFacts) -> str:
    """Such as "Left message, phone"."""
    return f"{Outcome(contact.outcome).label}, {Method(contact.method).label.lower()}"
