"""What a record's form begins with: the newest statement, or what the SOP and the case already say.

Nothing in it comes from a record that the person may not see, such as the former plan's."""

from dataclasses import replace
from typing import Any

from django import forms

from complaints import sop
from complaints.models import BaeRequest, Complaint, IntakeReview, RpcSubmission
from complaints.models.scenario_record import ScenarioRecord
from complaints.selectors.facts import facts_of
from complaints.sop.regional_offices import home_office_mailbox
from complaints.sop.scenarios.n_best_available_evidence import bae_subject
from complaints.statements.doors import Door
from ctm_casework.accounts.models import User


def beginning(complaint: Complaint, door: Door, user: User) -> dict[str, Any]:
    """Values by field name; nothing for events of their own that the case says nothing about."""
    if issubclass(door.kind, ScenarioRecord) and (stated := _newest(door.kind, complaint, user)):
        return forms.model_to_dict(stated)
    if door.kind not in _BEGIN:
        return {}
    review = _newest(IntakeReview, complaint, user)
    intake = review.as_facts() if review else sop.IntakeFacts()
    return _BEGIN[door.kind](replace(facts_of(complaint.pk), intake=intake))


def _newest(kind: type[ScenarioRecord], complaint: Complaint, user: User) -> Any:
    """The newest statement this person may see; None where there is none."""
    return kind.objects.visible_to(user).filter(complaint=complaint).last()


def _bae(case: sop.CaseFacts) -> dict[str, Any]:
    """Immediate where two days of medication or fewer are left; the user decides."""
    left = case.intake.days_of_medication_left
    immediate = left is not None and left <= case.parameters.days_of_medication_immediate
    return {
        "bae_immediate": immediate,
        "email_to": home_office_mailbox(case.intake.beneficiary_state),
        "email_subject": bae_subject(immediate),
    }


def _rpc(case: sop.CaseFacts) -> dict[str, Any]:
    """With CMS's words where it approved sending the case to the RPC."""
    approved = [
        request
        for request in case.requests
        if request.reason_code == "RPC_APPROVAL" and request.status == "APPROVED"
    ]
    day = f"{case.today:%-m/%-d/%Y}"
    note = f"Request sent to the Retro-Processing Center on {day}, reference ."
    begin = {"submitted_on": case.today, "note": note}
    if not approved:
        return begin
    return {
        **begin,
        "cms_authorization_text": approved[-1].instructions,
        "cms_authorization_date": approved[-1].decided_on,
    }


_BEGIN = {BaeRequest: _bae, RpcSubmission: _rpc}
