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


@pytest.mark.parametrize("record", _records(), ids=lambda one: one.__qualname__)
def test_a_fact_nobody_gave_says_nothing(record: type):
    """A flag is set by somebody; `at_send` belongs to a rule and is no fact."""
    defaults = {field.name: field.default for field in fields(record)}

    assert [name for name, value in defaults.items() if value is True and name != "at_send"] == []
