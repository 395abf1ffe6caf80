"""Writes down what became of attempts, each unless something else settled it meanwhile."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from complaints.next_step import UploadAt
from complaints.services.case import case_refresh
from hpms_sync.upload.at_risk import at_risk_no_more

LONGEST_WAIT_MINUTES = 15
# An attempt given up for lost is not settled: a clear answer that comes late still counts.
_OPEN = frozenset({UploadState.SENDING, UploadState.UNCERTAIN})


@dataclass
class _Told:
    """Complaints whose next step may be another one, and those whose resolution HPMS has accepted."""

    moved: set[str] = field(default_factory=set)
    resolved: set[str] = field(default_factory=set)

    def follow(self) -> None:
        if self.resolved:
            at_risk_no_more(self.resolved)
        case_refresh(sorted(self.moved))


# What waits for the end of `cases_follow_together`; None outside of it.
_told: ContextVar[_Told | None] = ContextVar("told", default=None)

Fate = Callable[[CaseworkUpload], tuple[UploadState, str]]


def outcomes_write(
    rows: Collection[CaseworkUpload], fate: Fate, among: Collection[UploadState] = _OPEN
) -> Counter[str]:
    """Gives each row its state and a line of its story, if the attempt in `row` is still its last and it
    stands in one of the states `among`. Returns how many rows ended in which state.

    One statement for any number of rows. The caller holds no lock on their complaints' uploads."""
    fates = {row.pk: fate(row) for row in rows}
    refused = [row for row in rows if row.resolves and fates[row.pk][0] is UploadState.FAILED]
    with transaction.atomic() if refused else nullcontext():
        before = _write(rows, fates, among)
        for row in refused:
            if row.pk in before and row.resolution:
                row.resolution.withdraw()
    mine = [row for row in rows if row.pk in before]
    for row in mine:
        row.state = fates[row.pk][0]
    moved = {row.complaint_id for row in mine if _moves_step(row, before[row.pk])}
    # What waits for a person from now on is shown from now on.
    at_once = {row.complaint_id for row in mine if row.state == UploadState.FAILED}
    case_refresh(sorted(at_once))
    _follow(
        moved - at_once,
        {row.complaint_id for row in mine if row.resolves and row.state == UploadState.ACCEPTED},
    )
    return Counter(str(row.state) for row in mine)


@contextmanager
def cases_follow_together() -> Iterator[None]:
    """What follows from the outcomes written in the block is recomputed at its end, once for all; what
    HPMS refused, at once."""
    told = _Told()
    before = _told.set(told)
    try:
        yield
    finally:
        _told.reset(before)
        told.follow()


def _follow(moved: set[str], resolved: set[str]) -> None:
    told = _told.get()
    if told is None:
        _Told(moved, resolved).follow()
    else:
        told.moved |= moved
        told.resolved |= resolved


def _write(
    rows: Collection[CaseworkUpload],
    fates: dict[int, tuple[UploadState, str]],
    among: Collection[UploadState],
) -> dict[int, UploadState]:
    """States, stories and times of the rows whose attempt nobody has settled and whose state is another now.
    Returns their states before.

    The key alone finds the rows: what is known of the states is always out of date while a queue drains."""
    if not rows:
        return {}
    told = [
        (row.pk, row.attempt, fates[row.pk][0].value, fates[row.pk][1], _wait_minutes(row))
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            {
                **dict(zip(_OF_A_ROW, _columns(told), strict=True)),
                "among": [state.value for state in among],
                "now": timezone.now(),
            },
        )
        return {pk: UploadState(state) for pk, state in cursor.fetchall()}


_OF_A_ROW = ("ids", "attempts", "states", "messages", "waits")
# Deadline of an uncertain row: from then on nothing of the attempt leaves any more.
_WRITE = """
WITH locked AS (
    SELECT id, attempt, state FROM complaints_caseworkupload
    WHERE id = ANY(%(ids)s::bigint[]) ORDER BY id FOR UPDATE
), told AS (
    SELECT l.id, l.state AS before, v.state, v.message, v.wait
    FROM locked l JOIN unnest(
        %(ids)s::bigint[], %(attempts)s::uuid[], %(states)s::text[], %(messages)s::text[], %(waits)s::int[]
    ) v(id, attempt, state, message, wait) ON v.id = l.id AND v.attempt = l.attempt
    WHERE l.state = ANY(%(among)s::text[]) AND l.state <> v.state
), settled AS (
    UPDATE complaints_caseworkupload u SET
        state = t.state,
        accepted_at = CASE t.state WHEN 'ACCEPTED' THEN %(now)s ELSE u.accepted_at END,
        settled_at = CASE t.state WHEN 'ACCEPTED' THEN %(now)s ELSE u.settled_at END,
        absences = CASE t.state WHEN 'ACCEPTED' THEN 0 ELSE u.absences END,
        deadline = CASE t.state WHEN 'UNCERTAIN' THEN %(now)s ELSE u.deadline END,
        not_before = CASE t.state WHEN 'QUEUED' THEN %(now)s + make_interval(mins => t.wait)
            ELSE u.not_before END
    FROM told t WHERE u.id = t.id
), story AS (
    INSERT INTO complaints_uploadevent (upload_id, at, state, message)
    SELECT id, %(now)s, state, message FROM told ORDER BY id
)
SELECT id, before FROM told
"""


def _columns(rows: list[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _wait_minutes(row: CaseworkUpload) -> int:
    """How long the row waits when it is queued again."""
    return min(2 ** max(row.tries - 1, 0), LONGEST_WAIT_MINUTES)


def _moves_step(row: CaseworkUpload, before: UploadState) -> bool:
    """Whether the case's next step may be another one now."""
    return UploadAt(before, row.resolves).heard() != UploadAt(row.state, row.resolves).heard()
