"""What the plan that had the complaint before keeps to itself, at the doors of the plan that has it now."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import ContactAttempt, ContractAssignment, IntakeReview, RetroRequest
from complaints.services.case import case_refresh
from complaints.sop.regional_offices import home_office_mailbox
from tests.factories import make_complaint, make_contract, make_user

pytestmark = pytest.mark.django_db
Reason = ContractAssignment.Reason
WORDS = "Her daughter Lou Brandt told us of the move"


@pytest.fixture
def casey():
    return make_user("caseworker", ["H1234"])


@pytest.fixture
def desk(client):
    """Olive of the other plan, to which the complaint moves."""
    make_contract("H9999")
    client.force_login(make_user("caseworker", ["H9999"], username="olive"))
    return client


def moved(complaint, contract="H9999", reason=Reason.CONTRACT_CHANGED):
    """As a download brings it."""
    today = complaint.contract.today
    complaint.assignments.update(ended_on=today)
    ContractAssignment.objects.create(
        complaint=complaint, contract_id=contract, assigned_on=today, reason=reason
    )
    complaint.contract_id = contract
    complaint.save()
    case_refresh([complaint.pk])


def called(complaint, user, **more):
    at = timezone.now() - timedelta(hours=1)
    logged = {"attempted_at": at, "method": "PHONE", "outcome": "LEFT_MESSAGE", **more}
    ContactAttempt.enter(complaint.pk, user, **logged)


def begun(desk, complaint, door):
    return desk.get(f"/complaints/{complaint.pk}/state/{door}/").content.decode()


def test_a_form_begins_with_nothing_the_former_plan_stated(desk, casey):
    complaint = make_complaint()
    RetroRequest.enter(complaint.pk, casey, internal_changes_made=WORDS)
    moved(complaint)

    assert WORDS not in begun(desk, complaint, "retro")


@pytest.mark.parametrize(("mine", "mailbox"), [(False, False), (True, True)])
def test_nor_with_what_follows_from_it(desk, casey, mine, mailbox):
    complaint = make_complaint(issue_level="IMMEDIATE_NEED")
    IntakeReview.enter(complaint.pk, casey, beneficiary_state="NH", days_of_medication_left=1)
    if not mine:
        moved(complaint)
    else:
        desk.force_login(casey)

    page = begun(desk, complaint, "bae-requests")

    assert (home_office_mailbox("NH") in page) is mailbox


def test_it_begins_with_what_ones_own_plan_stated_before_the_former(desk):
    olive = make_user("caseworker", ["H9999"], username="ola")
    complaint = make_complaint(contract="H9999")
    RetroRequest.enter(complaint.pk, olive, internal_changes_made=WORDS)
    rory = make_user("caseworker", ["H1234"], username="rory")
    moved(complaint, "H1234")
    RetroRequest.enter(complaint.pk, rory, internal_changes_made="Quite another matter")
    moved(complaint)

    page = begun(desk, complaint, "retro")

    assert WORDS in page
    assert "Quite another matter" not in page


def drafted(desk, complaint):
    page = desk.post(f"/complaints/{complaint.pk}/resolve/", {"note": "", "draft": "1"})
    return page.context["form"]["note"].value()


def test_the_drafted_closing_note_has_none_of_the_former_plans_calls(desk, casey):
    complaint = make_complaint()
    called(complaint, casey, party="PHARMACY")
    moved(complaint)

    assert "Pharmacy" not in drafted(desk, complaint)


def test_it_has_ones_own_calls_of_the_present_stretch_alone(desk):
    olive = make_user("caseworker", ["H9999"], username="ola")
    complaint = make_complaint(contract="H9999")
    called(complaint, olive, party="PHARMACY")
    moved(complaint, reason=Reason.REOPENED)
    called(complaint, olive, party="REPRESENTATIVE")

    note = drafted(desk, complaint)

    assert "Representative, phone: left message." in note
    assert "Pharmacy" not in note
