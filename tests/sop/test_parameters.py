"""Numbers are dated, and an administrator's own begin on their day."""

import csv
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from complaints.deadlines import ClockFacts, clock
from complaints.sop import DatedValue, Parameters, parameters_on, rules
from complaints.sop.index import step
from complaints.sop.parameters import DEFAULTS, SPANS, refused_value
from complaints.sop.timer import TIMERS


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


def test_every_parameter_has_a_default_a_source_and_a_span():
    names = [field.name for field in fields(Parameters)]

    assert names == [*SPANS] == list(dict.fromkeys(default.name for default in DEFAULTS))
    assert all(step(default.step) for default in DEFAULTS)


class Asked:
    """Stands in for the parameters and notes each that is asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getattr__(self, name: str) -> int:
        self.names.add(name)
        return getattr(Parameters(), name)


def _read_by_the_clock() -> set[str]:
    asked = Asked()
    for level in ("IMMEDIATE_NEED", "URGENT", "NO_ISSUE_LEVEL"):
        day = date(2025, 8, 22)
        clock(ClockFacts(day, day, issue_level=level, parameters=asked))
    return asked.names


def test_every_parameter_is_read_by_a_rule_a_timer_or_the_clock():
    """What rules and timers declare they read: other tests hold them to it."""
    declared = {path for one in (*rules(), *TIMERS.values()) for path in one.facts}
    read = {path.removeprefix("parameters.") for path in declared if "parameters." in path}

    assert {*SPANS} - read - _read_by_the_clock() == set()


def test_numbers_and_limits_are_those_of_the_golden_table():
    """`parameters.csv` is for a compliance officer to read beside the sources."""
    table = Path(__file__).parent / "parameters.csv"
    with table.open(newline="", encoding="utf-8") as rows:
        agreed = [tuple(row.values()) for row in csv.DictReader(rows)]

    assert agreed == [
        tuple(
            str(value)
            for value in (
                default.name,
                default.value,
                default.unit,
                default.since,
                default.step,
                SPANS[default.name].least,
                SPANS[default.name].most,
            )
        )
        for default in DEFAULTS
    ]


def test_every_default_is_within_its_own_span():
    assert [d.name for d in DEFAULTS if refused_value(d.name, d.value)] == []


def test_no_two_parameters_are_called_the_same():
    assert len({span.words for span in SPANS.values()}) == len(SPANS)


@pytest.mark.parametrize(
    ("value", "refused"), [(0, True), (1, False), (30, False), (31, True), (-1, True)]
)
def test_a_value_stays_within_its_span(value, refused):
    assert bool(refused_value("days_urgent", value)) is refused


def test_a_refused_value_says_what_to_enter():
    assert refused_value("note_max_characters", 20_000) == (
        "20,000 is out of range. Enter a whole number from 100 to 10,000."
    )


def test_of_two_overrides_of_one_day_the_later_entered_wins():
    first, second = (_override("days_urgent", value, date(2026, 3, 1)) for value in (5, 6))

    assert parameters_on(date(2026, 3, 1), [first, second]).days_urgent == 6
    assert parameters_on(date(2026, 3, 1), [second, first]).days_urgent == 5
