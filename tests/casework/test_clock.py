"""The stored clock and the next step of a complaint, with its Plan Requests and assignments."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from complaints.models import (
    CaseworkNote,
    CaseworkUpload,
    Complaint,
    ContactAttempt,
    ContractAssignment,
    Resolution,
)
from complaints.services.case import case_refresh, clocks_recompute
from complaints.time_words import day_words
from plan_requests.models import CmsDecision, InstructionsRead, PlanRequest
from tests.factories import make_complaint, make_contract, make_user

pytestmark = pytest.mark.django_db
LEVEL, MOVE, ISSUE = "ISSUE_LEVEL_CHANGE", "CONTRACT_CHANGE", "CMS_ISSUE"


@pytest.fixture
def casey():
    return make_user("caseworker", ["H1234"])


@pytest.fixture
def today():
    return make_contract().today


def asked(complaint, kind, status="SUBMITTED", days_ago=1, **values) -> PlanRequest:
    """A request as it stands once a person has handed it off."""
    request = QuerySet(PlanRequest).create(
        complaint=complaint,
        request_type=kind,
        status=status,
        submitted_at=timezone.now() - timedelta(days=days_ago),
        assignment=complaint.assignments.last(),
        **values,
    )
    case_refresh([complaint.pk])
    return request


def answered(complaint, kind, status, **values) -> CmsDecision:
    """One that CMS answered today, as a person writes it down."""
    request = asked(complaint, kind, **values)
    return CmsDecision.enter(
        complaint.pk,
        make_user("supervisor", username=f"sam{request.pk}"),
        request=request,
        status=status,
        decided_on=complaint.contract.today,
        instructions="Correct the record in MARx.",
    )


def fresh(complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def reached(complaint, casey) -> None:
    ContactAttempt.enter(
        complaint.pk,
        casey,
        attempted_at=timezone.now() - timedelta(minutes=5),
        method="PHONE",
        outcome="REACHED",
        purpose="RESOLUTION",
    )


def page(client, complaint, casey) -> str:
    client.force_login(casey)
    return client.get(reverse("complaint", args=[complaint.pk])).content.decode()


# The clock


def test_a_level_request_handed_off_stops_the_clock_and_leaves_the_date(today):
    complaint = make_complaint()
    asked(complaint, LEVEL)
    assert fresh(complaint).clock_state == "STOPPED"
    assert fresh(complaint).due_on == today + timedelta(days=5)


@pytest.mark.parametrize(
    ("kind", "status"),
    [(LEVEL, "DRAFT"), (LEVEL, "CANCELLED"), (MOVE, "SUBMITTED"), (ISSUE, "PENDING")],
)
def test_nothing_else_stops_it(kind, status):
    complaint = make_complaint()
    asked(complaint, kind, status)
    assert fresh(complaint).clock_state == "RUNNING"


def test_a_rejected_request_leaves_the_date_and_shows_the_paused_one(client, casey, today):
    complaint = make_complaint()
    answered(complaint, LEVEL, "REJECTED", days_ago=2)
    assert fresh(complaint).clock_state == "RUNNING"
    assert fresh(complaint).due_on == today + timedelta(days=5)
    paused = day_words(today + timedelta(days=7), today)
    shown = page(client, complaint, casey)
    assert f"Due {paused}, 11:59 PM, if the days CMS took to decide do not count" in shown
    assert f"Issue level request rejected by CMS {day_words(today, today)}" in shown


def test_a_level_agreed_to_be_more_serious_is_due_at_once(today):
    complaint = make_complaint(issue_level="NO_ISSUE_LEVEL")
    answered(complaint, LEVEL, "APPROVED", requested_issue_level="IMMEDIATE_NEED")
    assert fresh(complaint).due_on == today + timedelta(days=2)


def test_a_level_agreed_to_be_less_serious_waits_for_the_download(today):
    complaint = make_complaint(issue_level="URGENT")
    answered(complaint, LEVEL, "APPROVED", requested_issue_level="NO_ISSUE_LEVEL")
    assert fresh(complaint).due_on == today + timedelta(days=5)


def test_the_page_tells_how_the_date_was_found(client, casey, today):
    complaint = make_complaint()
    complaint.assignments.update(ended_on=today)
    ContractAssignment.objects.create(
        complaint=complaint, contract_id="H1234", assigned_on=today, reason="T.1.b"
    )
    shown = page(client, complaint, casey)
    assert "How this date was found" in shown
    assert f"Assigned anew to H1234 {day_words(today, today)}: issue level raised." in shown
    assert "SOP T, step 1.b" in shown


def test_a_resolution_is_at_risk_until_hpms_accepts_it(client, casey, today):
    complaint = make_complaint()
    assert "At risk" not in page(client, complaint, casey)
    reached(complaint, casey)
    Resolution.enter(
        complaint.pk,
        casey,
        resolution_date=today,
        note="The claim was rejected as not covered. Enrollment corrected, claim rerun, she was told.",
        contact_made="BENEFICIARY",
        complainant_satisfied="Y",
        hpi_related="N",
        resolution_notification="1",
    )
    assert "At risk: the resolution counts when HPMS accepts it" in page(client, complaint, casey)
    CaseworkUpload.objects.update(state="ACCEPTED", accepted_at=timezone.now())
    shown = page(client, complaint, casey)
    assert "At risk" not in shown
    assert "waiting for its date: on time so far" in shown


def test_the_hourly_run_finds_nothing_to_change():
    for level in ("IMMEDIATE_NEED", "URGENT", "NO_ISSUE_LEVEL", "UNKNOWN"):
        asked(make_complaint(issue_level=level), LEVEL)
    assert clocks_recompute() == 0


def test_the_day_is_the_contract_s():
    far = make_contract("H7777", time_zone="Pacific/Kiritimati")
    near = make_contract("H8888", time_zone="Pacific/Pago_Pago")
    assert far.today - near.today == timedelta(days=1)
    due = [make_complaint(contract=one, today=one.today).due_on for one in (far, near)]
    assert due[0] - due[1] == timedelta(days=1)


# The next step


def test_what_cannot_wait_is_reviewed_first(today):
    assert make_complaint(issue_level="IMMEDIATE_NEED").next_step == "Review at intake"
    assert make_complaint(issue_level="UNKNOWN").next_step == "Review at intake"
    overdue = make_complaint(issue_level="IMMEDIATE_NEED", assignment_date=today - timedelta(3))
    assert overdue.next_step == "First contact"
    assert make_complaint(congressional=True).next_step_rule == "H.note.4"
    assert make_complaint(issue_level="URGENT").next_step == "First contact"


def test_a_request_that_waits_is_waited_for():
    complaint = make_complaint()
    asked(complaint, "CATEGORY_CHANGE")
    assert fresh(complaint).next_step == "Keep working; CMS decides"
    assert fresh(complaint).next_step_why == "category request pending"


def test_a_request_no_download_shows_is_to_be_entered():
    complaint = make_complaint()
    request = asked(complaint, MOVE, unseen_runs=1)
    assert fresh(complaint).next_step == "Keep working; CMS decides"
    QuerySet(PlanRequest).filter(pk=request.pk).update(unseen_runs=2)
    case_refresh([complaint.pk])
    assert fresh(complaint).next_step == "Enter the contract change request"


def test_cms_s_instructions_are_read_before_anything_else(casey):
    complaint = make_complaint()
    decision = answered(complaint, MOVE, "REJECTED")
    assert fresh(complaint).next_step == "Read CMS's instructions"
    assert fresh(complaint).next_step_rule == "B.2.b"
    InstructionsRead.objects.create(decision=decision, by=casey)
    case_refresh([complaint.pk])
    assert fresh(complaint).next_step == "First contact"


def test_a_refused_upload_comes_before_the_instructions(casey):
    complaint = make_complaint()
    answered(complaint, MOVE, "REJECTED")
    CaseworkNote.enter(complaint.pk, casey, text="Called the pharmacy about the claim.")
    CaseworkUpload.objects.update(state="FAILED")
    case_refresh([complaint.pk])
    assert fresh(complaint).next_step == "Mend and resend the note"


def test_a_case_cms_has_taken_asks_for_nothing(today):
    complaint = make_complaint()
    Complaint.objects.update(with_cms_since=today)
    case_refresh([complaint.pk])
    assert fresh(complaint).next_step == "Nothing: CMS has it"


def test_what_cms_allowed_goes_to_the_rpc(casey):
    complaint = make_complaint()
    reached(complaint, casey)
    answered(complaint, ISSUE, "APPROVED", reason_code="PRIOR_PLAN_DOCUMENTS")
    assert fresh(complaint).next_step == "Resolve"
    answered(complaint, ISSUE, "APPROVED", reason_code="RPC_APPROVAL")
    assert fresh(complaint).next_step == "Send it to the RPC"


@pytest.mark.parametrize(("congressional", "days"), [(True, 7), (False, 30)])
def test_a_flagged_case_without_a_level_counts_as_urgent(client, casey, congressional, days):
    complaint = make_complaint(issue_level="NO_ISSUE_LEVEL", congressional=congressional)

    client.force_login(casey)
    page = client.get(reverse("complaint", args=[complaint.pk])).content.decode()

    assert complaint.due_on == complaint.assignment_date + timedelta(days=days)
    assert ("counts as Urgent until CMS mends it" in page) is congressional
    assert ("Flagged, so counted as Urgent" in page) is congressional
