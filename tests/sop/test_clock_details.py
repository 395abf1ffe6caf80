"""How much time is left, to the minute at which the words change."""

from datetime import date, timedelta

import pytest

from complaints.deadlines import ClockFacts, DueGroup, clock, due_at, due_words
from complaints.sop import Parameters

DUE = date(2026, 11, 23)
ZONE = "America/New_York"
HOUR, DAY = 60, 24 * 60


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (1, "1 min"),
        (HOUR - 1, "59 min"),
        (HOUR, "1 h 0 min"),
        (HOUR + 1, "1 h 1 min"),
        (DAY - 1, "23 h 59 min"),
        (DAY, "1 d 0 h"),
        (DAY + HOUR - 1, "1 d 0 h"),
        (DAY + HOUR, "1 d 1 h"),
        (7 * DAY - 1, "6 d 23 h"),
        (8 * DAY - 1, "7 d 23 h"),
        (8 * DAY, "8 d"),
    ],
)
def test_time_is_told_in_its_two_largest_units(minutes: int, words: str):
    at = due_at(DUE, ZONE)

    assert due_words(DUE, at - timedelta(minutes=minutes), ZONE).text == f"{words} left"
    if minutes:
        assert due_words(DUE, at + timedelta(minutes=minutes), ZONE).text == f"{words} overdue"


@pytest.mark.parametrize(
    ("minutes", "group"),
    [
        (-1, DueGroup.OVERDUE),
        (0, DueGroup.TODAY),
        (DAY - 1, DueGroup.TODAY),
        (DAY, DueGroup.SOON),
        (2 * DAY, DueGroup.SOON),
        (2 * DAY + 1, DueGroup.WEEK),
        (8 * DAY - 1, DueGroup.WEEK),
        (8 * DAY, DueGroup.LATER),
    ],
)
def test_groups_change_with_the_day_and_at_48_hours(minutes: int, group: DueGroup):
    now = due_at(DUE, ZONE) - timedelta(minutes=minutes)

    assert due_words(DUE, now, ZONE).group is group


@pytest.mark.parametrize(("days", "words"), [(1, "1 calendar day ="), (2, "2 calendar days =")])
def test_the_sum_counts_one_day_and_several_days(days: int, words: str):
    facts = ClockFacts(
        as_of=DUE,
        received_date=DUE,
        issue_level="URGENT",
        parameters=Parameters(days_urgent=days),
    )

    assert words in clock(facts).lines[0].text
