"""The home infusion page: a questionnaire that works by plain links and forms, and the payer table."""

import pytest

from complaints.sop.home_infusion import OUTCOMES, PAYERS, PROGRAMS
from complaints.sop.index import STEPS

pytestmark = pytest.mark.django_db
ADDRESS = "/sop/home-infusion/"


def test_it_is_marked_as_guidance_of_its_time(desk, words):
    assert "Guidance of 2006 and 2007." in words(desk.get(ADDRESS))
    assert "Guidance of 2006 and 2007" in words(desk.get("/sop/hi/"))


def test_it_asks_one_question_at_first(desk, words):
    said = words(desk.get(ADDRESS))

    assert "Does Part B cover the drug" in said
    assert "How does the Part D plan's network" not in said


def test_each_answer_leads_to_the_next_question_and_stays_chosen(desk, words):
    page = desk.get(ADDRESS, {"part_b": "no"})

    said = words(page)
    assert "First decision point" in said
    assert "How does the Part D plan's network cover home infusion drugs?" in said
    assert "Second decision point" not in said
    assert page.content.decode().count("checked") == 1


def test_the_last_answer_leads_to_what_to_do_with_its_sources(desk, words):
    answers = {"part_b": "no", "network": "full", "dual": "no", "assurances": "no"}
    page = desk.get(ADDRESS, answers)

    said = words(page)
    assert "Second decision point" in said
    for step in OUTCOMES["not_assured"].steps:
        assert step.words in said
        assert step.citation in said
    assert "Are ancillary services assured? No." in said
    assert "42 CFR 423.153(c)" in said
    assert 'href="/sop/hi/#HI.ancillary"' in page.content.decode()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"part_b": "yes"}, "To be found out before the drug is dispensed."),
        (
            {"part_b": "no", "network": "full", "dual": "no", "assurances": "yes"},
            "Are ancillary services assured? Yes.",
        ),
    ],
)
def test_every_answer_comes_with_the_check_of_ancillary_services(desk, words, answers, said):
    assert said in words(desk.get(ADDRESS, answers))


def test_an_answer_that_is_not_on_offer_is_none(desk, words):
    assert "First decision point" not in words(desk.get(ADDRESS, {"part_b": "<b>"}))


def test_the_payer_table_has_every_program_and_cost(desk, words):
    said = words(desk.get(ADDRESS))

    assert all(program in said for program in PROGRAMS)
    for row in PAYERS:
        assert row.what in said
        assert all(payment.detail in said for payment in row.payments)


def test_the_statements_stand_there_too(desk, words):
    said = words(desk.get(ADDRESS))

    assert all(step.text in said for step in STEPS if step.scenario == "HI")


def test_it_costs_no_query_beyond_the_person(desk, django_assert_num_queries):
    desk.get(ADDRESS)

    with django_assert_num_queries(2):
        desk.get(ADDRESS, {"part_b": "no"})
