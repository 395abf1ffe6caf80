"""Facts, rules and due dates cannot be changed while they are read."""

import importlib
import pkgutil
from dataclasses import is_dataclass

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
