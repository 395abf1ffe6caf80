"""When attempts count as distinct: other days, and by the clock far enough apart."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from complaints.sop.contact_log import distinct

EASTERN = ZoneInfo("America/New_York")


def _at(words: str) -> datetime:
    day, time = words.split()
    hour, minute = time.split(":")
    return datetime(2025, 8, int(day), int(hour), int(minute), tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("20 09:05", "21 10:05", True),
        ("20 09:05", "21 10:04", False),
        ("20 10:05", "21 09:05", True),
        ("20 09:05", "20 15:05", False),
        ("20 23:30", "21 00:30", True),
        ("20 23:31", "21 00:30", False),
        ("20 23:30", "21 00:29", False),
        ("20 00:10", "21 12:10", True),
    ],
)
def test_two_attempts_differ_in_date_and_by_an_hour_of_the_clock(one: str, other: str, apart: bool):
    assert distinct([_at(one), _at(other)], wanted=2, minutes_apart=60) is apart


def test_one_attempt_too_few_is_not_enough():
    times = [_at("19 09:00"), _at("20 11:00"), _at("21 11:30")]

    assert not distinct(times, wanted=3, minutes_apart=60)
    assert distinct([*times, _at("22 14:00")], wanted=3, minutes_apart=60)
