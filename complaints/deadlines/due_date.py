"""The clock itself: its start, its state, its due date and the way there."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from complaints.deadlines.explanation import Line, explain
from complaints.deadlines.facts import ClockFacts, ClockState
from complaints.deadlines.readings import Reading, readings
from complaints.deadlines.time_left import due_at


@dataclass(frozen=True)
class Clock:
    """`due_at` is 11:59 PM of `due_on`, aware; `contact_due_on` is the regulation's date."""

    facts: ClockFacts
    start: date
    days: int
    due_on: date
    due_at: datetime
    state: ClockState
    readings: tuple[Reading, ...]
    contact_due_on: date
    contact_reached_on: date | None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The explanation: the sum, what happened, the other readings, the contact."""
        return explain(self.facts, self.readings, self.contact_due_on)


def clock(facts: ClockFacts) -> Clock:
    """Read the clock. A level the product does not know counts as Immediate Need."""
    found = readings(facts)
    due_on = min(reading.due_on for reading in found if reading.due_on)
    return Clock(
        facts=facts,
        start=facts.start,
        days=facts.days(),
        due_on=due_on,
        due_at=due_at(due_on, facts.time_zone),
        state=_state(facts),
        readings=found,
        contact_due_on=facts.start + timedelta(days=facts.parameters.days_to_contact),
        contact_reached_on=facts.first_reached_on,
    )


def _state(facts: ClockFacts) -> ClockState:
    if facts.resolution_date is not None:
        return ClockState.ENDED
    return ClockState.STOPPED if facts.stopped else ClockState.RUNNING
