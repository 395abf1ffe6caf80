"""The case CMS agreed to move to another contract, until a download shows it there (SOP A, 4.a)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from complaints.sop import Action, AssignmentFacts, CaseFacts, RequestFacts
from complaints.sop.agreed_move import agreed_move
from tests.sop.cases import PLAIN, TODAY, Case

AGREED_ON = TODAY - timedelta(days=3)
MOVE = RequestFacts(
    request_type="CONTRACT_CHANGE",
    status="APPROVED",
    target_contract_id="H9999",
    decided_on=AGREED_ON,
)


def _case(*requests: RequestFacts, anew_on: date | None = None) -> CaseFacts:
    plain = Case("", "", Action.SAVE_COMPLAINT, PLAIN[Action.SAVE_COMPLAINT], ()).case_facts()
    assigned = [AssignmentFacts("H1234", AGREED_ON - timedelta(days=30))]
    if anew_on:
        assigned.append(AssignmentFacts("H1234", anew_on, reason="T.1.a"))
    return replace(plain, requests=requests, assignments=tuple(assigned))


def test_an_agreed_move_stands():
    assert agreed_move(_case(MOVE)) == MOVE


@pytest.mark.parametrize(
    "changed",
    [
        {"request_type": "CMS_ISSUE"},
        {"status": "REJECTED"},
        {"status": "PENDING", "decided_on": None},
        {"decided_on": None},
        {"target_contract_id": "H1234"},
    ],
    ids=["another request", "rejected", "pending", "no day", "already there"],
)
def test_what_is_no_agreed_move(changed: dict):
    assert agreed_move(_case(replace(MOVE, **changed))) is None


@pytest.mark.parametrize(
    ("status", "stands"),
    [("DRAFT", True), ("CANCELLED", True), ("PENDING", False), ("REJECTED", False)],
)
def test_a_newer_request_takes_it_back_once_it_was_made(status: str, stands: bool):
    newer = replace(MOVE, status=status, decided_on=None)

    assert (agreed_move(_case(MOVE, newer)) == MOVE) is stands


@pytest.mark.parametrize(("days", "stands"), [(-1, True), (0, False), (1, False)])
def test_a_case_begun_anew_since_stays(days: int, stands: bool):
    case = _case(MOVE, anew_on=AGREED_ON + timedelta(days=days))

    assert (agreed_move(case) == MOVE) is stands


def test_the_latest_beginning_counts():
    case = _case(MOVE, anew_on=AGREED_ON - timedelta(days=1))
    again = AssignmentFacts("H1234", AGREED_ON + timedelta(days=1), reason="T.1.a")

    assert agreed_move(replace(case, assignments=(*case.assignments, again))) is None
