"""The SOP pages: every step is there, found, explained and reached from where it is cited."""

import re
from itertools import permutations

import pytest
from django.urls import reverse

from complaints.models import CaseworkUpload, Complaint, RuleAcknowledgement
from complaints.sent_text import sent_text
from complaints.sop import Action, CaseFacts, NoteFacts, ResolutionFacts, evaluate, rules
from complaints.sop.examples import EXAMPLES
from complaints.sop.index import SCENARIOS, STEPS, Kind
from complaints.sop.timer import TIMERS
from complaints.sop_pages.parts import KIND_WORDS, part, parts
from tests.factories import make_complaint, make_user
from tests.sop.cases import PLAIN, Case

pytestmark = pytest.mark.django_db


def test_the_overview_leads_to_every_scenario_and_to_what_stands_beside_them(desk, words):
    page = desk.get("/sop/")

    said = words(page)
    for scenario in SCENARIOS.values():
        assert scenario.title in said
        assert f'href="/sop/{scenario.letter.lower()}/"' in page.content.decode()
    for key in ("gen", "cfr", "hi", "up"):
        assert f'href="/sop/{key}/"' in page.content.decode()
    assert "SOP" in said


def test_every_step_of_the_index_is_shown_once_with_mark_citation_and_statement(desk, words):
    anchors = []
    for one in parts():
        page = desk.get(reverse("sop-part", args=[one.key.lower()]))
        assert page.status_code == 200
        anchors += re.findall(r'<li id="([^"]+)">\s*<span class="cw-state', page.content.decode())
        said = words(page)
        for shown in one.steps:
            assert shown.step.text in said
            assert shown.step.citation in said
    assert anchors == sorted(anchors, key=[step.id for step in _in_page_order()].index)
    assert sorted(anchors) == sorted(step.id for step in STEPS)


def _in_page_order():
    return [shown.step for one in parts() for shown in one.steps]


def test_a_step_says_what_it_acts_on_and_how_hard(desk):
    page = desk.get("/sop/q/").content.decode()

    row = page[page.index('<li id="Q.2.max">') :]
    row = row[: row.index("</li>")]
    assert "cw-state--blocks" in row
    assert ">Blocks<" in row
    assert "Acts on saving a note, closing, building the upload" in row
    assert "4,000 characters" in row


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_own_mark(kind):
    assert len(set(KIND_WORDS.values())) == len(Kind)
    assert kind in KIND_WORDS


def test_counts_speak_of_one_and_of_several():
    said = {look: words for words, look in part("Q").counts}

    assert said["blocks"].endswith(" block")
    assert said["timed"] == "1 timed"
    assert ("1 warns", "warns") in part("K").counts


def test_a_repeated_statement_links_to_where_it_also_stands(desk):
    said = desk.get("/sop/a/").content.decode()
    other = desk.get("/sop/c/").content.decode()

    assert 'href="/sop/c/#C.1.c"' in said
    assert 'href="/sop/a/#A.note.1"' in other


def test_both_ids_of_every_repetition_name_each_other():
    shown = {one.step.id: one for whole in parts() for one in whole.steps}

    for one, other in permutations(TIMERS.values(), 2):
        assert (other.id in shown[one.id].repeats) is (one.due is other.due)
    for rule in rules():
        if rule.same_as:
            assert rule.same_as in shown[rule.id].repeats
            assert rule.id in shown[rule.same_as].repeats
            assert rule.id not in shown[rule.id].repeats


@pytest.mark.parametrize(
    "rule_id",
    ["Q.3.a", "CFR.contact.7d", "UP.comments", "HI.ancillary", "DL.ASSIGNMENT/REASSIGNMENT_DATE"],
)
def test_a_rule_has_a_short_permanent_address(desk, rule_id):
    page = desk.get(f"/sop/rule/{rule_id}/")

    part_of = rule_id.partition(".")[0].lower()
    assert (page.status_code, page.url) == (302, f"/sop/{part_of}/#{rule_id}")


@pytest.mark.parametrize("address", ["/sop/rule/Q.99/", "/sop/z/", "/sop/parameters/days_of_rest/"])
def test_what_the_index_does_not_know_is_not_found(desk, address):
    assert desk.get(address).status_code == 404


def test_a_part_is_found_in_either_case(desk):
    assert desk.get("/sop/Q/").status_code == 200


def test_a_search_finds_by_statement_and_marks_the_words(desk, words):
    page = desk.get("/sop/", {"q": "SHIP counselor"})

    said = words(page)
    assert 'href="/sop/q/#Q.1.b.ship"' in page.content.decode()
    assert "Q. Approaching resolution" in said
    assert "1 step with “SHIP counselor”" in said  # others speak of SHIP, or of counseling
    assert "SHIP and MMP state users" not in said
    assert '<mark class="cw-found">SHIP</mark>' in page.content.decode()
    assert '<mark class="cw-found">counselor</mark>' in page.content.decode()


@pytest.mark.parametrize("asked", ["q.3.A", "SOP Q, step 3.a"])
def test_a_search_finds_by_id_and_by_citation(desk, words, asked):
    found = words(desk.get("/sop/", {"q": asked}))

    assert "Contact Made, System Update Action Taken" in found


def test_a_search_groups_what_it_finds_by_scenario(desk, words):
    said = words(desk.get("/sop/", {"q": "Resolution Date"}))

    assert said.index("C. Complaint cannot be saved or closed") < said.index(
        "Q. Approaching resolution"
    )


def test_a_search_that_finds_nothing_says_so(desk, words):
    said = words(desk.get("/sop/", {"q": "zebra crossing"}))

    assert "No step has “zebra crossing”" in said
    assert "All scenarios" in said


def test_a_search_is_text_and_nothing_else(desk):
    page = desk.get("/sop/", {"q": "<script> ( ["}).content.decode()

    assert "<script> (" not in page
    assert "&lt;script&gt;" in page


def test_a_search_of_blanks_shows_all_scenarios(desk, words):
    assert "Beside the scenarios" in words(desk.get("/sop/", {"q": "   "}))


def test_the_pages_cost_one_query_for_the_parameters(desk, django_assert_num_queries):
    desk.get("/sop/q/")

    with django_assert_num_queries(3):  # session, person, parameters
        desk.get("/sop/q/")
    with django_assert_num_queries(2):
        desk.get("/sop/")


def test_a_finding_on_the_complaint_page_leads_to_its_step(desk):
    complaint = make_complaint(complaint_category="")

    page = desk.get(f"/complaints/{complaint.pk}/").content.decode()

    assert 'href="/sop/c/#C.1.a"' in page


def test_a_refused_closing_and_the_worklist_lead_to_their_rules(desk):
    complaint = make_complaint()
    refused = desk.post(f"/complaints/{complaint.pk}/resolve/", {"note": "Rerun & paid"})
    step = Complaint.objects.get().next_step_rule

    assert 'href="/sop/c/#C.1.b.note"' in refused.content.decode()
    assert step
    assert f"#{step}" in desk.get("/?view=all").content.decode()
    assert not CaseworkUpload.objects.exists()
    assert not RuleAcknowledgement.objects.exists()


def test_the_note_box_leads_to_the_examples(desk):
    complaint = make_complaint()

    page = desk.get(f"/complaints/{complaint.pk}/resolve/").content.decode()

    assert 'href="/sop/q/#examples"' in page
    assert 'id="examples"' in desk.get("/sop/q/").content.decode()


def test_the_examples_stand_on_the_page_of_scenario_q_alone(desk, words):
    here, elsewhere = words(desk.get("/sop/q/")), words(desk.get("/sop/j/"))

    assert all(example.note in here for example in EXAMPLES)
    assert not any(example.note in elsewhere for example in EXAMPLES)


def test_the_examples_cover_the_common_scenarios():
    assert len({example.key for example in EXAMPLES}) == len(EXAMPLES) >= 8
    assert {"D", "I", "J", "K", "L", "M", "N", "P", "Q"} <= {
        example.scenario for example in EXAMPLES
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_an_example_is_a_note_that_hpms_takes_as_it_stands(example):
    note = NoteFacts(text=example.note, sent_text=sent_text(example.note).text)
    facts = Case("", "", Action.SAVE_NOTE, PLAIN[Action.SAVE_NOTE], ()).case_facts()

    assert note.sent_text == example.note
    assert evaluate(_with(facts, note=note), Action.SAVE_NOTE) == ()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_an_example_closes_the_plain_case_without_a_finding_on_the_note(example):
    facts = Case("", "", Action.CLOSE, PLAIN[Action.CLOSE], ()).case_facts()
    note = NoteFacts(text=example.note, sent_text=example.note)
    closing = ResolutionFacts(**{**vars(facts.resolution), "note": note})

    found = evaluate(_with(facts, resolution=closing), Action.CLOSE)

    assert [finding.rule for finding in found if finding.field == "note"] == []


def _with(facts: CaseFacts, **changed) -> CaseFacts:
    return CaseFacts(**{**vars(facts), **changed})


def test_whoever_is_signed_in_reads_the_pages(client, words):
    client.force_login(make_user("responsible_party"))

    assert "Approaching resolution" in words(client.get("/sop/q/"))
    assert 'href="/sop/"' in client.get("/sop/q/").content.decode()
