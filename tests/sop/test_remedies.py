"""What remedies say in numbers: they are read by somebody who then acts on them."""

import pytest

from complaints.sop import Action, evaluate
from tests.sop.cases import PLAIN, Case


def _remedy(rule: str, action: Action, **facts: object) -> str:
    named = {name.replace("__", "."): value for name, value in facts.items()}
    case = Case("", "", action, {**PLAIN[action], **named}, ())
    (found,) = [one for one in evaluate(case.case_facts(), action) if one.rule == rule]
    return found.message


@pytest.mark.parametrize(("days", "words"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_a_level_too_low_names_the_days_of_medication_left(days: int, words: str):
    remedy = _remedy(
        "H.note.1.pdp",
        Action.INTAKE,
        complaint__plan_type="PDP",
        intake__has_access_to_care=None,
        intake__days_of_medication_left=days,
    )

    assert remedy.startswith(f"{words} of medication left means Immediate Need, above Urgent.")


def test_a_level_too_low_begins_its_sentence_with_a_capital():
    remedy = _remedy(
        "H.note.1.ma",
        Action.INTAKE,
        intake__has_access_to_care=False,
        intake__immediate_need_exists=True,
    )

    assert remedy.startswith("No access to care that is needed now means Immediate Need,")


@pytest.mark.parametrize(
    ("length", "words"),
    [(4001, "1 character;"), (4002, "2 characters;"), (5500, "1,500 characters;")],
)
def test_comments_too_long_are_told_by_how_much(length: int, words: str):
    remedy = _remedy("UP.comments", Action.SAVE_NOTE, note__comments="x" * length)

    assert remedy == f"Shorten the comments by {words} HPMS takes 4,000."


def test_a_row_that_may_not_resolve_names_all_that_blocks_and_the_first_remedy():
    blocking = {
        "complaint__complaint_category": "",
        "complaint__complaint_subcategory": "",
        "resolution__complainant_satisfied": "",
    }
    named = {name.replace("__", "."): value for name, value in blocking.items()}
    closing = Case("", "", Action.CLOSE, {**PLAIN[Action.CLOSE], **named}, ())
    errors = [
        one for one in evaluate(closing.case_facts(), Action.CLOSE) if one.severity == "ERROR"
    ]

    remedy = _remedy("UP.resolve.gate", Action.UPLOAD_BUILD, **blocking)

    assert len(errors) > 1
    assert all(one.rule in remedy for one in errors)
    assert remedy.endswith(f"First: {errors[0].message}")


def test_several_details_of_an_agent_are_refused_at_the_first():
    facts = {
        **PLAIN[Action.SAVE_NOTE],
        "note.agent_broker_first_name": "Ann",
        "note.agent_broker_notes": "Sold it.",
    }
    found = evaluate(Case("", "", Action.SAVE_NOTE, facts, ()).case_facts(), Action.SAVE_NOTE)
    (refused,) = [one for one in found if one.rule == "UP.agentBroker.blank_if_blank"]

    assert refused.field == "agent_broker_first_name"
    assert "first name, notes" in refused.message
