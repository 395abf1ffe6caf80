"""Facts, rules and due dates cannot be changed while they are read."""

import importlib
import pkgutil
from dataclasses import fields, is_dataclass

import pytest

from complaints import deadlines, sop


def _records() -> list[type]:
    found = {}
    for package in (sop, deadlines):
        for _, name, _ in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for one in vars(importlib.import_module(name)).values():
                if isinstance(one, type) and is_dataclass(one) and one.__module__ == name:
                    found[f"{name}.{one.__name__}"] = one
    return [found[name] for name in sorted(found)]


@pytest.mark.parametrize("record", _records(), ids=lambda one: one.__qualname__)
def test_a_record_of_the_law_is_frozen(record: type):
    assert record.__dataclass_params__.frozen


@pytest.mark.parametrize(
    "record",
    [one for one in _records() if one.__name__.endswith("Facts")],
    ids=lambda one: one.__qualname__,
)
def test_a_flag_nobody_set_is_not_set_and_a_count_nobody_made_is_zero(record: type):
    numbers = {one.name: one.default for one in fields(record) if isinstance(one.default, int)}

    assert [name for name, value in numbers.items() if value] == []


def test_no_line_of_the_clock_is_missed_unless_it_says_so():
    assert deadlines.Line("Contact made", (), "SOP Q").missed is False
