"""What a SWIFT, Congressional, Press or Hill case asks for next when HPMS shows no level."""

from dataclasses import replace

import pytest

from complaints.deadlines import ClockFacts, clock
from complaints.next_step import NextStep, next_step
from complaints.sop import Action, CaseFacts, RequestFacts
from tests.sop.cases import PLAIN, Case


def case(requests=(), **complaint) -> CaseFacts:
    """The plain closing: she was reached yesterday; assigned two days ago."""
    plain = Case("", "", Action.CLOSE, PLAIN[Action.CLOSE], ()).case_facts()
    return replace(
        plain,
        resolution=None,
        requests=requests,
        complaint=replace(plain.complaint, **complaint),
    )


def step_of(facts: CaseFacts) -> NextStep:
    complaint = facts.complaint
    read = clock(
        ClockFacts(
            as_of=facts.today,
            received_date=complaint.received_date,
            assignment_date=complaint.assignment_date,
            issue_level=complaint.issue_level,
            flagged=facts.flagged,
        )
    )
    return next_step(facts, read, [], [])


FLAGGED = {"congressional": True, "issue_level": "NO_ISSUE_LEVEL"}


def test_cms_is_asked_for_a_level():
    step = step_of(case(**FLAGGED))

    assert step.words == "Ask CMS for an issue level"
    assert step.rule == "I.note.1"


@pytest.mark.parametrize(
    "values", [{**FLAGGED, "congressional": False}, {**FLAGGED, "issue_level": "URGENT"}]
)
def test_a_case_that_is_not_flagged_or_has_its_level_is_resolved(values):
    assert step_of(case(**values)).words == "Resolve"


def test_nobody_is_asked_before_the_first_contact():
    assert step_of(replace(case(**FLAGGED), contacts=())).words == "Review at intake"


@pytest.mark.parametrize("status", ["DRAFT", "CANCELLED"])
def test_a_draft_or_a_canceled_request_asks_nothing(status):
    request = RequestFacts("ISSUE_LEVEL_CHANGE", status=status)

    assert step_of(case((request,), **FLAGGED)).words == "Ask CMS for an issue level"


def test_once_cms_said_no_the_days_are_those_of_an_urgent_case():
    refused = RequestFacts("ISSUE_LEVEL_CHANGE", status="REJECTED", instructions_read=True)
    step = step_of(case((refused,), **FLAGGED))

    assert step == NextStep("Resolve", "day 2 of 7", "CFR.resolve.urgent")


def test_without_a_flag_the_days_are_thirty():
    step = step_of(case(**{**FLAGGED, "congressional": False}))

    assert step == NextStep("Resolve", "day 2 of 30", "CFR.resolve.other")
