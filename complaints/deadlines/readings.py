"""The ways to read a due date. The first is the strict one; SOP H.3 and T.1 open the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from complaints.deadlines.facts import RANK, ClockFacts
from complaints.sop import index
from complaints.sop.case_records import RequestFacts
from complaints.time_words import day_words

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reading:
    """One way to read the rules; no date while CMS decides.

    `strict`: without a break. `paused`: the days CMS took do not count. `restarted`: anew from the
    day CMS agreed to another level. `reset`: anew from another event of SOP T.1 that HPMS's
    assignment date does not show yet.
    """

    name: str
    due_on: date | None
    rule: str
    citation: str
    text: str


@dataclass(frozen=True)
class Reset:
    """A new start that CMS's decision or a new level predicts. HPMS shows it by an assignment after
    `after` for one of `reasons`."""

    day: date
    due_on: date
    rule: str
    words: str
    reasons: frozenset[str]
    after: date


def readings(facts: ClockFacts) -> tuple[Reading, ...]:
    """The strict reading first, then those that differ from it."""
    strict = facts.due_from(facts.start)
    found = [_reading("strict", strict, "H.note.timeframe", "counted without a break", facts)]
    if facts.stopped:
        found.append(_reading("paused", None, "H.3.stop", "", facts))
    elif paused := _pause(facts, strict):
        words = "if the days CMS took to decide do not count"
        found.append(_reading("paused", strict + timedelta(paused), "H.3.stop", words, facts))
    for name, resets in (("restarted", _restarts(facts)), ("reset", _resets(facts))):
        open_ones = [one for one in resets if one.due_on != strict and not _shown(facts, one)]
        if open_ones:
            last = max(open_ones, key=lambda one: (one.day, one.rule))
            found.append(_reading(name, last.due_on, last.rule, last.words, facts))
    return tuple(found)


def _reading(name: str, due_on: date | None, rule: str, words: str, facts: ClockFacts) -> Reading:
    text = (
        f"Due {day_words(due_on, facts.as_of)}, 11:59 PM, {words}"
        if due_on
        else "Clock stopped while CMS decides: due later"
    )
    return Reading(name, due_on, rule, index.step(rule).citation, text)


def _pause(facts: ClockFacts, strict: date) -> int:
    """Days of the present assignment on which a request waited that CMS then rejected. One submitted
    after the due date found the clock run out."""
    waited: set[int] = set()
    for request in facts.disputes:
        asked, decided = request.submitted_on, request.decided_on
        if request.status == "REJECTED" and asked and decided and asked <= strict:
            waited.update(range(max(asked, facts.start).toordinal(), decided.toordinal()))
    return len(waited)


def _shown(facts: ClockFacts, reset: Reset) -> bool:
    """Whether HPMS's assignment date has taken the reset in, or a later one has overtaken it."""
    return facts.start >= reset.day or any(
        one.reason in reset.reasons and one.assigned_on > reset.after for one in facts.assignments
    )


def _restarts(facts: ClockFacts) -> Iterator[Reset]:
    """SOP H.3: CMS agreed to another level, and the clock starts anew."""
    for request, asked, agreed in _approved(facts):
        if request.request_type == "ISSUE_LEVEL_CHANGE":
            wanted = request.requested_issue_level
            has_it = not wanted or wanted == facts.issue_level
            yield Reset(
                agreed,
                facts.due_from(agreed, wanted),
                "H.3.restart",
                "if the clock starts anew on the day CMS agreed",
                frozenset({"H.3", "T.1.b", "T.1.other"}) if has_it else frozenset(),
                asked - _DAY,
            )


_FLAGGING = {
    "CMS_ISSUE": ("T.1.c", "if CMS's taking the case dates the assignment anew"),
    "CONTRACT_CHANGE": ("T.1.d", "for the new contract, from the day CMS agreed to the move"),
}


def _resets(facts: ClockFacts) -> Iterator[Reset]:
    """SOP T.1.b to d. A category change resets nothing, nor does a request that CMS denied."""
    for request, asked, agreed in _approved(facts):
        if request.request_type in _FLAGGING:
            rule, words = _FLAGGING[request.request_type]
            reasons = frozenset({rule, "T.1.other"})
            yield Reset(agreed, facts.due_from(agreed), rule, words, reasons, asked - _DAY)
    for old, new in pairwise(facts.levels):
        if RANK.get(old.issue_level, 9) < RANK.get(new.issue_level, -1):
            yield Reset(
                new.seen_on,
                facts.due_from(new.seen_on),
                "T.1.b",
                "if the raised level dates the assignment anew",
                frozenset({"T.1.b", "H.3", "T.1.other"}),
                old.seen_on,
            )


def _approved(facts: ClockFacts) -> Iterator[tuple[RequestFacts, date, date]]:
    """Requests CMS agreed to, with the days of asking and of the answer. One made directly in HPMS has
    no day of asking: what it did to the clock is in HPMS's assignment date."""
    for request in facts.handed_over:
        if request.status == "APPROVED" and request.submitted_on and request.decided_on:
            yield request, request.submitted_on, request.decided_on
