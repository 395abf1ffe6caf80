"""What templates say of a complaint that is out of view."""

from typing import Any

from django import template
from django.utils import timezone

from complaints.models import Complaint
from hpms_sync.ledger.page import EntryRow, row_of
from hpms_sync.models import LedgerEntry
from plan_requests.models import PlanRequest
from plan_requests.models.choices import RequestType

register = template.Library()


@register.simple_tag
def ledger_row(complaint: Complaint, user: Any) -> EntryRow | None:
    """The standing entry of the complaint, as this person may see it; None while it is in view."""
    entries = LedgerEntry.objects.visible_to(user).standing().filter(complaint=complaint)
    joined = entries.select_related(
        "contract", "request__submitted_by", "request__complaint__contract", "confirmed_by"
    )
    entry = joined.first()
    if entry is None:
        return None
    entry.complaint = complaint
    return row_of(entry, {complaint.contract_id}, timezone.now())


@register.filter
def approved_words(asked: PlanRequest) -> str:
    """Of the button that records CMS's agreement."""
    moved = asked.request_type == RequestType.CONTRACT_CHANGE
    return f"CMS approved it by {'moving' if moved else 'taking'} the case"


@register.filter
def asked_words(asked: PlanRequest) -> str:
    """Within a sentence: `CMS was asked to take it (by Casey Moran, 11/20)`."""
    moved = asked.request_type == RequestType.CONTRACT_CHANGE
    what = "move it to another contract" if moved else "take it"
    day, by = asked.submitted_on, asked.submitted_by
    who = f" (by {by}, {day.month}/{day.day})" if by and day else ""
    return f"CMS was asked to {what}{who}"
