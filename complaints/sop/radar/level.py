"""Whether the issue level fits what is told: SOP H, notes 1 and 2.

A drug plan's levels go by the days of medication left, any other plan's by access to care."""

import re

from complaints.sop.facts import CaseFacts
from complaints.sop.radar.text import NUMBERS, Text

_NAMES = {
    "IMMEDIATE_NEED": "Immediate Need",
    "URGENT": "Urgent",
    "NO_ISSUE_LEVEL": "No Issue Level",
}
_UNITS = {"day": 1, "week": 7, "month": 30}
_SUPPLY = (
    "# {unit} left", "# {unit} supply left/remaining", "# {unit} of ~ left/remaining", "# {unit} worth",
    "has/have/having # {unit} of/supply", "has/have only/about/just # {unit} of/supply",
)  # fmt: skip
_FEW = 2  # tablets that cannot last longer than so many days
_TABLETS = "# ~ tablet/pill/dose/capsule left"
_NONE_LEFT = (
    "run/ran out of ~ medication/medicine/insulin/pill/drug/prescription/yesterday/today",
    "ran out ~ yesterday/today/ago",
    "none left",
    "has/have no * left",
    "without ~ medication/medicine/insulin",
    "out of ~ medication/medicine/insulin/pill/inhaler",
    "took ~ last pill/dose/tablet",
    "last pill/dose/tablet",
)
_WORDS = "|".join(
    sorted(NUMBERS, key=len, reverse=True)
)  # the longer word first: fourteen, then four
_AMOUNT = re.compile(rf"\d{{1,3}}|{_WORDS}", re.IGNORECASE)


def doubt(facts: CaseFacts, summary: Text) -> tuple[str, str] | None:
    """Reason and step when the facts suggest another level than HPMS shows; None when they agree."""
    said = _by_medication(facts, summary) or _by_access(facts)
    shown = facts.complaint.issue_level
    if said is None or shown not in _NAMES or said[0] == shown:
        return None
    suggested, why, rule = said
    return f"{why} suggests {_NAMES[suggested]}, HPMS shows {_NAMES[shown]}", rule


def _by_medication(facts: CaseFacts, summary: Text) -> tuple[str, str, str] | None:
    days = facts.intake.days_of_medication_left
    if days is None:
        days = days_left(summary)
    if days is None:
        return None
    why = f"{days} day{'' if days == 1 else 's'} of medication left"
    if days <= facts.parameters.days_of_medication_immediate:
        return "IMMEDIATE_NEED", why, "H.note.1.pdp"
    if days <= facts.parameters.days_of_medication_urgent:
        return "URGENT", why, "H.note.2.pdp"
    return "NO_ISSUE_LEVEL", why, "H.note.2.pdp"


def _by_access(facts: CaseFacts) -> tuple[str, str, str] | None:
    intake = facts.intake
    if facts.complaint.plan_type == "PDP" or intake.has_access_to_care is None:
        return None
    if intake.has_access_to_care:
        return "NO_ISSUE_LEVEL", "Access to care", "H.note.2.ma"
    if intake.immediate_need_exists:
        return "IMMEDIATE_NEED", "No access to care that is needed now", "H.note.1.ma"
    return "URGENT", "No access to care", "H.note.2.ma"


def days_left(summary: Text) -> int | None:
    """Whole days of medication that the text says are left; None where it says nothing."""
    for unit, length in _UNITS.items():
        if found := _AMOUNT.search(summary.first(shape.format(unit=unit) for shape in _SUPPLY)):
            return _number(found[0]) * length
    if (found := _AMOUNT.search(summary.find(_TABLETS))) and _number(found[0]) <= _FEW:
        return _number(found[0])
    return 0 if summary.first(_NONE_LEFT) else None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]
