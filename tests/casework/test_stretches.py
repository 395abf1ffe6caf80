"""A complaint that comes back, or comes from another contract, begins anew."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import (
    BaeRequest,
    CaseworkNote,
    ContactAttempt,
    ContractAssignment,
    IntakeReview,
    Refused,
    RpcRejection,
    RpcSubmission,
)
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


ANEW = [Reason.REOPENED, Reason.CONTRACT_CHANGED]


def kept(record):
    """As it stands in the database: what it took to make it is not asked here."""
    record.assignment = record.complaint.assignments.get(ended_on=None)
    record.save_base(force_insert=True)
    return record


def due_by_rule(complaint):
    return set(complaint.reminders.values_list("rule", flat=True))


def sent_to_the_rpc(complaint, casey, **more):
    day = complaint.contract.today
    return kept(
        RpcSubmission(complaint=complaint, author=casey, submitted_on=day, reference="7", **more)
    )


@pytest.mark.parametrize("reason", ANEW)
def test_what_went_to_the_rpc_before_does_not_close_the_case_now(called, casey, reason):
    sent_to_the_rpc(called, casey)
    case_refresh([called.pk])
    assert "D.2.a.close" in due_by_rule(called)

    assigned_anew(called, reason)

    assert "D.2.a.close" not in due_by_rule(called)


def test_a_new_level_changes_nothing_about_it(called, casey):
    sent_to_the_rpc(called, casey)

    assigned_anew(called, Reason.LEVEL_RAISED)

    assert "D.2.a.close" in due_by_rule(called)


def refused_by_the_rpc(complaint, casey):
    sent = sent_to_the_rpc(complaint, casey)
    day = complaint.contract.today
    kept(RpcRejection(complaint=complaint, author=casey, submission=sent, rejected_on=day))
    return sent


def test_what_the_rpc_refused_is_sent_again_though_the_case_was_re_opened(called, casey):
    sent = refused_by_the_rpc(called, casey)
    assigned_anew(called, Reason.REOPENED)
    assert {"D.2.b"} == due_by_rule(called) & {"D.2.b", "D.2.a.close"}

    sent_to_the_rpc(called, casey, resubmits=sent)
    case_refresh([called.pk])

    assert "D.2.b" not in due_by_rule(called)


def test_the_next_contract_does_not_send_it_again(called, casey):
    refused_by_the_rpc(called, casey)
    make_user("caseworker", ["H9999"], username="olive")
    called.contract_id = "H9999"
    called.save()

    assigned_anew(called, Reason.CONTRACT_CHANGED, "H9999")

    assert "D.2.b" not in due_by_rule(called)


def test_a_worksheet_back_before_is_told_already_and_its_lis_still_looked_for(called, casey):
    back = timezone.now() - timedelta(days=3)
    kept(BaeRequest(complaint=called, author=casey, worksheet_returned_at=back))
    assigned_anew(called, Reason.REOPENED)
    assert due_by_rule(called) & {"N.4.notify", "N.5"} == {"N.5"}


def test_one_that_came_back_since_is_to_be_told(called, casey):
    assigned_anew(called, Reason.REOPENED)
    kept(BaeRequest(complaint=called, author=casey, worksheet_returned_at=timezone.now()))
    case_refresh([called.pk])
    assert due_by_rule(called) & {"N.4.notify", "N.5"} == {"N.4.notify", "N.5"}


def test_a_review_at_intake_is_of_its_stretch_and_what_it_stated_stands(casey):
    urgent = make_complaint(issue_level="IMMEDIATE_NEED")
    IntakeReview.enter(urgent.pk, casey, has_access_to_care=False)
    assert "H.note.4" not in due_by_rule(urgent)

    assigned_anew(urgent, Reason.REOPENED)

    assert "H.note.4" in due_by_rule(urgent)
    assert facts_of(urgent.pk).intake.has_access_to_care is False
    IntakeReview.enter(urgent.pk, casey, has_access_to_care=True)
    assert "H.note.4" not in due_by_rule(urgent)


def test_a_note_of_the_stretch_before_is_no_interim_note_of_this_one(called, casey):
    CaseworkNote.enter(called.pk, casey, text="Called the pharmacy about her claim today.")
    assigned_anew(called, Reason.REOPENED)
    assert called.reminders.get(rule="Q.note.1").words.startswith(
        "Write an interim note: none since"
    )
    with pytest.raises(Refused) as refused:
        CaseworkNote.enter(called.pk, casey, text="Called the pharmacy about her claim today.")
    assert "UP.caseworkNotes.new" in {finding.rule for finding in refused.value.findings}
