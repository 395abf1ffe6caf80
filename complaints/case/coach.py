"""The three-attempt coach: when to try next, from the attempts made and the preferred call time.

SOP Q, step 1.a asks for three attempts on different days at different times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from complaints.sop import CaseFacts, contact_log

OFFICE = (time(9), time(20))
PARTS_OF_DAY = {
    "morning": (time(9), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(20)),
}
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m", re.IGNORECASE)


@dataclass(frozen=True)
class Coach:
    """`made` of `wanted` attempts; `next` is a local time that counts as another one, if one is needed."""

    made: int
    wanted: int
    reached: bool
    next: datetime | None
    at_once: bool


def coach(facts: CaseFacts, preferred: str) -> Coach:
    made, wanted = contact_log.attempts(facts), facts.parameters.attempts_wanted
    reached = any(contact.outcome == "REACHED" for contact in contact_log.with_complainant(facts))
    needed = not reached and len(made) < wanted and facts.complaint.resolution_date is None
    now = facts.local(facts.now)
    slot = _next_slot(made, now, call_window(preferred), facts) if needed else None
    return Coach(len(made), wanted, reached, slot, at_once=slot is not None and slot <= now)


def call_window(preferred: str) -> tuple[time, time]:
    """From when to when one may call, read from HPMS's free text; office hours where it says nothing."""
    words = preferred.casefold()
    opens, closes = next((span for part, span in PARTS_OF_DAY.items() if part in words), OFFICE)
    clocks = [_time(*found) for found in _CLOCK.findall(words)]
    if len(clocks) == 2:
        opens, closes = clocks
    elif clocks and re.search(r"\b(before|until|by)\b", words):
        closes = clocks[0]
    elif clocks:
        opens = clocks[0]
    return (opens, closes) if opens < closes else OFFICE


def _time(hour: str, minute: str, half: str) -> time:
    return time(int(hour) % 12 + (12 if half == "p" else 0), min(int(minute or 0), 59))


def _next_slot(
    made: list[datetime], now: datetime, window: tuple[time, time], facts: CaseFacts
) -> datetime | None:
    """Now, if it would count; else the first quarter of an hour that would."""
    apart = facts.parameters.minutes_apart
    for slot in _slots(now, window):
        if all(contact_log.distinct([earlier, slot], 2, apart) for earlier in made):
            return slot
    return None


def _slots(now: datetime, window: tuple[time, time]) -> Iterator[datetime]:
    opens, closes = window
    if opens <= now.time() <= closes:
        yield now
    for day in range(4):
        yield from _quarters(now.date() + timedelta(days=day), opens, closes, now)


def _quarters(day: date, opens: time, closes: time, now: datetime) -> Iterator[datetime]:
    slot = datetime.combine(day, opens, now.tzinfo)
    while slot.time() < closes and slot.date() == day:
        if slot > now:
            yield slot
        slot += timedelta(minutes=15)
