"""What a person says became of a complaint that went out of view, after a look into HPMS."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from complaints.models import Complaint, RuleAcknowledgement
from complaints.services.case import case_refresh
from hpms_sync.alerts import alert_end
from hpms_sync.ledger.missing import missing_in_numbers
from hpms_sync.models import LedgerEntry, Miss, SyncAlert
from plan_requests.models import CmsDecision, PlanRequest
from plan_requests.models.choices import RequestType, Status

Answer = LedgerEntry.Answer


class Said(TextChoices):
    APPROVED = "APPROVED", "CMS approved the request by taking the case"
    CMS_TOOK_IT = "CMS_TOOK_IT", "CMS took it"
    MOVED = "MOVED", "It moved to another contract"
    GONE = "GONE", "It is gone from HPMS for another reason"
    STILL_OURS = "STILL_OURS", "HPMS still shows it to us: look again"


# What an approved request has done with the case.
_APPROVED = {
    RequestType.CMS_ISSUE: Answer.CMS_TOOK_IT,
    RequestType.CONTRACT_CHANGE: Answer.MOVED,
}


@transaction.atomic
def entry_answer(complaint: Complaint, user: Any, said: Said, reason: str) -> None:
    """Keeps the answer with its reason. Gone, it leaves the worklist and stands in the ledger; still ours,
    it leaves the ledger and the next downloads look for it anew; APPROVED also records CMS's decision.

    Raises ValidationError when there is nothing to answer any more, or no reason; Refused when the SOP
    refuses the decision."""
    locked = Complaint.objects.select_for_update().get(pk=complaint.pk)
    standing = LedgerEntry.objects.standing().filter(complaint=locked).select_for_update().first()
    entry = standing or _missing(locked)
    if entry is None:
        raise ValidationError("It is in view again, or was called back. Reload the page.")
    if said not in choices_of(entry):
        raise ValidationError("That is no answer here (any more). Choose one that the page offers.")
    reason = reason.strip() or _usual_reason(said)
    if len(reason) < RuleAcknowledgement.REASON_MIN:
        raise ValidationError(
            f"Say in at least {RuleAcknowledgement.REASON_MIN} characters what you saw in HPMS: an "
            "auditor will read it."
        )
    act = _ACTS.get(said, _gone)
    act(entry, user, said, reason)
    alert_end(SyncAlert.Kind.OUT_OF_VIEW, contract=entry.contract, complaint_id=entry.complaint_id)
    case_refresh([entry.complaint_id])


def _missing(complaint: Complaint) -> LedgerEntry | None:
    """The entry of one missing in numbers, which a person's word puts onto the ledger."""
    missing = missing_in_numbers([complaint.contract_id])
    return next((entry for entry in missing if entry.complaint_id == complaint.pk), None)


def _usual_reason(said: Said) -> str:
    return f"{Said.APPROVED.label}." if said is Said.APPROVED else ""


def _gone(entry: LedgerEntry, user: Any, said: Said, reason: str) -> None:
    entry.answer, entry.reason = Answer(said), reason
    entry.confirmed_by, entry.confirmed_at = user, timezone.now()
    entry.save()
    today = entry.contract.today
    Complaint.objects.filter(pk=entry.complaint_id).update(
        out_of_view_since=Coalesce("out_of_view_since", Value(today)), gone_since=today
    )


def _approved(entry: LedgerEntry, user: Any, _: Said, reason: str) -> None:
    """The request's answer, as of the day the complaint left, by the door every decision takes."""
    asked = waiting_request(entry)
    assert asked  # choices_of offers it with such a request alone
    left = entry.complaint.out_of_view_since or entry.contract.today
    day = max(left, asked.submitted_on or left)
    CmsDecision.enter(
        entry.complaint_id, user, request=asked, status=Status.APPROVED, decided_on=day
    )
    _gone(entry, user, Said(_APPROVED[RequestType(asked.request_type)]), reason)


def _still_ours(entry: LedgerEntry, user: Any, _: Said, reason: str) -> None:
    entry.called_back_by, entry.called_back_at = user, timezone.now()
    entry.called_back_reason = reason
    entry.save(update_fields=["called_back_by", "called_back_at", "called_back_reason"])
    Miss.objects.filter(complaint=entry.complaint_id).delete()
    Complaint.objects.filter(pk=entry.complaint_id).update(out_of_view_since=None, gone_since=None)


_Act = Callable[[LedgerEntry, Any, Said, str], None]
_ACTS: dict[Said, _Act] = {Said.APPROVED: _approved, Said.STILL_OURS: _still_ours}


def waiting_request(entry: LedgerEntry) -> PlanRequest | None:
    """The request that probably took the case away, while CMS's answer to it is not on record."""
    asked = entry.request
    return asked if asked and asked.is_open and entry.unexplained else None


def choices_of(entry: LedgerEntry) -> list[Said]:
    """What can still be said of it, the likely answer first."""
    if not entry.stands:
        return []
    if entry.pk is None:  # missing in numbers: it is on the worklist as it is
        return [Said.CMS_TOOK_IT, Said.MOVED, Said.GONE]
    if not entry.unexplained:
        return [Said.STILL_OURS]
    usual = [Said.CMS_TOOK_IT, Said.MOVED, Said.GONE, Said.STILL_OURS]
    return [Said.APPROVED, *usual] if waiting_request(entry) else usual
