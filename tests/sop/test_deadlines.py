"""Due dates: the golden table `due_dates.csv` and what must hold for every date."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.deadlines import ClockFacts, ClockState, DueGroup, clock, due_at, due_words
from complaints.sop import Parameters

EASTERN = ZoneInfo("America/New_York")
with (Path(__file__).parent / "due_dates.csv").open(encoding="utf-8") as table:
    ROWS = list(csv.DictReader(table))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_it_is_due_as_the_golden_table_says(row: dict[str, str]):
    read = clock(
        ClockFacts(
            received_date=date.fromisoformat(row["received"]),
            assignment_date=_date(row["assigned"]),
            issue_level=row["level"],
            issue_level_request_status=row["request"] or None,
            request_submitted_on=_date(row["submitted"]),
            request_decided_on=_date(row["decided"]),
            resolution_date=_date(row["resolved"]),
        )
    )

    others = [str(reading.due_on or "none").lower() for reading in read.readings[1:]]
    assert str(read.due_on) == row["due"]
    assert read.state == row["state"]
    assert others == ([row["other"]] if row["other"] else [])
    assert str(read.contact_due_on) == row["contact_due"]
    assert (read.due_at.hour, read.due_at.minute) == (23, 59)
    assert read.due_at.date() == read.due_on


def test_the_sum_is_explained_with_its_rules_and_regulation():
    facts = ClockFacts(date(2025, 8, 22), date(2025, 8, 22), "IMMEDIATE_NEED", plan_type="PDP")

    first, contact = clock(facts).lines

    assert first.text == "Immediate Need: assigned 8/22 + 2 calendar days = 8/24, 11:59 PM"
    assert first.rules == ("CFR.resolve.immediate", "H.note.timeframe")
    assert first.citation.startswith("42 CFR 423.129")
    assert contact.text == "Contact due by 8/29: nobody tried yet"
    assert contact.rules == ("CFR.contact.7d",)


def test_a_level_nobody_knows_is_said_to_be_so():
    (line, _) = clock(ClockFacts(date(2025, 8, 22), issue_level="Very urgent")).lines

    assert line.text.startswith("Level not recognized, counted as Immediate Need: received 8/22")


def test_contact_is_met_when_somebody_was_reached():
    facts = ClockFacts(date(2025, 8, 22), first_reached_on=date(2025, 8, 23))

    assert clock(facts).contact_reached_on == date(2025, 8, 23)
    assert clock(facts).lines[-1].text == "Contact made 8/23, due by 8/29"


def test_an_attempt_is_no_contact_yet():
    facts = ClockFacts(date(2025, 8, 22), first_attempted_on=date(2025, 8, 23))

    assert clock(facts).lines[-1].text == "Contact due by 8/29: tried 8/23, nobody reached yet"


def test_amended_days_change_the_due_date():
    facts = ClockFacts(
        date(2025, 8, 22), issue_level="URGENT", parameters=Parameters(days_urgent=5)
    )

    assert clock(facts).due_on == date(2025, 8, 27)


@pytest.mark.parametrize(
    ("due", "words", "group"),
    [
        (date(2026, 11, 20), "2 d 10 h overdue", DueGroup.OVERDUE),
        (date(2026, 11, 21), "1 d 10 h overdue", DueGroup.OVERDUE),
        (date(2026, 11, 22), "10 h 43 min overdue", DueGroup.OVERDUE),
        (date(2026, 11, 23), "13 h 17 min left", DueGroup.TODAY),
        (date(2026, 11, 24), "1 d 13 h left", DueGroup.SOON),
        (date(2026, 11, 25), "2 d 13 h left", DueGroup.WEEK),
        (date(2026, 11, 30), "7 d 13 h left", DueGroup.WEEK),
        (date(2026, 12, 1), "8 d left", DueGroup.LATER),
    ],
)
def test_it_says_how_long_there_is(due: date, words: str, group: DueGroup):
    said = due_words(due, datetime(2026, 11, 23, 10, 42, tzinfo=EASTERN))

    assert (said.text, said.group) == (words, group)


@pytest.mark.parametrize(
    ("state", "words"), [("STOPPED", "Clock stopped"), (ClockState.ENDED, "Resolved")]
)
def test_a_stopped_or_ended_clock_counts_nothing(state: str, words: str):
    now = datetime(2026, 11, 23, 10, 42, tzinfo=EASTERN)

    assert due_words(date(2026, 11, 1), now, state=state).text == words


def test_the_last_minute_belongs_to_the_day():
    last = datetime(2026, 11, 23, 23, 59, 30, tzinfo=EASTERN)

    assert due_words(date(2026, 11, 23), last).text == "0 min left"
    assert due_words(date(2026, 11, 23), last + timedelta(seconds=31)).group == DueGroup.OVERDUE


def test_hours_are_real_ones_when_the_clocks_change():
    before = datetime(2025, 11, 1, 23, 59, tzinfo=EASTERN)

    assert due_words(date(2025, 11, 2), before).text == "1 d 1 h left"


def test_today_is_the_contract_s():
    moment = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)

    assert due_words(date(2026, 11, 23), moment, "America/New_York").group == DueGroup.OVERDUE
    assert due_words(date(2026, 11, 23), moment, "America/Los_Angeles").group == DueGroup.TODAY


days = st.dates(date(2016, 1, 1), date(2035, 12, 31))
levels = st.sampled_from(["IMMEDIATE_NEED", "URGENT", "NO_ISSUE_LEVEL", "UNKNOWN", ""])


@given(days, levels)
def test_the_due_date_is_plain_subtraction_of_dates(start: date, level: str):
    read = clock(ClockFacts(start, start, level))

    assert (read.due_on - read.start).days == read.days


@given(days, st.integers(0, 400), levels)
def test_a_later_assignment_is_never_due_earlier(start: date, later: int, level: str):
    one = clock(ClockFacts(start, start, level))
    other = clock(ClockFacts(start, start + timedelta(days=later), level))

    assert other.due_on - one.due_on == timedelta(days=later)


@given(days, st.sampled_from([None, "PENDING", "APPROVED", "REJECTED"]), days, days)
def test_no_request_moves_the_date_later_than_the_strict_reading(start, status, submitted, decided):
    read = clock(
        ClockFacts(
            start,
            start,
            "URGENT",
            status,
            request_submitted_on=submitted,
            request_decided_on=decided,
        )
    )

    assert read.due_on <= start + timedelta(days=7)


@given(days, days, st.integers(0, 24 * 60 * 60 - 1))
def test_overdue_and_left_never_overlap(due_on: date, day: date, second: int):
    now = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second)
    said = due_words(due_on, now)

    is_past = now.astimezone(EASTERN) >= due_at(due_on, "America/New_York") + timedelta(minutes=1)
    assert said.text.endswith("overdue") == is_past == (said.group == DueGroup.OVERDUE)
