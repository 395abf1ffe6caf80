"""How remedies write times, amounts and lists."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from complaints.sop.words import characters, listed, moment

EASTERN = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(0, 5, "12:05 AM"), (1, 0, "1:00 AM"), (11, 59, "11:59 AM"), (12, 30, "12:30 PM"), (13, 1, "1:01 PM")],
)  # fmt: skip
def test_a_moment_is_written_by_the_twelve_hour_clock(hour: int, minute: int, words: str):
    assert moment(datetime(2025, 8, 24, hour, minute, tzinfo=EASTERN)) == f"8/24/2025 {words}"


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 characters"), (1, "1 character"), (2, "2 characters"), (1204, "1,204 characters")],
)
def test_characters_are_counted_in_words(count: int, words: str):
    assert characters(count) == words


@pytest.mark.parametrize(
    ("words", "list_"), [("a", "a"), ("ab", "a and b"), ("abc", "a, b and c")], ids=str
)
def test_a_list_ends_with_and(words: str, list_: str):
    assert listed(words) == list_
