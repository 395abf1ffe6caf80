"""Due dates of scenarios D, E, N, Q, R and the complaint steps of 2006, and what the scenarios compute."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaints.sop import (
    AccessRequestFacts,
    Action,
    AssignmentFacts,
    BaeFacts,
    CaseFacts,
    ContactFacts,
    IntakeFacts,
    NoteFacts,
    RetroFacts,
    RpcFacts,
    timers,
)
from complaints.sop.index import STEPS, step
from complaints.sop.scenarios.d_retro_processing_center import months_before
from complaints.sop.scenarios.d_retroactive_enrollment import part_d_eligible_from
from complaints.sop.scenarios.e_retroactive_disenrollment import criticality
from complaints.sop.scenarios.j_premium_withhold import withhold_days_elapsed
from complaints.sop.scenarios.n_best_available_evidence import bae_subject
from complaints.sop.scenarios.r_hpms_access import ctm_access_email
from complaints.sop.timer import TIMERS
from tests.sop.cases import PLAIN, TODAY, ZONE, Case
from tests.sop.test_catalogue import Recorder


def open_case(**records) -> CaseFacts:
    """The plain complaint, assigned on 8/22/2025, with these records."""
    plain = Case("", "", Action.SAVE_NOTE, PLAIN[Action.SAVE_NOTE], ()).case_facts()
    return replace(plain, note=None, **records)


def closed(facts: CaseFacts) -> CaseFacts:
    return replace(facts, complaint=replace(facts.complaint, resolution_date=TODAY))


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(ZONE))


def due(facts: CaseFacts, rule: str) -> list[date]:
    return [promise.due.due_on for promise in timers(facts) if promise.rule == rule]


def words(facts: CaseFacts, rule: str) -> list[str]:
    return [promise.due.words for promise in timers(facts) if promise.rule == rule]


SENT = RpcFacts(submitted_on=date(2025, 11, 20), reference="123")
FRIDAY = date(2025, 11, 14)
BAE = BaeFacts(worksheet_returned_at=at(FRIDAY))


def test_a_case_with_the_rpc_is_closed_the_same_day():
    facts = open_case(rpc_submissions=(SENT,))

    assert due(facts, "D.2.a.close") == [date(2025, 11, 20)]
    assert words(facts, "D.2.a.close") == ["Close the case: sent to the RPC on 11/20/2025"]
    assert TIMERS["D.2.a.close"].due is TIMERS["D.3.a.follow"].due is TIMERS["E.3.b.close"].due


@pytest.mark.parametrize(
    "submissions", [(), (replace(SENT, for_bae=True),), (replace(SENT, submitted_on=None),)]
)
def test_a_case_without_an_rpc_request_of_its_own_is_not_due_for_closing(submissions):
    assert due(open_case(rpc_submissions=submissions), "D.2.a.close") == []


def test_a_closed_case_is_not_due_for_closing():
    assert due(closed(open_case(rpc_submissions=(SENT,))), "D.2.a.close") == []


def test_a_refused_rpc_request_is_sent_again_by_the_next_business_day_open_or_closed():
    refused = replace(SENT, rejected_on=date(2025, 11, 26))
    facts = open_case(rpc_submissions=(refused,))

    assert due(facts, "D.2.b") == due(closed(facts), "D.2.b") == [date(2025, 11, 28)]
    assert words(facts, "D.2.b") == ["Mend and resubmit to the RPC: refused on 11/26/2025"]


def test_a_refused_rpc_request_that_was_sent_again_is_not_due():
    mended = replace(SENT, rejected_on=date(2025, 11, 25), resubmitted_on=date(2025, 11, 26))

    assert due(open_case(rpc_submissions=(mended, SENT)), "D.2.b") == []


def test_two_refused_rpc_requests_are_told_apart():
    refused = RpcFacts(submitted_on=FRIDAY, rejected_on=FRIDAY)
    found = timers(open_case(rpc_submissions=(refused, refused)))

    assert len({promise.due.subject for promise in found if promise.rule == "D.2.b"}) == 2


def test_the_beneficiary_is_tried_within_one_business_day_of_the_worksheet():
    assert due(open_case(bae=BAE), "N.4.notify") == [date(2025, 11, 17)]


@pytest.mark.parametrize(("minute", "still_due"), [(59, True), (0, False)])
def test_an_attempt_after_the_worksheet_came_back_is_enough(minute: int, still_due: bool):
    """At 9:59 the worksheet was not back yet; at 10:00 it was."""
    hour = 9 if minute else 10
    tried = ContactFacts(
        attempted_at=at(FRIDAY, hour, minute), outcome="NO_ANSWER", party="BENEFICIARY"
    )

    assert bool(due(open_case(bae=BAE, contacts=(tried,)), "N.4.notify")) is still_due


def test_a_worksheet_that_is_still_out_makes_nothing_due():
    facts = open_case(bae=BaeFacts(sent_on=FRIDAY))

    assert due(facts, "N.4.notify") == due(facts, "N.5") == []


def test_the_lis_is_looked_for_at_30_days_and_sent_to_the_rpc_by_60_even_after_closing():
    facts = open_case(bae=BaeFacts(worksheet_returned_at=at(date(2025, 9, 1))))

    assert due(facts, "N.5") == due(closed(facts), "N.5") == [date(2025, 10, 1), date(2025, 10, 31)]


def test_the_day_of_the_worksheet_is_the_contracts():
    late = BaeFacts(worksheet_returned_at=at(date(2025, 9, 1), 23, 30).astimezone(ZoneInfo("UTC")))

    assert due(open_case(bae=late), "N.5")[0] == date(2025, 10, 1)


@pytest.mark.parametrize(
    "records",
    [
        {"bae": replace(BAE, cms_lis_updated_on=date(2025, 12, 1))},
        {"bae": BAE, "rpc_submissions": (replace(SENT, for_bae=True),)},
    ],
    ids=["it shows", "the RPC has it"],
)
def test_an_lis_that_shows_or_is_with_the_rpc_is_not_waited_for(records: dict):
    assert due(open_case(**records), "N.5") == []


def test_another_rpc_request_does_not_stand_for_the_lis():
    assert len(due(open_case(bae=BAE, rpc_submissions=(SENT,)), "N.5")) == 2


def test_no_flagged_case_is_told_to_go_to_the_rpc():
    plain = open_case(bae=BAE)
    flagged = replace(plain, intake=IntakeFacts(press_hill_interest=True))

    assert "to the RPC" in words(plain, "N.5")[1]
    assert "Ask CMS" in words(flagged, "N.5")[1]
    assert not any("to the RPC" in text for text in words(flagged, "N.5"))


def test_an_interim_note_is_due_a_week_after_the_assignment():
    facts = open_case()

    assert due(facts, "Q.note.1") == [date(2025, 8, 29)]
    assert words(facts, "Q.note.1") == ["Write an interim note: none since 8/22/2025"]
    assert due(closed(facts), "Q.note.1") == []


@pytest.mark.parametrize(("internal", "expected"), [(False, "2025-08-31"), (True, "2025-08-29")])
def test_an_interim_note_is_due_a_week_after_the_last_one_cms_can_see(internal, expected):
    last = NoteFacts(text="Asked the pharmacy.", created_at=at(TODAY), internal=internal)
    first = NoteFacts(text="Asked her.", created_at=at(TODAY - timedelta(days=2)))

    assert due(open_case(notes=(last, first)), "Q.note.1") == [date.fromisoformat(expected)]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("08/23/2025 09:12 AM H1234 API: Called her.\n08/22/2025 08:00 AM a", "2025-08-30"),
        ("Called her on 08/23/2025 in the morning.", "2025-08-29"),
        ("13/45/2025 09:12 AM H1234 API: Called her.", "2025-08-29"),
    ],
)
def test_a_note_that_hpms_shows_counts_by_its_stamp(shown, expected):
    facts = open_case()
    facts = replace(facts, complaint=replace(facts.complaint, plan_casework_notes=shown))

    assert due(facts, "Q.note.1") == [date.fromisoformat(expected)]


def test_hpms_access_is_asked_after_two_weeks():
    mailed = AccessRequestFacts(mailed_on=date(2025, 8, 1))

    assert due(open_case(access_request=mailed), "R.2.wait") == [date(2025, 8, 15)]


@pytest.mark.parametrize(
    "request_",
    [
        None,
        AccessRequestFacts(form_completed_on=date(2025, 8, 1)),
        AccessRequestFacts(mailed_on=date(2025, 8, 1), hpms_access_on=date(2025, 8, 9)),
    ],
)
def test_no_request_out_means_nothing_to_ask_after(request_):
    assert due(open_case(access_request=request_), "R.2.wait") == []


def test_a_coverage_complaint_is_answered_by_the_next_day():
    facts = open_case(intake=IntakeFacts(coverage_determination=True))

    assert due(facts, "HI.24h") == [date(2025, 8, 23)]
    assert due(open_case(), "HI.24h") == []


@pytest.mark.parametrize(("outcome", "still_due"), [("REACHED", False), ("NO_ANSWER", True)])
def test_a_coverage_complaint_that_was_answered_is_not_due(outcome: str, still_due: bool):
    answer = ContactFacts(outcome=outcome, party="BENEFICIARY", purpose="RESOLUTION")
    facts = open_case(intake=IntakeFacts(coverage_determination=True), contacts=(answer,))

    assert bool(due(facts, "HI.24h")) is still_due


RICH = {
    "bae": BAE,
    "rpc_submissions": (replace(SENT, rejected_on=FRIDAY),),
    "rpc_promised": (replace(SENT, rejected_on=FRIDAY),),
    "assignments": (AssignmentFacts("H1234", FRIDAY, reason="T.1.a"),),
    "access_request": AccessRequestFacts(mailed_on=FRIDAY),
    "intake": IntakeFacts(coverage_determination=True),
    "notes": (NoteFacts(created_at=at(FRIDAY)),),
    "contacts": (ContactFacts(attempted_at=at(FRIDAY, 9), purpose="RESOLUTION"),),
}
OF_THE_PRESS = IntakeFacts(press_hill_interest=True, coverage_determination=True)
MINE = ("D.2.a.close", "D.2.b", "N.4.notify", "N.5", "Q.note.1", "R.2.wait", "HI.24h")


@pytest.mark.parametrize("rule", MINE)
def test_a_timer_reads_the_facts_it_declares_and_no_others(rule: str):
    seen: set[str] = set()
    rich = open_case(**RICH)
    unassigned = replace(rich.complaint, assignment_date=None)
    for facts in (rich, replace(rich, complaint=unassigned, intake=OF_THE_PRESS)):
        TIMERS[rule].due(Recorder(facts, seen))

    assert seen - {"time_zone"} == set(TIMERS[rule].facts) - {"time_zone"}


@pytest.mark.parametrize("letter", ["HI", *"DEJKLMNPQRST"])
def test_every_timer_of_these_scenarios_is_kept(letter: str):
    timed = {one.id for one in STEPS if one.scenario == letter and one.kind == "TIMER"}

    assert timed <= set(TIMERS)


@pytest.mark.parametrize("letter", "DEJKLMNPQRST")
def test_what_these_scenarios_compute_names_what_does_it(letter: str):
    computed = [one for one in STEPS if one.scenario == letter and one.kind == "DERIVED"]

    assert all(bool(one.by) != bool(one.elsewhere) for one in computed), letter


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2025-11-21", 3, "2025-08-21"),
        ("2025-05-31", 3, "2025-02-28"),
        ("2024-05-31", 3, "2024-02-29"),
        ("2026-01-15", 3, "2025-10-15"),
        ("2025-12-01", 12, "2024-12-01"),
    ],
)
def test_months_are_counted_by_the_calendar(day: str, months: int, expected: str):
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_part_d_eligibility_begins_in_the_month_of_the_notice():
    assert part_d_eligible_from(date(2025, 9, 17)) == date(2025, 9, 1)


@pytest.mark.parametrize(
    ("level", "opts_out", "expected"),
    [
        ("URGENT", True, "CRITICAL"),
        ("IMMEDIATE_NEED", False, "CRITICAL"),
        ("URGENT", False, "NON_CRITICAL"),
        ("NO_ISSUE_LEVEL", False, "NON_CRITICAL"),
    ],
)
def test_a_disenrollment_is_critical_by_level_or_employer_cover(level, opts_out, expected):
    plain = open_case(retro=RetroFacts(employer_group_opt_out=opts_out))

    assert (
        criticality(replace(plain, complaint=replace(plain.complaint, issue_level=level)))
        == expected
    )


@pytest.mark.parametrize(("today", "elapsed"), [(date(2025, 10, 30), 90), (date(2025, 10, 29), 89)])
def test_days_of_a_withhold_are_counted_since_its_last_transaction(today: date, elapsed: int):
    assert withhold_days_elapsed(date(2025, 8, 1), today) == elapsed
    assert withhold_days_elapsed(None, today) is None


def test_the_subject_of_a_bae_email_is_cms_own():
    assert bae_subject(True) == "Immediate BAE Assistance Needed"
    assert bae_subject(False) == "Non-Immediate BAE Assistance Needed"


def test_ctm_access_is_asked_with_the_fixed_subject_and_the_id():
    email = ctm_access_email("AB12")

    assert email.email_to == "HPMS_Access@cms.hhs.gov"
    assert email.email_subject == "CTM Access Request"
    assert "AB12" in email.body
    assert step("R.3").by.endswith(ctm_access_email.__name__)
