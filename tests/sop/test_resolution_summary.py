"""What scenario Q computes: the Resolution Summary and the notification that fits the log."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from complaints.sop import Action, CaseFacts, ContactFacts, NoteFacts
from complaints.sop.scenarios.q_resolution_summary import composed_summary, suggested_notification
from tests.sop.cases import PLAIN, Case


@pytest.fixture
def facts() -> CaseFacts:
    return Case("", "", Action.CLOSE, PLAIN[Action.CLOSE], ()).case_facts()


def _note(day: int, text: str, **more) -> NoteFacts:
    written = datetime(2025, 8, day, 9, 5, tzinfo=ZoneInfo("America/New_York"))
    return NoteFacts(text, include_in_summary=True, created_at=written, **more)


def test_the_final_note_alone_is_the_summary(facts):
    assert composed_summary(facts, "Refunded. ").text == "Refunded."


def test_ticked_notes_follow_oldest_first_with_their_dates(facts):
    notes = (_note(23, "Refund asked for."), _note(22, "Called."), NoteFacts("Not ticked."))

    summary = composed_summary(replace(facts, notes=notes), "Refunded.")

    assert summary.text == "Refunded. [8/22/2025: Called.] [8/23/2025: Refund asked for.]"
    assert summary.left_out == ()


def test_an_internal_note_stays_inside(facts):
    notes = (_note(22, "Called.", internal=True),)

    assert composed_summary(replace(facts, notes=notes), "Refunded.").text == "Refunded."


def test_an_extract_is_cut_to_fit_and_the_next_is_left_out(facts):
    notes = (_note(22, "a" * 200), _note(23, "b" * 200))

    summary = composed_summary(replace(facts, notes=notes), "x" * 3900)

    assert len(summary.text) == 4000
    assert summary.text.endswith("a...]")
    assert summary.left_out == (notes[1],)


@pytest.mark.parametrize(
    ("contacts", "digit"),
    [
        ([("PHONE", "REACHED")], "1"),
        ([("EMAIL", "SENT")], "2"),
        ([("FAX", "SENT")], "2"),
        ([("OTHER_ELECTRONIC", "SENT")], "2"),
        ([("PHONE", "REACHED"), ("LETTER", "SENT")], "3"),
        ([("PHONE", "NO_ANSWER"), ("LETTER", "SENT")], "2"),
        ([("PHONE", "LEFT_MESSAGE")], "4"),
        ([("LETTER", "RETURNED")], "4"),
        ([("IN_PERSON", "REACHED")], "0"),
        ([("IN_PERSON", "REACHED"), ("PHONE", "REACHED")], "1"),
        ([], "4"),
    ],
)
def test_the_notification_fits_the_contacts(facts, contacts, digit):
    log = tuple(
        ContactFacts(facts.now, method, outcome, "BENEFICIARY", "RESOLUTION")
        for method, outcome in contacts
    )

    assert suggested_notification(replace(facts, contacts=log)) == digit


def test_a_talk_about_facts_or_with_others_tells_nobody_the_outcome(facts):
    log = (
        ContactFacts(facts.now, "PHONE", "REACHED", "BENEFICIARY", "FACT_FINDING"),
        ContactFacts(facts.now, "PHONE", "REACHED", "ACCOUNT_MANAGER", "RESOLUTION"),
    )

    assert suggested_notification(replace(facts, contacts=log)) == "4"
