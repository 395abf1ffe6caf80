"""Draft, handed off, answered: each move of a Plan Request, and what it refuses."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from complaints.models import (
    CaseworkNote,
    CmsDirection,
    Complaint,
    Refused,
    Resolution,
    RuleAcknowledgement,
)
from plan_requests.models import CmsDecision, InstructionsRead, PlanRequest
from plan_requests.models.choices import Status
from plan_requests.services.draft import draft_save
from tests.factories import make_complaint, make_user
from tests.requests_to_cms.ask import (
    CATEGORY_CHANGE,
    CMS_ISSUE,
    CONTRACT_CHANGE,
    LEVEL_CHANGE,
    draft,
    handed_off,
    submit,
)

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(Refused) as found:
        act()
    return found.value


def answer(asked, author, status="REJECTED", **values):
    today = asked.complaint.contract.today
    return CmsDecision.enter(
        asked.complaint_id, author, request=asked, status=status, **{"decided_on": today, **values}
    )


def test_a_draft_is_saved_however_unfinished(complaint, casey):
    asked = draft(complaint, casey, {"request_type": "CMS_ISSUE"})
    asked.reason_code = "UNABLE_TO_CONTACT"
    asked.save()
    assert PlanRequest.objects.get().status == Status.DRAFT
    assert not CaseworkNote.objects.exists()


def test_handing_off_saves_the_note_that_tells_cms_why(complaint, casey):
    asked = handed_off(complaint, casey)
    asked.refresh_from_db()
    assert (asked.status, asked.submitted_by) == (Status.SUBMITTED, casey)
    assert asked.note.text == asked.note_text()
    assert asked.note.text.startswith(
        "CMS Issue requested. Reason: Other. Why CMS must step in: MARx"
    )
    assert "Access to services provided: Yes. Beneficiary contacted: Yes." in asked.note.text
    row = asked.note.uploads.get()
    assert row.payload["caseworkNotes"] == asked.note.text
    assert row.payload["resolveComplaintYN"] == "N"


def test_a_critical_disenrollment_carries_the_words_cms_wants(complaint, casey):
    values = {"reason_code": "CRITICAL_RETRO_DISENROLLMENT", "internal_changes_made": "none"}
    asked = draft(complaint, casey, CMS_ISSUE, **values)
    assert asked.note_text().startswith("Critical Retroactive Disenrollment - CMS Issue requested.")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (CONTRACT_CHANGE, "It belongs to: H5678. MARx shows her in H5678"),
        (LEVEL_CHANGE, "Level wanted: No Issue Level. The level was wrong from the start."),
        (CATEGORY_CHANGE, "Category wanted: Premiums and Costs, Billed twice."),
    ],
)
def test_the_note_names_what_is_wanted(complaint, casey, values, told):
    assert told in draft(complaint, casey, values).note_text()


def test_it_refuses_with_the_sops_findings_and_keeps_nothing(complaint, casey):
    asked = draft(complaint, casey, {"request_type": "CMS_ISSUE", "reason_code": "OTHER"})
    said = refused(lambda: asked.submit(casey))
    assert {"B.1.a", "B.1.b", "B.1.c"} <= {finding.rule for finding in said.findings}
    assert PlanRequest.objects.get().status == Status.DRAFT
    assert not CaseworkNote.objects.exists()


def test_what_hpms_would_refuse_in_the_note_is_said_of_the_note(complaint, casey):
    asked = draft(complaint, casey, CMS_ISSUE, cms_intervention_reason="Paid & rejected")
    said = refused(lambda: asked.submit(casey))
    assert ("C.1.b.note", "note") in {(f.rule, f.field) for f in said.findings}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"request_type": ""}, "request_type"),
        ({"reason_code": ""}, "reason_code"),
        ({"reason_code": "SUBSIDIARY"}, "reason_code"),
    ],
)
def test_it_refuses_a_reason_that_is_none_of_its_type(complaint, casey, values, field):
    asked = draft(complaint, casey, CMS_ISSUE, **values)
    assert field in refused(lambda: asked.submit(casey)).form_errors


def test_whoever_hands_it_off_gives_the_reasons(complaint, casey):
    asked = draft(complaint, casey, CONTRACT_CHANGE, target_contract_id="")
    sam = make_user("supervisor")
    submit(asked, sam)
    kept = RuleAcknowledgement.objects.get(rule="A.1.target")
    assert (kept.user, kept.record_id, kept.action) == (sam, asked.pk, "SUBMIT_REQUEST")


def test_one_of_a_type_is_open_at_a_time(complaint, casey):
    handed_off(complaint, casey)
    second = draft(complaint, casey)
    assert "request_type" in refused(lambda: second.submit(casey)).form_errors
    handed_off(complaint, casey, LEVEL_CHANGE)
    assert PlanRequest.objects.open().count() == 2


def test_after_an_answer_the_same_may_be_asked_again(complaint, casey):
    answer(handed_off(complaint, casey), casey)
    again = handed_off(complaint, casey, cms_intervention_reason="New: MARx now shows TRC 011")
    assert again.status == Status.SUBMITTED


def test_it_refuses_to_ask_about_a_resolved_complaint(casey):
    closed = make_complaint(resolution_date=timezone.localdate())
    said = refused(lambda: draft(closed, casey).submit(casey))
    assert "resolved" in said.form_errors["request"][0]


def test_an_unreachable_beneficiary_is_no_reason_unless_cms_said_so(complaint, casey):
    asked = draft(complaint, casey, CMS_ISSUE, reason_code="UNABLE_TO_CONTACT")
    said = refused(lambda: submit(asked, casey))
    assert "B.note.2" in {finding.rule for finding in said.findings}
    draft_save(asked, casey, {}, cms_said="Regional Office 2, e-mail of 11/14")
    assert CmsDirection.objects.get().reference == "Regional Office 2, e-mail of 11/14"
    assert submit(asked, casey).status == Status.SUBMITTED
    assert "CMS directed this request: Regional Office 2" in asked.note_text()


def test_what_was_handed_off_stays_as_it_is(complaint, casey):
    asked = handed_off(complaint, casey)
    asked.justification = "Something else"
    with pytest.raises(TypeError):
        asked.save()
    with pytest.raises(TypeError):
        PlanRequest.objects.filter(pk=asked.pk).update(status=Status.APPROVED)
    with pytest.raises(TypeError):
        PlanRequest.objects.all().delete()
    assert "wait for CMS" in refused(lambda: asked.cancel(casey)).form_errors["request"][0]


def test_the_database_refuses_a_move_that_is_none(complaint, casey):
    asked = handed_off(complaint, casey)
    with pytest.raises(DatabaseError), transaction.atomic():
        QuerySet(PlanRequest).filter(pk=asked.pk).update(status=Status.DRAFT)


def test_a_draft_is_dropped(complaint, casey):
    asked = draft(complaint, casey)
    asked.cancel(casey)
    asked.refresh_from_db()
    assert asked.status == Status.CANCELLED


def test_a_request_open_here_blocks_closing(complaint, casey):
    handed_off(complaint, casey, CATEGORY_CHANGE)
    said = refused(lambda: Resolution.enter(complaint.pk, casey))
    assert "C.1.c" in {finding.rule for finding in said.findings}


def test_a_draft_blocks_nothing(complaint, casey):
    draft(complaint, casey)
    said = refused(lambda: Resolution.enter(complaint.pk, casey))
    assert "C.1.c" not in {finding.rule for finding in said.findings}


# CMS's answer


def test_a_refusal_is_a_task_until_somebody_has_read_it(complaint, casey):
    asked = handed_off(complaint, casey)
    made = answer(asked, casey, instructions="Correct the record in MARx with TC 51.")
    complaint.refresh_from_db()
    assert complaint.next_step == "Read CMS's instructions"
    asked = PlanRequest.objects.get()
    assert (asked.status, asked.unread) == (Status.REJECTED, made)
    InstructionsRead.objects.create(decision=made, by=casey)
    assert PlanRequest.objects.get().unread is None


def test_an_agreed_cms_issue_takes_the_case_from_the_plan(complaint, casey):
    answer(handed_off(complaint, casey), casey, "APPROVED")
    complaint.refresh_from_db()
    assert complaint.with_cms_since == complaint.contract.today
    closing = refused(lambda: Resolution.enter(complaint.pk, casey))
    assert "CMS has taken" in closing.form_errors["resolution"][0]
    another = draft(complaint, casey, LEVEL_CHANGE)
    assert "CMS has taken" in refused(lambda: another.submit(casey)).form_errors["request"][0]
    assert CaseworkNote.enter(complaint.pk, casey, text="Told her that CMS now has her case.").pk


@pytest.mark.parametrize("reason", ["RPC_APPROVAL", "PRIOR_PLAN_DOCUMENTS"])
def test_the_plan_goes_on_where_cms_only_allows_or_provides(complaint, casey, reason):
    answer(handed_off(complaint, casey, reason_code=reason), casey, "APPROVED")
    complaint.refresh_from_db()
    assert complaint.with_cms_since is None


def test_an_agreed_contract_change_tells_that_hpms_has_not_moved_it(complaint, casey):
    asked = handed_off(complaint, casey, CONTRACT_CHANGE)
    answer(asked, casey, "APPROVED")
    assert PlanRequest.objects.get().not_moved_yet
    complaint.refresh_from_db()
    assert complaint.with_cms_since is None


@pytest.mark.parametrize(
    ("days", "why"), [(1, "after today"), (-3, "before the request was handed off")]
)
def test_it_refuses_a_day_on_which_cms_cannot_have_decided(complaint, casey, days, why):
    asked = handed_off(complaint, casey)
    day = complaint.contract.today + timedelta(days=days)
    said = refused(lambda: answer(asked, casey, decided_on=day))
    assert why in said.form_errors["decided_on"][0]


def test_only_what_was_handed_off_is_answered_and_once(complaint, casey):
    unasked = draft(complaint, casey, LEVEL_CHANGE)
    assert "handed off" in refused(lambda: answer(unasked, casey)).form_errors["request"][0]
    asked = handed_off(complaint, casey)
    answer(asked, casey)
    assert "request" in refused(lambda: answer(asked, casey, "APPROVED")).form_errors


def test_requests_of_another_plan_do_not_exist(complaint, casey):
    handed_off(complaint, casey)
    olive = make_user("caseworker", ["H9999"], username="olive")
    assert not PlanRequest.objects.visible_to(olive).exists()
    assert PlanRequest.objects.visible_to(casey).count() == 1
    assert not PlanRequest.objects.visible_to(make_user("administrator")).exists()
    assert Complaint.objects.visible_to(casey).exists()
