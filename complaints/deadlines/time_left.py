"""How long there is until a due date, or was."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaints.deadlines.facts import ClockState


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
class DueWords:
    """Such as "13 h 17 min left", with its group."""

    text: str
    group: DueGroup


def due_at(due_on: date, time_zone: str) -> datetime:
    """11:59 PM of that day on the contract's clock."""
    return datetime.combine(due_on, time(23, 59), ZoneInfo(time_zone))


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
    """The two largest units; from 8 days on days alone."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days > 7:
        return f"{days} d"
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
