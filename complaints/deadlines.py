"""Due dates, pure: from a complaint's assignment to the day it is due, with the sum in words.

Days are dates of the contract's time zone: weekends count, the time of day does not, and the last
day runs to 11:59 PM (SOP H, note on timeframes). The clock starts on the assignment date, else the
received date. `due_on` is the earliest day any reading supports; a later one that a decision of
CMS predicts counts only once a download shows the new assignment date.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaints.sop import index
from complaints.sop.index.regulation import regulation_for
from complaints.sop.parameters import Parameters


class ClockState(StrEnum):
    """STOPPED while CMS decides on an issue level request; ENDED by the resolution date."""

    RUNNING = "RUNNING"
    STOPPED = "STOPPED"
    ENDED = "ENDED"


class DueGroup(StrEnum):
    """How near the due date is; the worklist groups by it."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    WEEK = "week"
    LATER = "later"
    STOPPED = "stopped"
    ENDED = "ended"


@dataclass(frozen=True)
class ClockFacts:
    """What the clock is read from. The two request dates are given when the plan knows them."""

    received_date: date
    assignment_date: date | None = None
    issue_level: str = "UNKNOWN"
    issue_level_request_status: str | None = None
    resolution_date: date | None = None
    plan_type: str = ""
    first_attempted_on: date | None = None
    first_reached_on: date | None = None
    request_submitted_on: date | None = None
    request_decided_on: date | None = None
    time_zone: str = "America/New_York"
    parameters: Parameters = field(default_factory=Parameters)


@dataclass(frozen=True)
class Reading:
    """One way to read the rules: `strict`, `paused`, `restarted`. No date while CMS decides."""

    name: str
    due_on: date | None
    citation: str
    text: str


@dataclass(frozen=True)
class Line:
    """One sentence of explanation with the ids of the rules it rests on."""

    text: str
    rules: tuple[str, ...]
    citation: str


@dataclass(frozen=True)
class Clock:
    """`due_at` is 11:59 PM of `due_on`, aware; `contact_due_on` is the regulation's date."""

    start: date
    days: int
    due_on: date
    due_at: datetime
    state: ClockState
    readings: tuple[Reading, ...]
    lines: tuple[Line, ...]
    contact_due_on: date
    contact_reached_on: date | None


@dataclass(frozen=True)
class DueWords:
    """Such as "13 h 17 min left", with its group."""

    text: str
    group: DueGroup


_LEVELS = {
    "IMMEDIATE_NEED": ("Immediate Need", "days_immediate_need", "CFR.resolve.immediate"),
    "URGENT": ("Urgent", "days_urgent", "CFR.resolve.urgent"),
    "NO_ISSUE_LEVEL": ("No Issue Level", "days_no_issue_level", "CFR.resolve.other"),
}
_UNRECOGNIZED = (
    "Level not recognized, counted as Immediate Need",
    "days_immediate_need",
    "CFR.resolve.immediate",
)


def clock(facts: ClockFacts) -> Clock:
    """Read the clock. A level the product does not know counts as Immediate Need."""
    label, parameter, rule_id = _LEVELS.get(facts.issue_level, _UNRECOGNIZED)
    days: int = getattr(facts.parameters, parameter)
    start = facts.assignment_date or facts.received_date
    readings = _readings(facts, start, days)
    due_on = min(reading.due_on for reading in readings if reading.due_on)
    source = f"{regulation_for(facts.plan_type)}, {index.step('H.note.timeframe').citation}"
    event = "assigned" if facts.assignment_date else "received"
    total = f"{label}: {event} {_short(start)} + {days} calendar days = {_short(due_on)}, 11:59 PM"
    lines = [Line(total, (rule_id, "H.note.timeframe"), source)]
    lines += [_line_of(reading) for reading in readings[1:]]
    contact_due_on = start + timedelta(days=facts.parameters.days_to_contact)
    lines.append(_contact_line(facts, contact_due_on))
    return Clock(
        start=start,
        days=days,
        due_on=due_on,
        due_at=due_at(due_on, facts.time_zone),
        state=_state(facts),
        readings=readings,
        lines=tuple(lines),
        contact_due_on=contact_due_on,
        contact_reached_on=facts.first_reached_on,
    )


def due_at(due_on: date, time_zone: str) -> datetime:
    """11:59 PM of that day on the contract's clock."""
    return datetime.combine(due_on, time(23, 59), ZoneInfo(time_zone))


def _state(facts: ClockFacts) -> ClockState:
    if facts.resolution_date is not None:
        return ClockState.ENDED
    if facts.issue_level_request_status == "PENDING":
        return ClockState.STOPPED
    return ClockState.RUNNING


_READS = {
    "strict": ("H.note.timeframe", "counted without a break"),
    "paused": ("H.3.stop", "if the days CMS took to decide do not count"),
    "restarted": ("H.3.restart", "if the clock starts anew on the day CMS agreed"),
}


def _readings(facts: ClockFacts, start: date, days: int) -> tuple[Reading, ...]:
    """The strict reading first, then the one that an issue level request opens."""
    strict = start + timedelta(days=days)
    submitted, decided = facts.request_submitted_on, facts.request_decided_on
    readings = [_reading("strict", strict)]
    if facts.issue_level_request_status == "PENDING":
        readings.append(_reading("paused", None))
    elif facts.issue_level_request_status == "REJECTED" and submitted and decided:
        readings.append(_reading("paused", strict + (decided - submitted)))
    elif facts.issue_level_request_status == "APPROVED" and decided and decided > start:
        readings.append(_reading("restarted", decided + timedelta(days=days)))
    return tuple(readings)


def _reading(name: str, due_on: date | None) -> Reading:
    rule_id, words = _READS[name]
    when = (
        f"Due {_short(due_on)}, 11:59 PM"
        if due_on
        else "Clock stopped while CMS decides: due later"
    )
    return Reading(name, due_on, index.step(rule_id).citation, f"{when}, {words}")


def _line_of(reading: Reading) -> Line:
    return Line(reading.text, (_READS[reading.name][0],), reading.citation)


def _contact_line(facts: ClockFacts, contact_due_on: date) -> Line:
    if facts.first_reached_on:
        text = f"Contact made {_short(facts.first_reached_on)}, due by {_short(contact_due_on)}"
    elif facts.first_attempted_on:
        tried = _short(facts.first_attempted_on)
        text = f"Contact due by {_short(contact_due_on)}: tried {tried}, nobody reached yet"
    else:
        text = f"Contact due by {_short(contact_due_on)}: nobody tried yet"
    return Line(text, ("CFR.contact.7d",), regulation_for(facts.plan_type))


def _short(value: date) -> str:
    return f"{value.month}/{value.day}"


def due_words(
    due_on: date,
    now: datetime,
    time_zone: str = "America/New_York",
    state: ClockState | str = ClockState.RUNNING,
) -> DueWords:
    """How long there is, or was. `now` is aware; hours are real ones, across clock changes too."""
    if state == ClockState.ENDED:
        return DueWords("Resolved", DueGroup.ENDED)
    if state == ClockState.STOPPED:
        return DueWords("Clock stopped", DueGroup.STOPPED)
    left = due_at(due_on, time_zone).astimezone(UTC) - now.astimezone(UTC)
    today = now.astimezone(ZoneInfo(time_zone)).date()
    if today > due_on:
        return DueWords(f"{_span(-left)} overdue", DueGroup.OVERDUE)
    return DueWords(f"{_span(left)} left", _group(due_on, today, left))


def _group(due_on: date, today: date, left: timedelta) -> DueGroup:
    if due_on == today:
        return DueGroup.TODAY
    if left <= timedelta(hours=48):
        return DueGroup.SOON
    return DueGroup.WEEK if due_on <= today + timedelta(days=7) else DueGroup.LATER


def _span(length: timedelta) -> str:
    """The two largest units; from a week on days alone."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days > 7:
        return f"{days} d"
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
