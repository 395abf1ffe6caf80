"""What scenario Q computes: the notification that fits the log."""

from dataclasses import replace

import pytest

from complaints.sop import Action, CaseFacts, ContactFacts
from complaints.sop.scenarios.q_resolution_summary import suggested_notification
from tests.sop.cases import PLAIN, Case


@pytest.fixture
def facts() -> CaseFacts:
    return Case("", "", Action.CLOSE, PLAIN[Action.CLOSE], ()).case_facts()


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
