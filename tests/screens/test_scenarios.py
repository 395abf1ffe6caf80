"""The panel of SOP scenarios on the complaint page: proposed, accepted with the checklist, dismissed."""

import re

import pytest
from django.urls import reverse

from complaints.models import ScenarioChoice
from complaints.models.scenario_choice import LETTERS
from complaints.sop.index import SCENARIOS, STEPS, Kind
from ctm_casework.accounts.models import Contract, ParentOrganization
from tests.factories import make_complaint, make_contract, make_user

pytestmark = pytest.mark.django_db
PREMIUM = "The premium is deducted from his Social Security check."
GOOD_CAUSE = "Asks for reinstatement back to 10/1 under good cause."


def panel(client, complaint, words):
    response = client.get(reverse("complaint", args=[complaint.pk]))
    html = response.content.decode()
    section = re.search(r'<section class="cw-sec cw-scen".*?</section>', html, re.DOTALL)[0]
    response.content = section.encode()
    return words(response)


def choose(client, complaint, scenario, answer="accept"):
    address = reverse("scenario-choose", args=[complaint.pk])
    return client.post(address, {"scenario": scenario, "answer": answer}, follow=True)


def test_a_proposal_says_why_and_can_be_accepted_or_dismissed(desk, words):
    shown = panel(desk, make_complaint(complaint_summary=PREMIUM), words)
    said = "J Premium withhold proposed: The summary says “deducted from his Social Security”."
    assert said in shown
    assert "Accept or not this one" in shown


def test_an_accepted_scenario_shows_its_checklist_and_who_follows_it(desk, words):
    complaint = make_complaint(complaint_summary=PREMIUM)
    response = choose(desk, complaint, "PREMIUM_WITHHOLD")
    assert "Scenario J, Premium withhold, is followed now." in words(response)
    shown = panel(desk, complaint, words)
    assert re.search(r"J Premium withhold followed since \d+/\d+, Casey Moran Checklist", shown)
    assert "proposed: The summary says “deducted" not in shown
    choice = ScenarioChoice.objects.get()
    assert choice.reason == "The summary says “deducted from his Social Security”"


@pytest.mark.parametrize("letter", sorted(SCENARIOS))
def test_each_scenario_shows_every_line_of_its_checklist(desk, words, casey, letter):
    complaint = make_complaint()
    scenario = SCENARIOS[letter]
    ScenarioChoice.enter(complaint.pk, casey, scenario.code, accepted=True)
    shown = panel(desk, complaint, words)
    lines = [one for one in STEPS if one.scenario == letter and one.kind is Kind.GUIDANCE]
    for line in lines or [one for one in STEPS if one.id == "T.1.a"]:
        assert " ".join(line.text.split()) in shown
        assert line.id in shown


def test_what_stands_against_closing_is_shown_with_its_scenario(desk, words, casey):
    complaint = make_complaint(complaint_category="", complaint_subcategory="")
    ScenarioChoice.enter(complaint.pk, casey, "CANNOT_CLOSE", accepted=True)
    shown = panel(desk, complaint, words)
    followed = shown[: shown.index("No longer follow C")]
    assert "C.1.a" in followed
    assert "Blocks" in followed


def test_a_dismissed_proposal_is_named_and_offered_no_more(desk, words):
    complaint = make_complaint(complaint_summary=PREMIUM)
    choose(desk, complaint, "PREMIUM_WITHHOLD", "dismiss")
    shown = panel(desk, complaint, words)
    assert "Not followed: J Premium withhold" in shown
    assert "proposed: The summary says “deducted" not in shown
    assert "J Premium withhold" in shown[shown.index("Follow another") :]


def test_the_latest_choice_counts(desk, words):
    complaint = make_complaint(complaint_summary=PREMIUM)
    for answer in ("accept", "dismiss", "accept"):
        choose(desk, complaint, "PREMIUM_WITHHOLD", answer)
    assert ScenarioChoice.accepted_for([complaint.pk]) == {complaint.pk: ("PREMIUM_WITHHOLD",)}
    assert ScenarioChoice.objects.count() == 3


def test_any_other_scenario_can_be_followed_by_hand(desk, words):
    complaint = make_complaint()
    choose(desk, complaint, "PROVIDER")
    assert "K Provider or pharmacy complaint followed since" in panel(desk, complaint, words)
    assert ScenarioChoice.objects.get().reason == ""


def test_what_good_cause_excludes_is_not_offered_and_says_why(desk, words):
    complaint = make_complaint(complaint_summary=GOOD_CAUSE)
    shown = panel(desk, complaint, words)
    blocked = shown[shown.index("D Retroactive enrollment not offered") :]
    assert "D.note.6" in blocked
    assert "Dismiss scenario P first" in blocked
    assert "Accept or not this one" not in blocked[: blocked.index("D.note.6")]


def test_a_contradiction_is_refused_with_its_step(desk, words):
    complaint = make_complaint()
    choose(desk, complaint, "GOOD_CAUSE")
    response = choose(desk, complaint, "RETRO_ENROLLMENT")
    assert "Dismiss scenario P first if this one is right. (SOP D, note 6)" in words(response)
    assert ScenarioChoice.accepted_for([complaint.pk]) == {complaint.pk: ("GOOD_CAUSE",)}
    choose(desk, complaint, "GOOD_CAUSE", "dismiss")
    choose(desk, complaint, "RETRO_ENROLLMENT")
    assert ScenarioChoice.accepted_for([complaint.pk]) == {complaint.pk: ("RETRO_ENROLLMENT",)}


def test_a_flagged_case_is_never_offered_the_rpc(desk, words, casey):
    flagged, plain = make_complaint(congressional=True), make_complaint()
    for complaint in (flagged, plain):
        ScenarioChoice.enter(complaint.pk, casey, "RETRO_ENROLLMENT", accepted=True)
    assert "I.note.4.rpc" in panel(desk, flagged, words)
    assert "Not in this case: No SWIFT, Congressional, Press or Hill case goes to the RPC" in panel(
        desk, flagged, words
    )
    assert "Not in this case:" not in panel(desk, plain, words)


@pytest.mark.parametrize(
    "body", [{}, {"scenario": "REPEAT"}, {"scenario": "NOTHING", "answer": "accept"}]
)
def test_an_answer_it_cannot_read_is_refused(desk, words, body):
    complaint = make_complaint()
    response = desk.post(reverse("scenario-choose", args=[complaint.pk]), body, follow=True)
    assert "Choose a scenario, and accept or dismiss it." in words(response)
    assert not ScenarioChoice.objects.exists()


def test_the_auditor_sees_the_panel_without_its_buttons(client, words):
    complaint = make_complaint(complaint_summary=PREMIUM)
    client.force_login(make_user("auditor"))
    shown = panel(client, complaint, words)
    assert "J Premium withhold proposed" in shown
    assert "Accept" not in shown
    assert "Follow another" not in shown


def test_choices_are_part_of_the_record(casey):
    choice = ScenarioChoice.enter(make_complaint().pk, casey, "REPEAT", accepted=True)
    with pytest.raises(TypeError):
        choice.save()
    with pytest.raises(TypeError):
        choice.delete()


def test_accepted_ones_of_many_complaints_come_in_one_query(casey, django_assert_num_queries):
    some = [make_complaint() for _ in range(3)]
    for complaint in some[:2]:
        for code in ("RESOLUTION", "PROVIDER"):
            ScenarioChoice.enter(complaint.pk, casey, code, accepted=True)
    ScenarioChoice.enter(some[1].pk, casey, "PROVIDER", accepted=False)
    with django_assert_num_queries(1):
        accepted = ScenarioChoice.accepted_for([one.pk for one in some])
    assert accepted == {some[0].pk: ("PROVIDER", "RESOLUTION"), some[1].pk: ("RESOLUTION",)}
    assert set(LETTERS) == {scenario.code for scenario in SCENARIOS.values()}


def test_complaints_of_a_contract_one_does_not_work_for_are_counted_only(desk, words):
    parent = ParentOrganization.objects.create(name="Evergreen")
    own = make_complaint(bene_id="1EG4TE5MK73")
    Contract.objects.filter(pk="H1234").update(parent=parent)
    sister = make_complaint(contract=make_contract("S5678", parent=parent), bene_id="1eg4-te5-mk73")
    page = words(desk.get(reverse("complaint", args=[own.pk])))
    assert "1 under a contract you do not work for." in page
    assert sister.pk not in page
    second = make_complaint(bene_id="1EG4TE5MK73")
    page = words(desk.get(reverse("complaint", args=[own.pk])))
    assert f"{second.pk} Cannot fill a prescription Compare" in page
    assert "1 more under a contract you do not work for." in page
