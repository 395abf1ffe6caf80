"""The facts of a case, as the SOP reads them: a constant number of queries for any number of cases."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from complaints import sop
from complaints.models.assignment import ContractAssignment
from complaints.models.category import Category
from complaints.models.complaint import Complaint


def facts_of(complaint_id: str) -> sop.CaseFacts:
    """Facts of one case. KeyError when there is no such complaint."""
    return facts_for([complaint_id])[complaint_id]


def facts_for(complaint_ids: Iterable[str]) -> dict[str, sop.CaseFacts]:
    """Facts by complaint id, without a record in hand; unknown ids are left out. Five queries."""
    from complaints.models.casework import CaseworkNote, ContactAttempt

    ids = list(complaint_ids)
    complaints = Complaint.objects.filter(pk__in=ids).select_related("contract")
    takes = _agent_broker_categories(complaints)
    notes = _by_complaint(CaseworkNote.objects.filter(complaint__in=ids))
    began = _stretches(ids)
    contacts = _by_complaint(
        contact
        for contact in ContactAttempt.objects.filter(complaint__in=ids).order_by(
            "attempted_at", "pk"
        )
        if (contact.assignment_id or 0) >= began.get(contact.complaint_id, 0)
    )
    now = timezone.now()
    return {
        complaint.pk: _case(
            complaint,
            takes.get((complaint.complaint_category, complaint.complaint_subcategory)),
            tuple(note.as_facts() for note in notes[complaint.pk]),
            tuple(contact.as_facts() for contact in contacts[complaint.pk]),
            now,
        )
        for complaint in complaints
    }


def _stretches(ids: list[str]) -> dict[str, int]:
    """The assignment with which the present stretch of each case began. A call made before CMS re-opened
    the case, or under another contract, is no contact in this one; a new level changes nothing there."""
    reasons = ContractAssignment.Reason
    begun = ContractAssignment.objects.filter(
        complaint__in=ids, reason__in=(reasons.FIRST, reasons.REOPENED, reasons.CONTRACT_CHANGED)
    )
    return dict(begun.order_by("pk").values_list("complaint_id", "pk"))


def _by_complaint(records: Iterable[Any]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        grouped[record.complaint_id].append(record)
    return grouped


def _agent_broker_categories(complaints: QuerySet[Complaint]) -> dict[tuple[str, str], bool | None]:
    pairs = Category.objects.filter(
        complaint_category__in={complaint.complaint_category for complaint in complaints}
    )
    return {(c.complaint_category, c.complaint_subcategory): c.takes_agent_broker for c in pairs}


def _case(
    complaint: Complaint,
    takes_agent_broker: bool | None,
    notes: tuple[sop.NoteFacts, ...],
    contacts: tuple[sop.ContactFacts, ...],
    now: datetime,
) -> sop.CaseFacts:
    zone = complaint.contract.zone
    today = now.astimezone(ZoneInfo(zone)).date()
    return sop.CaseFacts(
        complaint=_complaint_facts(complaint, takes_agent_broker),
        today=today,
        now=now,
        contacts=contacts,
        notes=notes,
        time_zone=zone,
        parameters=sop.parameters_on(today),
    )


_COPIED = (
    "complaint_id",
    "contract_id",
    "received_date",
    "complaint_type",
    "complaint_category",
    "complaint_subcategory",
    "complaint_summary",
    "assignment_date",
    "resolution_date",
    "issue_level",
    "swift",
    "congressional",
    "agent_broker",
    "contract_change_request_status",
    "issue_level_request_status",
    "cms_lead_change_request_status",
    "plan_casework_notes",
)


def _complaint_facts(complaint: Complaint, takes_agent_broker: bool | None) -> sop.ComplaintFacts:
    return sop.ComplaintFacts(
        **{name: getattr(complaint, name) for name in _COPIED},
        plan_type=complaint.contract.plan_type,
        swift_control_number=complaint.swift_control,
        category_takes_agent_broker=takes_agent_broker,
    )
