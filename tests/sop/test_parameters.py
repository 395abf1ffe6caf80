"""Numbers are dated, and an administrator's own begin on their day."""

from datetime import date

from complaints.sop import DatedValue, Parameters, parameters_on


def _override(name: str, value: int, since: date) -> DatedValue:
    return DatedValue(name, value, since, "calendar days", "CFR.resolve.urgent")


def test_the_defaults_are_those_in_force_today():
    assert parameters_on(date(2026, 1, 1)) == Parameters()


def test_before_its_first_date_a_default_holds_all_the_same():
    assert parameters_on(date(2015, 1, 1)) == Parameters()


def test_an_override_holds_from_its_day_on():
    stricter = _override("days_urgent", 5, date(2026, 3, 1))

    assert parameters_on(date(2026, 2, 28), [stricter]).days_urgent == 7
    assert parameters_on(date(2026, 3, 1), [stricter]).days_urgent == 5


def test_the_newest_override_wins_in_whatever_order_they_come():
    newer = _override("days_urgent", 6, date(2026, 4, 1))
    older = _override("days_urgent", 5, date(2026, 3, 1))

    assert parameters_on(date(2026, 5, 1), [newer, older]).days_urgent == 6
