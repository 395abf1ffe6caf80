"""How remedies write dates, times and lists."""

from collections.abc import Iterable
from datetime import date, datetime


def day(value: date) -> str:
    """8/24/2025"""
    return f"{value.month}/{value.day}/{value.year}"


def moment(value: datetime) -> str:
    """8/24/2025 1:30 PM"""
    return f"{day(value)} {value.hour % 12 or 12}:{value:%M} {value:%p}"


def characters(count: int) -> str:
    """1 character, 1,204 characters"""
    return f"{count:,} character{'' if count == 1 else 's'}"


def listed(words: Iterable[str]) -> str:
    """a, b and c"""
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last
