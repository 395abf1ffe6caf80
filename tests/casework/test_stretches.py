"""A complaint that comes back, or comes from another contract, begins anew."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import CaseworkNote, ContactAttempt, ContractAssignment
from complaints.selectors.facts import facts_of
from complaints.services.case import case_refresh
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db
Reason = ContractAssignment.Reason


@pytest.fixture
def casey():
    return make_user("caseworker", ["H1234"])


@pytest.fixture
def called(casey):
    """A complaint whose complainant was reached under the first assignment."""
    complaint = make_complaint()
    ContactAttempt.enter(
        complaint.pk,
        casey,
        attempted_at=timezone.now() - timedelta(hours=1),
        method="PHONE",
        outcome="REACHED",
    )
    return complaint


def assigned_anew(complaint, reason, contract="H1234"):
    today = complaint.contract.today
    complaint.assignments.update(ended_on=today)
    ContractAssignment.objects.create(
        complaint=complaint, contract_id=contract, assigned_on=today, reason=reason
    )
    case_refresh([complaint.pk])
    complaint.refresh_from_db()


@pytest.mark.parametrize("reason", [Reason.REOPENED, Reason.CONTRACT_CHANGED])
def test_earlier_contacts_are_no_contact_in_a_new_stretch(called, reason):
    assigned_anew(called, reason)
    assert not facts_of(called.pk).contacts
    assert called.next_step == "First contact"


@pytest.mark.parametrize("reason", [Reason.LEVEL_RAISED, Reason.CMS_ISSUE, Reason.OTHER])
def test_a_new_level_or_lead_does_not_undo_the_contact(called, reason):
    assigned_anew(called, reason)
    assert len(facts_of(called.pk).contacts) == 1
    assert called.next_step == "Resolve"


def test_the_next_contract_does_not_see_the_former_plans_internal_work(called, casey):
    CaseworkNote.enter(called.pk, casey, text="She was rude on the phone.", internal=True)
    CaseworkNote.enter(called.pk, casey, text="Called her about the claim, she was reached.")
    olive = make_user("caseworker", ["H9999"], username="olive")
    assigned_anew(called, Reason.CONTRACT_CHANGED, "H9999")
    notes = CaseworkNote.objects.filter(complaint=called)
    assert notes.visible_to(casey).count() == 2
    assert [note.internal for note in notes.visible_to(olive)] == [False]
    assert not ContactAttempt.objects.visible_to(olive).exists()
    assert ContactAttempt.objects.visible_to(casey).exists()
