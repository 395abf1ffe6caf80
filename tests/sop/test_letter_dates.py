"""The date of a letter in the note, in the forms people write (SOP Q, note 2)."""

from datetime import date

import pytest

from complaints.sop import Action, evaluate
from tests.sop.cases import PLAIN, PLAIN_TEXT, Case

MONTHS = "January February March April May June July August September October November December"


def _asked_for(sent: date, written: str) -> bool:
    letter = {"attempted_at": "today-1 10:40", "outcome": "SENT", "method": "LETTER"}
    facts = {
        **PLAIN[Action.CLOSE],
        "contacts": [
            {"attempted_at": "today-1 09:05", "outcome": "REACHED"},
            {**letter, "letter_sent_on": sent},
        ],
        "resolution.note.text": f"{PLAIN_TEXT} Letter sent {written}.",
    }
    found = evaluate(Case("", "", Action.CLOSE, facts, ()).case_facts(), Action.CLOSE)
    return "Q.note.2.date" in [finding.rule for finding in found]


@pytest.mark.parametrize(("number", "name"), [*enumerate(MONTHS.split(), start=1)])
def test_the_month_may_be_a_name_of_its_own(number: int, name: str):
    sent = date(2025, number, 5)

    assert not _asked_for(sent, f"{name} 5")
    assert not _asked_for(sent, f"5 {name[:3]}.")
    assert _asked_for(date(2025, number % 12 + 1, 5), f"{name} 5")


@pytest.mark.parametrize(
    "written", ["8/4", "08/04/2025", "8-4-25", "2025-08-04", "Aug 4", "August 04", "4th August"]
)
def test_usual_forms_of_the_date_are_read(written: str):
    assert not _asked_for(date(2025, 8, 4), written)


@pytest.mark.parametrize("written", ["8/14", "18/4", "8/41", "2025-08-14", "Aug 14", "14 August"])
def test_another_day_is_not_that_date(written: str):
    assert _asked_for(date(2025, 8, 4), written)
