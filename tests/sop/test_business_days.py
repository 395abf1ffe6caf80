"""Business days: weekends and the federal holidays as they are observed."""

from datetime import date

import pytest

from complaints.sop.business_days import after_business_days, is_business_day, observed_holidays

# As the Office of Personnel Management lists them.
OPM_2021 = """2021-01-01 2021-01-18 2021-02-15 2021-05-31 2021-06-18 2021-07-05 2021-09-06 2021-10-11
              2021-11-11 2021-11-25 2021-12-24 2021-12-31"""
OPM_2025 = """2025-01-01 2025-01-20 2025-02-17 2025-05-26 2025-06-19 2025-07-04 2025-09-01 2025-10-13
              2025-11-11 2025-11-27 2025-12-25"""
OPM_2026 = """2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-09-07 2026-10-12
              2026-11-11 2026-11-26 2026-12-25"""


@pytest.mark.parametrize("listed", [OPM_2021, OPM_2025, OPM_2026])
def test_holidays_are_those_federal_offices_observe(listed: str):
    days = {date.fromisoformat(day) for day in listed.split()}

    assert observed_holidays(min(days).year) == days


def test_new_years_day_on_a_saturday_is_observed_in_the_old_year_alone():
    assert date(2021, 12, 31) in observed_holidays(2021)
    assert observed_holidays(2022).isdisjoint({date(2022, 1, 1), date(2021, 12, 31)})


def test_juneteenth_is_a_holiday_since_2021():
    assert is_business_day(date(2020, 6, 19))
    assert not is_business_day(date(2021, 6, 18))


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2025-11-14", 1, "2025-11-17"),  # Friday to Monday
        ("2025-11-13", 1, "2025-11-14"),
        ("2025-11-26", 1, "2025-11-28"),  # over Thanksgiving
        ("2025-11-15", 1, "2025-11-17"),  # from a Saturday
        ("2026-07-02", 1, "2026-07-06"),  # Independence Day observed on Friday
        ("2025-12-24", 2, "2025-12-29"),
        ("2025-12-24", 0, "2025-12-24"),
    ],
)
def test_business_days_are_counted_after_the_day_itself(start: str, count: int, expected: str):
    assert after_business_days(date.fromisoformat(start), count) == date.fromisoformat(expected)
