"""Business days: Monday to Friday. Federal holidays count as such, which is the stricter reading."""

from datetime import date, timedelta


def after_business_days(start: date, count: int) -> date:
    """The day `count` business days after `start`: a Friday and 1 is the Monday."""
    day = start
    for _ in range(count):
        day += timedelta(days=1)
        while day.weekday() >= 5:
            day += timedelta(days=1)
    return day
