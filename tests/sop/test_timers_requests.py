"""What is due on cases of scenarios B, H and I, and what those scenarios derive."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from complaints.sop import (
    Action,
    CaseFacts,
    ComplaintFacts,
    ContactFacts,
    IntakeFacts,
    NoteFacts,
    Parameters,
    RequestFacts,
    evaluate,
    timers,
)
from complaints.sop.scenarios.f_enrollment_exception import metric_excluded
from complaints.sop.scenarios.h_suggested_level import suggested_level
from complaints.sop.scenarios.i_swift_congressional_press_hill import flagged_without_level
from complaints.sop.timer import Due

ZONE = ZoneInfo("America/New_York")
SATURDAY = date(2025, 11, 1)
REVIEWED = IntakeFacts(reviewed_at=datetime(2025, 11, 1, 9, tzinfo=ZONE))


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2025, 11, day, hour, tzinfo=ZONE)


def case(**values) -> CaseFacts:
    """An Urgent complaint assigned on Saturday, 11/1, reviewed that day."""
    own = {name: values.pop(name) for name in list(values) if name in vars(COMPLAINT)}
    facts = CaseFacts(
        complaint=replace(COMPLAINT, **own), today=date(2025, 11, 5), now=at(5), intake=REVIEWED
    )
    return replace(facts, **values)


COMPLAINT = ComplaintFacts(
    "C2511010001",
    "H1234",
    received_date=date(2025, 10, 31),
    assignment_date=SATURDAY,
    issue_level="URGENT",
)


def due(facts: CaseFacts, step: str) -> date | None:
    promised = [promise.due.due_on for promise in timers(facts) if promise.rule == step]
    assert len(promised) <= 1
    return promised[0] if promised else None


def contact(day: int, **values) -> ContactFacts:
    told = {"outcome": "REACHED", "party": "BENEFICIARY", "method": "PHONE", **values}
    return ContactFacts(attempted_at=at(day), **told)


# B.note.1


def test_an_interim_contact_is_due_a_week_after_the_last_one_that_got_through():
    assert due(case(contacts=(contact(2), contact(4))), "B.note.1") == date(2025, 11, 11)


@pytest.mark.parametrize(
    "later", [contact(4, outcome="NO_ANSWER"), contact(4, party="CMS")], ids=["failed", "CMS"]
)
def test_a_contact_that_told_the_complainant_nothing_moves_no_interim_contact(later):
    assert due(case(contacts=(contact(2), later)), "B.note.1") == date(2025, 11, 9)


def test_the_day_of_a_contact_is_that_of_the_contract():
    late = ContactFacts(attempted_at=at(2, 23), outcome="REACHED", party="BENEFICIARY")

    assert due(case(contacts=(late,)), "B.note.1") == date(2025, 11, 9)
    assert due(case(contacts=(late,), time_zone="Etc/UTC"), "B.note.1") == date(2025, 11, 10)


def test_the_first_contact_is_the_clocks_and_not_an_interim_one():
    assert due(case(), "B.note.1") is None
    assert due(case(contacts=(contact(2, outcome="LEFT_MESSAGE"),)), "B.note.1") is None


def test_a_contact_of_a_provider_counts_when_a_provider_complains():
    told = (contact(2, party="PROVIDER"),)

    assert due(case(contacts=told), "B.note.1") is None
    assert due(case(contacts=told, complaint_type="Provider"), "B.note.1") == date(2025, 11, 9)


def test_the_words_say_when_the_last_contact_was():
    (promise,) = [p for p in timers(case(contacts=(contact(2),))) if p.rule == "B.note.1"]

    assert promise.due == Due(
        date(2025, 11, 9), "Tell the complainant how the case stands: last contact 11/2/2025"
    )
    assert promise.citation == "SOP B, note 1"


def test_of_a_closed_case_nothing_here_is_due():
    facts = case(
        resolution_date=date(2025, 11, 4), contacts=(contact(2),), swift=True, intake=IntakeFacts()
    )

    assert timers(facts) == ()


# H.note.4


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"issue_level": "IMMEDIATE_NEED"}, SATURDAY),
        ({"issue_level": "UNKNOWN"}, SATURDAY),
        ({"congressional": True}, SATURDAY),
        ({"swift_control_number": "1101202501"}, SATURDAY),
        ({"issue_level": "URGENT"}, date(2025, 11, 3)),
        (
            {"issue_level": "NO_ISSUE_LEVEL", "assignment_date": date(2025, 11, 5)},
            date(2025, 11, 6),
        ),
        ({"assignment_date": None}, date(2025, 11, 3)),
    ],
    ids=[
        "Immediate Need",
        "level not recognized",
        "Congressional",
        "SWIFT",
        "over a weekend",
        "next day",
        "received on Friday",
    ],
)
def test_the_first_review_is_due_at_once_or_a_business_day_later(values, expected):
    assert due(case(intake=IntakeFacts(), **values), "H.note.4") == expected


def test_a_reviewed_case_wants_no_first_review():
    assert due(case(issue_level="IMMEDIATE_NEED"), "H.note.4") is None


# I.2.interim


def test_a_flagged_case_wants_an_interim_note_on_its_delay_by_the_seventh_day():
    assert due(case(swift=True), "I.2.interim") == date(2025, 11, 8)
    assert due(case(swift=True, assignment_date=None), "I.2.interim") == date(2025, 11, 7)
    assert due(case(), "I.2.interim") is None


@pytest.mark.parametrize(
    "note",
    [
        NoteFacts(text="Waiting for the RPC.", created_at=at(8, 0)),
        NoteFacts(text="Interim: 11/5 the pharmacy has not answered.", created_at=at(6, 0)),
        NoteFacts(text="11/5 The delay is the pharmacy's.", created_at=at(7)),
    ],
    ids=["on the day", "interim", "delay"],
)
def test_a_note_that_explains_the_delay_meets_it(note):
    assert due(case(swift=True, notes=(note,)), "I.2.interim") is None


@pytest.mark.parametrize(
    "note",
    [
        NoteFacts(text="Waiting for the RPC.", created_at=at(7, 23)),
        NoteFacts(text="Interim: no delay.", created_at=at(8), internal=True),
        NoteFacts(text="Relayed the letter.", created_at=at(7)),
        NoteFacts(text="Member reports a delay in her refund.", created_at=at(1)),
        NoteFacts(text="Interim: no answer yet.", created_at=at(5, 23)),
    ],
    ids=["the day before", "internal", "another word", "the first day", "too early"],
)
def test_another_note_does_not(note):
    assert due(case(swift=True, notes=(note,)), "I.2.interim") == date(2025, 11, 8)


def test_a_note_of_an_earlier_stretch_explains_no_delay_of_this_one():
    facts = case(
        swift=True,
        notes=(NoteFacts(text="The delay is the pharmacy's.", created_at=at(1)),),
        assignment_date=date(2025, 11, 2),
        parameters=Parameters(days_to_interim_note_flagged=1),
    )

    assert due(facts, "I.2.interim") == date(2025, 11, 3)


def test_press_interest_noted_at_intake_makes_a_flagged_case():
    press = replace(REVIEWED, press_hill_interest=True)

    assert due(case(intake=press), "I.2.interim") == date(2025, 11, 8)


# I.4.time


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("URGENT", date(2025, 11, 7)),
        ("IMMEDIATE_NEED", date(2025, 11, 2)),
        ("NO_ISSUE_LEVEL", date(2025, 11, 7)),
        ("UNKNOWN", date(2025, 11, 2)),
    ],
)
def test_cms_is_to_be_asked_a_day_before_the_casework_is_due(level, expected):
    assert due(case(congressional=True, issue_level=level), "I.4.time") == expected
    assert due(case(issue_level=level), "I.4.time") is None


@pytest.mark.parametrize("status", ["SUBMITTED", "PENDING", "APPROVED"])
def test_once_asked_there_is_nothing_to_ask(status):
    request = RequestFacts(request_type="CMS_ISSUE", status=status)

    assert due(case(swift=True, requests=(request,)), "I.4.time") is None


@pytest.mark.parametrize(
    ("kind", "status"),
    [("CMS_ISSUE", "DRAFT"), ("CMS_ISSUE", "REJECTED"), ("CATEGORY_CHANGE", "PENDING")],
)
def test_a_draft_a_refused_or_another_request_asks_nothing(kind, status):
    request = RequestFacts(request_type=kind, status=status)

    assert due(case(swift=True, requests=(request,)), "I.4.time") == date(2025, 11, 7)


def test_a_request_for_the_rpc_that_hpms_shows_does_not_count_as_asked():
    request = RequestFacts("CMS_ISSUE", reason_code="RPC_APPROVAL", status="SUBMITTED")
    facts = case(swift=True, cms_lead_change_request_status="PENDING", requests=(request,))

    assert due(facts, "I.4.time") == date(2025, 11, 7)


def test_a_request_that_hpms_shows_counts_as_asked():
    facts = case(swift=True, cms_lead_change_request_status="PENDING")

    assert due(facts, "I.4.time") is None


# G.2.c.draft


def _draft(**values) -> RequestFacts:
    return RequestFacts(**{"request_type": "CATEGORY_CHANGE", "drafted_on": SATURDAY, **values})


def test_a_draft_is_submitted_or_dropped_within_three_days():
    facts = case(requests=(_draft(),))
    (promise,) = [one for one in timers(facts) if one.rule == "G.2.c.draft"]

    assert promise.due.due_on == date(2025, 11, 4)
    assert promise.due.words == "Submit or drop the category change request drafted on 11/1/2025"


def test_each_draft_has_its_own_reminder():
    facts = case(requests=(_draft(), _draft(request_type="CMS_ISSUE")))
    drafts = [one.due for one in timers(facts) if one.rule == "G.2.c.draft"]

    assert len({one.subject for one in drafts}) == 2


@pytest.mark.parametrize("status", ["SUBMITTED", "PENDING", "APPROVED", "REJECTED", "CANCELLED"])
def test_what_is_no_draft_any_more_is_not_due(status):
    assert due(case(requests=(_draft(status=status),)), "G.2.c.draft") is None


# F.note.1, P.note.2


def _exception(status: str, reason: str = "ENROLLMENT_EXCEPTION") -> tuple[RequestFacts, ...]:
    return (RequestFacts(request_type="CMS_ISSUE", reason_code=reason, status=status),)


def test_an_approved_enrollment_exception_does_not_count_in_metrics():
    assert "SOP F, note 1" in metric_excluded(case(requests=_exception("APPROVED")))


@pytest.mark.parametrize(
    "requests",
    [(), _exception("REJECTED"), _exception("PENDING"), _exception("APPROVED", "OTHER")],
    ids=["none", "rejected", "pending", "another reason"],
)
def test_any_other_complaint_counts(requests):
    assert metric_excluded(case(requests=requests)) == ""


def test_a_good_cause_request_does_not_count_in_metrics():
    assert "SOP P, note 2" in metric_excluded(case(scenario_tags=("GOOD_CAUSE",)))
    assert metric_excluded(case(scenario_tags=("RETRO_ENROLLMENT",))) == ""


# H, notes 1 and 2; I, note 1


@pytest.mark.parametrize(
    ("plan_type", "intake", "expected"),
    [
        ("MAO", {}, ""),
        ("MAO", {"has_access_to_care": True}, "NO_ISSUE_LEVEL"),
        ("PACE", {"has_access_to_care": False, "immediate_need_exists": True}, "IMMEDIATE_NEED"),
        ("COST", {"has_access_to_care": False, "immediate_need_exists": False}, "URGENT"),
        ("", {"has_access_to_care": False}, "URGENT"),
        ("PDP", {"has_access_to_care": False, "immediate_need_exists": True}, ""),
        ("PDP", {"days_of_medication_left": 0}, "IMMEDIATE_NEED"),
        ("PDP", {"days_of_medication_left": 2}, "IMMEDIATE_NEED"),
        ("PDP", {"days_of_medication_left": 3}, "URGENT"),
        ("PDP", {"days_of_medication_left": 14}, "URGENT"),
        ("PDP", {"days_of_medication_left": 15}, "NO_ISSUE_LEVEL"),
        ("MAO", {"days_of_medication_left": 2}, "IMMEDIATE_NEED"),
        ("MAO", {"has_access_to_care": True, "days_of_medication_left": 3}, "URGENT"),
        ("MMP", {"has_access_to_care": False, "days_of_medication_left": 15}, "URGENT"),
    ],
)
def test_the_level_is_suggested_by_the_sops_definitions(plan_type, intake, expected):
    facts = case(plan_type=plan_type, intake=IntakeFacts(**intake))

    assert suggested_level(facts) == expected


def test_a_flagged_case_without_a_level_is_a_data_error():
    assert flagged_without_level(case(swift=True, issue_level="NO_ISSUE_LEVEL"))
    assert not flagged_without_level(case(issue_level="NO_ISSUE_LEVEL"))
    assert not flagged_without_level(case(swift=True, issue_level="URGENT"))
    assert not flagged_without_level(case(swift=True, issue_level="UNKNOWN"))


# What remedies say


def remedy(facts: CaseFacts, action: Action, rule: str) -> str:
    (found,) = [finding for finding in evaluate(facts, action) if finding.rule == rule]
    return found.message


def test_the_remedy_names_each_request_that_is_pending():
    own = RequestFacts(request_type="CATEGORY_CHANGE", status="SUBMITTED")
    one = remedy(case(requests=(own, own)), Action.CLOSE, "C.1.c")
    two = case(requests=(own,), contract_change_request_status="PENDING")

    assert "the pending category change request," in one
    assert "contract change and category change requests," in remedy(two, Action.CLOSE, "C.1.c")


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day of medication left means Immediate Need, above Urgent."), (2, "2 days of ")],
)
def test_the_remedy_counts_the_days_of_medication(days, words):
    facts = case(plan_type="PDP", intake=IntakeFacts(days_of_medication_left=days))

    assert remedy(facts, Action.INTAKE, "H.note.1.pdp").startswith(words)


def test_a_blank_category_is_said_once_under_both_ids():
    blank = case(complaint_category=" ", complaint_subcategory="")
    (found,) = [f for f in evaluate(blank, Action.CLOSE) if "G.note.4" in (f.rule, *f.also)]

    assert (found.rule, found.also) == ("C.1.a", ("G.note.4",))
