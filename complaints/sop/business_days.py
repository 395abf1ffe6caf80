"""Business days: Monday to Friday, less the federal holidays of the United States (5 U.S.C. 6103).

A holiday on a Saturday is observed on the Friday before it, one on a Sunday on the Monday after it.
Inauguration Day counts in the Washington area alone and is left out.
"""

from datetime import date, timedelta
from functools import cache

_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
_JUNETEENTH_SINCE = 2021


def after_business_days(start: date, count: int) -> date:
    """The day `count` business days after `start`, which itself never counts: a Friday and 1 is the
    Monday, or the Tuesday after a holiday."""
    day = start
    for _ in range(count):
        day += timedelta(days=1)
        while not is_business_day(day):
            day += timedelta(days=1)
    return day


def is_business_day(day: date) -> bool:
    """Whether federal offices are open on that day."""
    return day.weekday() < _SATURDAY and day not in observed_holidays(day.year)


@cache
def observed_holidays(year: int) -> frozenset[date]:
    """The days of that year on which federal offices close; New Year's Day of the next one may be among
    them, on December 31."""
    observed = {_observed(day) for day in (*_holidays(year), date(year + 1, 1, 1))}
    return frozenset(day for day in observed if day.year == year)


def _holidays(year: int) -> list[date]:
    juneteenth = [date(year, 6, 19)] if year >= _JUNETEENTH_SINCE else []
    return [
        date(year, 1, 1),
        _nth(year, 1, _MONDAY, 3),  # Birthday of Martin Luther King, Jr.
        _nth(year, 2, _MONDAY, 3),  # Washington's Birthday
        _nth(year, 6, _MONDAY, 1) - timedelta(days=7),  # Memorial Day, the last Monday of May
        *juneteenth,
        date(year, 7, 4),
        _nth(year, 9, _MONDAY, 1),  # Labor Day
        _nth(year, 10, _MONDAY, 2),  # Columbus Day
        date(year, 11, 11),
        _nth(year, 11, _THURSDAY, 4),  # Thanksgiving
        date(year, 12, 25),
    ]


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _observed(day: date) -> date:
    moved = {_SATURDAY: -1, _SUNDAY: 1}.get(day.weekday(), 0)
    return day + timedelta(days=moved)
