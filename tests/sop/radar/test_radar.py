"""The radar against complaints labelled by hand, and what it must never offer."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from complaints.sop import index
from complaints.sop.case_records import MarketingFacts
from complaints.sop.radar import conflicts, propose
from complaints.sop.radar.level import days_left
from complaints.sop.radar.phrases import keywords, listeners
from complaints.sop.radar.text import Text
from tests.sop.radar.labelled import Labelled, facts_of, labelled

LEAST = 0.8
NEVER = {"R", "S"}  # about people of the plan, not about a complaint
PROPOSABLE = sorted(set(index.SCENARIOS) - NEVER)
LABELLED = labelled()


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def scores(letter: str, some: Iterable[Labelled]) -> tuple[int, float, float]:
    """Positives, precision and recall."""
    pairs = [(letter in one.expected, letter in one.proposed()) for one in some]
    hits = sum(wanted and found for wanted, found in pairs)
    wanted = sum(wanted for wanted, _ in pairs)
    return wanted, share(hits, sum(found for _, found in pairs)), share(hits, wanted)


def test_it_is_right_four_times_of_five_about_each_scenario(capsys):
    held_out = [one for one in LABELLED if one.held_out]
    table = {letter: (scores(letter, LABELLED), scores(letter, held_out)) for letter in PROPOSABLE}
    with capsys.disabled():
        print(f"\nScenario radar over {len(LABELLED)} complaints, {len(held_out)} of them held out")
        print("     n  precision  recall  | held out: n  precision  recall")
        for letter, ((n, precise, found), (m, precise_out, found_out)) in table.items():
            print(
                f"{letter} {n:4} {precise:9.2f} {found:8.2f}   | {m:11} {precise_out:9.2f} {found_out:8.2f}"
            )
    short = {
        letter: (precise, found)
        for letter, ((_, precise, found), _) in table.items()
        if min(precise, found) < LEAST
    }
    assert not short


def test_the_labelled_set_is_what_it_says():
    assert len(LABELLED) == 80
    assert len({one.id for one in LABELLED}) == 80
    assert sum(one.held_out for one in LABELLED) == 25
    assert {letter for letter in PROPOSABLE if scores(letter, LABELLED)[0] < 4} == set()
    assert set().union(*(one.expected for one in LABELLED)) == set(PROPOSABLE)


@pytest.mark.parametrize("one", LABELLED, ids=lambda one: one.id)
def test_each_proposal_has_a_reason_and_a_step_of_the_index(one: Labelled):
    for proposal in propose(one.facts):
        assert proposal.scenario not in NEVER
        assert proposal.reason
        assert "\n" not in proposal.reason
        assert index.step(proposal.rule).scenario == proposal.scenario
        if proposal.blocked_by:
            assert index.step(proposal.blocked_by)


def proposals(**entry):
    return {proposal.scenario: proposal for proposal in propose(facts_of(entry))}


def tagged(facts, *codes):
    return replace(facts, complaint=replace(facts.complaint, scenario_tags=codes))


def test_good_cause_takes_the_retroactive_enrollment_away():
    text = "Lost the plan for nonpayment. Asks for reinstatement back to 10/1 under good cause."
    found = proposals(summary=text)
    assert found["D"].blocked_by == "D.note.6"
    assert found["P"].blocked_by == ""
    alone = proposals(summary=text.replace(" under good cause", ""))
    assert alone["D"].blocked_by == ""
    assert "P" not in alone


def test_what_was_accepted_stands_against_its_contrary():
    facts = facts_of({"summary": "Wants the enrollment backdated to July."})
    (proposal,) = [p for p in propose(tagged(facts, "GOOD_CAUSE")) if p.scenario == "D"]
    assert proposal.blocked_by == "D.note.6"
    assert conflicts.against("P", facts, ["D"]) == "D.note.6"
    assert conflicts.against("P", facts, ["E"]) == ""
    assert conflicts.against("G", facts, ["P"]) == "G.note.3"


def test_an_accepted_scenario_is_not_blocked_by_what_is_only_proposed():
    facts = facts_of({"summary": "Wants the enrollment backdated, for good cause."})
    (proposal,) = [p for p in propose(tagged(facts, "RETRO_ENROLLMENT")) if p.scenario == "D"]
    assert proposal.blocked_by == ""


@pytest.mark.parametrize(
    "subcategory",
    [
        "Enrollment Exception \u2013 Alleged Marketing Misrepresentation (No RO Action Needed)",
        "ENROLLMENT EXCEPTION - ALLEGED MARKETING MISREPRESENTATION (RO ACTION NEEDED)",
        "Enrollment exception \u2014 alleged marketing mis\u00adrepresentation".replace(
            "\u00ad", ""
        ),
    ],
)
def test_a_marketing_subcategory_is_no_enrollment_exception(subcategory):
    found = proposals(category="Enrollment/Disenrollment", subcategory=subcategory)
    assert found["L"].reason == f"Category: {subcategory}"
    assert found["F"].blocked_by == "L.note.2.same"
    plain = proposals(category="Enrollment/Disenrollment", subcategory="Enrollment exception")
    assert plain["F"].blocked_by == ""
    assert "L" not in plain


def test_an_unfounded_allegation_is_no_reason_for_another_category():
    facts = facts_of({"category": "", "subcategory": ""})
    unfounded = replace(facts, marketing=MarketingFacts(allegation_finding="UNFOUNDED"))
    assert conflicts.against("G", unfounded) == "L.note.3"
    assert conflicts.against("G", facts) == ""


def test_a_complaint_born_of_best_available_evidence_is_no_repeat():
    of_bae = [{"received": 9, "bae_born": True}]
    assert proposals(related=of_bae)["M"].blocked_by == "N.3"
    assert proposals(related=[*of_bae, {"received": 20}])["M"].blocked_by == ""
    assert proposals(related=[{"received": 9}])["M"].blocked_by == ""
    own = proposals(
        subcategory="Low income subsidy \u2013 Best Available Evidence", related=[{"received": 9}]
    )
    assert own["M"].blocked_by == "N.3"


def test_the_nearest_other_complaint_counts_and_none_is_named():
    reason = proposals(related=[{"received": 69, "resolved": 60}, {"received": 90}])["M"].reason
    assert reason == "Another complaint from the same person, 66 days apart"
    assert proposals(related=[{"received": 3}])["M"].reason.endswith("on the same day")
    assert proposals(related=[{"received": 4}])["M"].reason.endswith("1 day apart")


def test_flags_are_named():
    found = proposals(congressional=True, intake={"press_hill_interest": True})
    assert found["I"].reason == "Flagged: Congressional, Press or Hill interest"
    assert found["I"].rule == "I.4.request"
    assert proposals(swift=True)["I"].rule == "I.note.3"
    assert "I" not in proposals()


@pytest.mark.parametrize(
    ("level", "days", "proposed"),
    [
        ("IMMEDIATE_NEED", 2, False),
        ("IMMEDIATE_NEED", 3, True),
        ("URGENT", 2, True),
        ("URGENT", 3, False),
        ("URGENT", 14, False),
        ("URGENT", 15, True),
        ("NO_ISSUE_LEVEL", 14, True),
        ("NO_ISSUE_LEVEL", 15, False),
        ("UNKNOWN", 1, False),
    ],
)
def test_the_level_is_doubted_by_the_days_of_medication(level, days, proposed):
    found = proposals(plan="PDP", level=level, intake={"days_of_medication_left": days})
    assert ("H" in found) is proposed


def test_what_the_intake_says_goes_before_the_text():
    text = "Has 20 days of medication left."
    assert "H" in proposals(plan="PDP", level="URGENT", summary=text)
    assert "H" not in proposals(
        plan="PDP", level="URGENT", summary=text, intake={"days_of_medication_left": 5}
    )


@pytest.mark.parametrize(
    ("level", "access", "need", "proposed"),
    [
        ("IMMEDIATE_NEED", False, True, False),
        ("URGENT", False, True, True),
        ("URGENT", False, None, False),
        ("NO_ISSUE_LEVEL", False, False, True),
        ("URGENT", True, None, True),
        ("NO_ISSUE_LEVEL", True, None, False),
        ("NO_ISSUE_LEVEL", None, True, False),
    ],
)
def test_the_level_is_doubted_by_access_to_care(level, access, need, proposed):
    intake = {"has_access_to_care": access, "immediate_need_exists": need}
    assert ("H" in proposals(level=level, intake=intake)) is proposed
    assert "H" not in proposals(plan="PDP", level=level, intake=intake)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("She has 3 days left.", 3),
        ("about two weeks of insulin left", 14),
        ("One tablet left!", 1),
        ("Twenty tablets left", None),
        ("He has none left.", 0),
        ("was given a 90-day supply in May", None),
        ("3 days ago. The left knee hurts.", None),
        ("", None),
    ],
)
def test_days_of_medication_are_read_from_the_text(said, days):
    assert days_left(Text(said, keywords())) == days


def test_resolved_complaints_are_offered_no_closing_steps():
    reached = {"contacts": [{"outcome": "REACHED"}], "category": ""}
    assert {"C", "Q"} <= set(proposals(**reached))
    facts = facts_of(reached)
    done = replace(facts, complaint=replace(facts.complaint, resolution_date=facts.today))
    assert not {"C", "Q", "H"} & {p.scenario for p in propose(done)}


@pytest.mark.parametrize(
    ("phrase", "typed", "hit"),
    [
        ("retro enroll*", "Retro\u2013Enrolment wanted", "Retro\u2013Enrolment"),
        ("retroactive* disenroll*", "RETROACTIVE disenrolment", "RETROACTIVE disenrolment"),
        ("proof of", "proofs  of residence", "proofs of"),
        ("never sign*", "He never signed.", "never signed"),
        ("never sign*", "Never. Signed on Monday.", ""),
        ("told ~ by ~ agent", "told twice by a licensed agent", "told twice by a licensed agent"),
        ("told ~ by ~ agent", "told so. By an agent", ""),
        ("told ~ agent", "told a b c d e f g agent", "told a b c d e f g agent"),
        ("told ~ agent", "told a b c d e f g h agent", ""),
        ("wrong plan/contract", "the wrong contracts", "wrong contracts"),
        ("wrong plan", "wrongly planned", ""),
        ("extra help", "extra hélp", "extra hélp"),
        ("beneficiary", "benificiary", "benificiary"),
        ("cannot disenroll*", "", ""),
        ("channel ~ news", "Channel 7 news", "Channel 7 news"),
        ("new plan", "news plan", ""),
        ("plan s card", "the plan's card", ""),
        ("plan card", "the plan's card", "plan's card"),
    ],
)
def test_phrases_forgive_case_dashes_plurals_and_small_errors(phrase, typed, hit):
    assert Text(typed, keywords()).find(phrase) == hit


def test_a_long_hit_is_cut():
    quote = Text(f"told {'w' * 90} agent").find("told ~ agent")
    assert len(quote) == 70
    assert quote.endswith("…")


def test_every_listener_has_its_cause_in_the_index():
    for letter, listener in listeners().items():
        assert index.step(listener.step).scenario == letter


@pytest.mark.parametrize(
    ("letter", "entry"),
    [
        ("A", {"summary": "He wants to switch to another plan next year."}),
        ("B", {"summary": "Part B premium went up."}),
        ("D", {"summary": "She wants to enroll in the plan for January."}),
        ("E", {"summary": "He wants to disenroll at the end of the month."}),
        ("F", {"summary": "Asks for a formulary exception for her inhaler."}),
        ("J", {"summary": "The plan is withholding information on his appeal."}),
        ("K", {"summary": "Her provider left the network."}),
        ("L", {"summary": "The customer service agent was polite but slow."}),
        ("M", {"summary": "He has a complaint about the food in the hospital."}),
        ("N", {"summary": "Asks for help with her copay."}),
        ("P", {"summary": "Disenrolled for nonpayment; she did pay and has the checks."}),
        ("T", {"assignments": ["FIRST"]}),
        ("Q", {"contacts": [{"outcome": "NO_ANSWER"}] * 2}),
    ],
)
def test_near_misses_are_not_offered(letter, entry):
    assert letter not in proposals(**entry)
