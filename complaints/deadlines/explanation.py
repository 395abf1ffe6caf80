"""The way to a due date in words, line by line, each with the rules it rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from complaints.deadlines.facts import LEVELS, RANK, UNRECOGNIZED, ClockFacts
from complaints.deadlines.readings import Reading
from complaints.sop import index
from complaints.sop.case_records import AssignmentFacts, LevelFacts, RequestFacts
from complaints.sop.index.regulation import regulation_for
from complaints.time_words import day_words


class LineKind(StrEnum):
    """SUM is the first line, CONTACT the last; EVENT tells what happened, in the order of days."""

    SUM = "sum"
    EVENT = "event"
    READING = "reading"
    CONTACT = "contact"


@dataclass(frozen=True)
class Line:
    """One sentence with the ids of the rules it rests on. `missed`: its day is over, undone."""

    text: str
    rules: tuple[str, ...]
    citation: str
    kind: LineKind = LineKind.EVENT
    missed: bool = False


def explain(
    facts: ClockFacts, readings: Iterable[Reading], contact_due_on: date
) -> tuple[Line, ...]:
    """All lines of a clock."""
    strict, *others = readings
    return (
        _sum(facts, strict),
        *_events(facts),
        *(Line(one.text, (one.rule,), one.citation, LineKind.READING) for one in others),
        _contact(facts, contact_due_on),
    )


def _sum(facts: ClockFacts, strict: Reading) -> Line:
    label, _, rule = LEVELS.get(facts.counts_as(), UNRECOGNIZED)
    doubtful = facts.counts_as() != facts.issue_level
    if doubtful:
        label = f"Flagged, so counted as {label} though HPMS shows no issue level"
    event = "assigned" if facts.assignment_date else "received"
    start, due = _day(facts.start, facts), _day(strict.due_on, facts)
    days = facts.days()
    count = f"{days} calendar day{'' if days == 1 else 's'}"
    return Line(
        f"{label}: {event} {start} + {count} = {due}, 11:59 PM. Weekends count.",
        (rule, *(("I.note.1",) if doubtful else ()), "H.note.timeframe"),
        f"{regulation_for(facts.plan_type)}, {strict.citation}",
        LineKind.SUM,
    )


Told = tuple[date, str, str]  # the day, the sentence, the rule


def _events(facts: ClockFacts) -> Iterator[Line]:
    """What happened, oldest first; events of one day always in the same order."""
    told = [*_arrival(facts)]
    told += [one for pair in pairwise(facts.levels) for one in _level(*pair, facts)]
    told += [one for request in facts.handed_over for one in _request(request, facts)]
    for assignment in facts.assignments[1:]:
        told.append(_assignment(assignment, facts))
    for _, text, rule in sorted(told):
        yield _line(text, rule)
    yield from _unknown_dates(facts)


def _line(text: str, rule: str) -> Line:
    return Line(text, (rule,), index.step(rule).citation)


def _arrival(facts: ClockFacts) -> Iterator[Told]:
    received = _day(facts.received_date, facts)
    if not facts.assignment_date:
        text = f"Received {received}. HPMS gives no assignment date, so this day starts the clock."
        yield facts.received_date, text, "H.note.timeframe"
    elif facts.received_date != facts.start:
        text = f"Received {received}. The clock counts from the assignment date."
        yield facts.received_date, text, "H.note.timeframe"
    if facts.assignment_date and facts.assignments:
        first = facts.assignments[0]
        text = f"Assigned to {first.contract_id} {_day(first.assigned_on, facts)}, the first time."
        yield first.assigned_on, text, "H.note.timeframe"


_ANEW = {
    "T.1.a": ("re-opened by CMS", "T.1.a"),
    "T.1.b": ("issue level raised", "T.1.b"),
    "T.1.c": ("CMS Issue set or removed", "T.1.c"),
    "T.1.d": ("contract changed", "T.1.d"),
    "H.3": ("issue level request approved", "H.3.restart"),
    "T.1.other": ("HPMS shows another date", "T.1.other"),
}


def _assignment(assignment: AssignmentFacts, facts: ClockFacts) -> Told:
    words, rule = _ANEW.get(assignment.reason, _ANEW["T.1.other"])
    day = _day(assignment.assigned_on, facts)
    text = f"Assigned anew to {assignment.contract_id} {day}: {words}. The clock starts anew."
    return assignment.assigned_on, text, rule


def _level(old: LevelFacts, new: LevelFacts, facts: ClockFacts) -> Iterator[Told]:
    was, now = (LEVELS.get(one.issue_level, ("not recognized",))[0] for one in (old, new))
    rank_was, rank_now = (RANK.get(one.issue_level) for one in (old, new))
    text = f"Level changed from {was} to {now}, seen {_day(new.seen_on, facts)}."
    if rank_was is not None and rank_now is not None:
        effect = "dates" if rank_now > rank_was else "by itself does not date"
        text += (
            f" {'Raising' if rank_now > rank_was else 'Lowering'} it {effect} the assignment anew."
        )
    yield new.seen_on, text, "T.1.b"


_ASKED = {
    "ISSUE_LEVEL_CHANGE": ("Issue level", "The clock stops.", "H.3.stop"),
    "CONTRACT_CHANGE": ("Contract change", "The clock runs on.", "A.3.clock"),
    "CMS_ISSUE": ("CMS Issue", "The clock runs on.", "T.1.c"),
    "CATEGORY_CHANGE": ("Category", "The clock runs on.", "G.note.1"),
}
_ANSWERED = {
    ("ISSUE_LEVEL_CHANGE", "APPROVED"): ("The clock starts anew.", "H.3.restart"),
    ("ISSUE_LEVEL_CHANGE", "REJECTED"): ("The original date stands.", "H.3.reject"),
    ("CMS_ISSUE", "APPROVED"): ("HPMS dates the assignment anew.", "T.1.c"),
    ("CMS_ISSUE", "REJECTED"): ("The date does not change.", "T.note.1"),
    ("CONTRACT_CHANGE", "APPROVED"): ("The new contract's clock starts anew.", "T.1.d"),
    ("CONTRACT_CHANGE", "REJECTED"): ("The date does not change.", "A.3.clock"),
    ("CATEGORY_CHANGE", "APPROVED"): ("The date does not change.", "T.neg"),
    ("CATEGORY_CHANGE", "REJECTED"): ("The date does not change.", "T.neg"),
}


def _request(request: RequestFacts, facts: ClockFacts) -> Iterator[Told]:
    if request.request_type not in _ASKED:
        return
    name, effect, rule = _ASKED[request.request_type]
    if day := request.submitted_on:
        yield day, f"{name} request handed to CMS {_day(day, facts)}. {effect}", rule
    answer = _ANSWERED.get((request.request_type, request.status))
    if answer and (day := request.decided_on):
        said, rule = answer
        words = f"{request.status.lower()} by CMS {_day(day, facts)}"
        yield day, f"{name} request {words}. {said}", rule


def _unknown_dates(facts: ClockFacts) -> Iterator[Line]:
    """HPMS's indicator where none of our requests explains it: it carries no date."""
    status = facts.issue_level_request_status
    if not status or facts.disputes:
        return
    rule = {"PENDING": "H.3.stop", "APPROVED": "H.3.restart"}.get(status, "H.3.reject")
    effect = {
        "PENDING": "The clock stops.",
        "APPROVED": "HPMS's assignment date counts.",
    }.get(status, "The original date stands.")
    yield _line(f"HPMS shows an issue level request as {status.lower()}. {effect}", rule)


def _contact(facts: ClockFacts, due_on: date) -> Line:
    missed = facts.first_reached_on is None and facts.as_of > due_on
    by = f"{'was ' if missed else ''}due by {_day(due_on, facts)}"
    if facts.first_reached_on:
        text = f"Contact made {_day(facts.first_reached_on, facts)}, {by}"
    elif facts.first_attempted_on:
        tried = _day(facts.first_attempted_on, facts)
        text = f"Contact {by}: tried {tried}, nobody reached yet"
    else:
        text = f"Contact {by}: nobody tried yet"
    source = regulation_for(facts.plan_type)
    return Line(text, ("CFR.contact.7d",), source, LineKind.CONTACT, missed)


def _day(value: date | None, facts: ClockFacts) -> str:
    return day_words(value, facts.as_of) if value else ""
