"""The navigator's tree: every way through it ends, and each end says what the memo says."""

from itertools import product

import pytest

from complaints.sop.home_infusion import OUTCOMES, PAYERS, PROGRAMS, QUESTIONS, walk
from complaints.sop.index import step

ANSWERS = {
    field: [choice.value for choice in question.choices]
    for question in QUESTIONS.values()
    for field in [question.field]
}


def every_way():
    for values in product(*ANSWERS.values()):
        yield walk(dict(zip(ANSWERS, values, strict=True)))


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"part_b": "yes"}, "part_b_pays"),
        ({"network": "unknown"}, "no_network"),
        ({"network": "full", "dual": "yes"}, "provider_and_state"),
        ({"network": "full", "dual": "no", "assurances": "yes"}, "provided"),
        ({"network": "full", "dual": "no", "assurances": "no"}, "not_assured"),
        ({"network": "drug_only", "entity": "no"}, "not_assured"),
        ({"network": "drug_only", "entity": "yes", "dual": "yes"}, "entity_and_state"),
        (
            {"network": "drug_only", "entity": "yes", "dual": "no", "assurances": "yes"},
            "provided",
        ),
        (
            {"network": "drug_only", "entity": "yes", "dual": "no", "assurances": "no"},
            "not_assured",
        ),
    ],
)
def test_each_way_leads_where_the_packet_draws_it(answers, outcome):
    assert walk({"part_b": "no", **answers}).outcome is OUTCOMES[outcome]


def test_every_way_ends_and_every_end_is_reached():
    ends = [one.outcome for one in every_way()]

    assert None not in ends
    assert {end.title for end in ends} == {outcome.title for outcome in OUTCOMES.values()}


def test_without_an_answer_the_first_question_stands_open():
    (asked,) = walk({}).asked

    assert asked.question is QUESTIONS["part_b"]
    assert (asked.answer, walk({}).outcome) == ("", None)


def test_the_open_question_comes_last_and_alone():
    way = walk({"part_b": "no", "network": "full"})

    assert [asked.answer for asked in way.asked] == ["no", "full", ""]
    assert way.asked[-1].question.field == "dual"
    assert way.outcome is None


def test_an_unknown_answer_counts_as_none():
    assert walk({"part_b": "perhaps"}).asked[-1].answer == ""
    assert walk({"part_b": "no", "network": "<script>"}).outcome is None


def test_answers_that_are_not_on_the_way_are_passed_over():
    way = walk({"part_b": "yes", "network": "drug_only", "dual": "no"})

    assert [asked.question.field for asked in way.asked] == ["part_b"]


def test_being_a_dual_eligible_is_asked_once_on_any_way():
    for way in every_way():
        fields = [asked.question.field for asked in way.asked]
        assert len(set(fields)) == len(fields)


def test_drugs_are_dispensed_only_with_assurance():
    assert [key for key, end in OUTCOMES.items() if end.assured is True] == ["provided"]
    assert [key for key, end in OUTCOMES.items() if end.assured is False] == ["not_assured"]
    for key in ("provider_and_state", "entity_and_state", "not_assured"):
        assert "HI.ancillary" in [one.rule for one in OUTCOMES[key].steps]


def test_every_statement_is_cited_and_every_rule_is_in_the_index():
    statements = [one for outcome in OUTCOMES.values() for one in outcome.steps]

    assert all(one.citation for one in (*statements, *QUESTIONS.values()))
    assert all(step(one.rule).scenario == "HI" for one in statements if one.rule)


def test_every_choice_leads_to_a_question_or_an_outcome():
    for question in QUESTIONS.values():
        assert all(choice.leads_to in {**QUESTIONS, **OUTCOMES} for choice in question.choices)


@pytest.mark.parametrize(
    ("what", "answers"),
    [
        ("Professional fees", ["Yes", "No", "Yes", "No", "Yes", "Varies"]),
        ("Equipment and supplies", ["Sometimes", "Yes", "Yes", "No", "Yes", "Varies"]),
        ("Drug and dispensing fee", ["No", "Yes", "Yes", "Yes", "No", "Varies"]),
    ],
)
def test_the_payer_table_answers_as_attachment_one(what, answers):
    (row,) = [row for row in PAYERS if row.what == what]

    assert [payment.answer for payment in row.payments] == answers
    assert len(PROGRAMS) == len(answers)
