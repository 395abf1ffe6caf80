"""Writes down what became of attempts, each unless something else settled it meanwhile."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from complaints.models import CaseworkUpload, UploadEvent
from complaints.models.choices import UploadState
from complaints.next_step import UploadAt
from complaints.services.case import case_refresh
from hpms_sync.upload.at_risk import at_risk_no_more

LONGEST_WAIT_MINUTES = 15
# An attempt given up for lost is not settled: a clear answer that comes late still counts.
_OPEN = frozenset({UploadState.SENDING, UploadState.UNCERTAIN})

# Cases that wait for the end of `cases_follow_together`; None outside of it.
_moved: ContextVar[set[str] | None] = ContextVar("moved", default=None)

Fate = Callable[[CaseworkUpload], tuple[UploadState, str]]


def outcomes_write(
    rows: Collection[CaseworkUpload], fate: Fate, among: Collection[UploadState] = _OPEN
) -> Counter[str]:
    """Gives each row its state and a line of its story, if the attempt in `row` is still its last and it
    stands in one of the states `among`. Returns how many rows ended in which state.

    A few statements for any number of rows. The caller holds no lock on their complaints' uploads."""
    with transaction.atomic():
        before = _still_open(rows, among)
        fates = {row.pk: fate(row) for row in rows if row.pk in before}
        mine = [row for row in rows if row.pk in before and fates[row.pk][0] != before[row.pk]]
        _update(mine, fates)
        for row in mine:
            row.state = fates[row.pk][0]
            if row.state == UploadState.FAILED and row.resolution:
                row.resolution.withdraw()
        UploadEvent.tell_all((row, fates[row.pk][1]) for row in mine)
        accepted = [row for row in mine if row.resolves and row.state == UploadState.ACCEPTED]
        if accepted:
            at_risk_no_more([row.complaint_id for row in accepted])
    _follow({row.complaint_id for row in mine if _moves_step(row, before[row.pk])})
    return Counter(str(row.state) for row in mine)


@contextmanager
def cases_follow_together() -> Iterator[None]:
    """What follows from the outcomes written in the block is recomputed at its end, once for all."""
    moved: set[str] = set()
    before = _moved.set(moved)
    try:
        yield
    finally:
        _moved.reset(before)
        case_refresh(sorted(moved))


def _follow(complaint_ids: set[str]) -> None:
    moved = _moved.get()
    if moved is None:
        case_refresh(sorted(complaint_ids))
    else:
        moved |= complaint_ids


def _still_open(
    rows: Collection[CaseworkUpload], among: Collection[UploadState]
) -> dict[int, UploadState]:
    """The states, now locked, of the rows whose attempt nobody has settled."""
    attempts = {row.pk: row.attempt for row in rows}
    locked = CaseworkUpload.objects.select_for_update().filter(pk__in=attempts, state__in=among)
    found = locked.order_by("pk").values_list("pk", "attempt", "state")
    return {pk: UploadState(state) for pk, attempt, state in found if attempt == attempts[pk]}


def _update(rows: Collection[CaseworkUpload], fates: dict[int, tuple[UploadState, str]]) -> None:
    """One statement for all rows that end alike."""
    alike: dict[tuple[UploadState, int], list[int]] = defaultdict(list)
    for row in rows:
        state = fates[row.pk][0]
        wait = min(2 ** (row.tries - 1), LONGEST_WAIT_MINUTES)
        alike[state, wait if state is UploadState.QUEUED else 0].append(row.pk)
    now = timezone.now()
    for (state, wait), pks in alike.items():
        values: dict[str, Any] = {"state": state}
        if state is UploadState.ACCEPTED:
            values |= {"accepted_at": now, "settled_at": now, "absences": 0}
        if state is UploadState.UNCERTAIN:
            values |= {"deadline": now}  # nothing of it leaves any more
        if state is UploadState.QUEUED:
            values |= {"not_before": now + timedelta(minutes=wait)}
        CaseworkUpload.objects.filter(pk__in=pks).update(**values)


def _moves_step(row: CaseworkUpload, before: UploadState) -> bool:
    """Whether the case's next step may be another one now."""
    return UploadAt(before, row.resolves).heard() != UploadAt(row.state, row.resolves).heard()
