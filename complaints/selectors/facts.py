"""The facts of a case, as the SOP reads them: a constant number of queries for any number of cases."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils import timezone

from complaints import sop
from complaints.models import (
    Category,
    Complaint,
    ComplaintChange,
    ContactAttempt,
    ContractAssignment,
    ParameterOverride,
    ScenarioChoice,
)
from complaints.models.scenarios import STATEMENTS
from complaints.selectors.repeats import related_for


def facts_of(complaint_id: str) -> sop.CaseFacts:
    """Facts of one case. KeyError when there is no such complaint."""
    return facts_for([complaint_id])[complaint_id]


def facts_for(complaint_ids: Iterable[str]) -> dict[str, sop.CaseFacts]:
    """Facts by complaint id, without a record in hand; unknown ids are left out."""
    ids = list(complaint_ids)
    complaints = (
        Complaint.objects.filter(pk__in=ids)
        .select_related("contract")
        .prefetch_related(*_PREFETCHED)
    )
    takes = _categories(complaints)
    began = _stretches(ids)
    newest = {kind.fact: kind.newest_of(ids) for kind in STATEMENTS}
    tags = ScenarioChoice.accepted_for(ids)
    related = related_for(ids)
    overrides = ParameterOverride.dated()
    now = timezone.now()
    return {
        complaint.pk: _seen_together(
            _case(
                complaint, takes.get(_pair(complaint)), tags.get(complaint.pk, ()), now, overrides
            ),
            related=related.get(complaint.pk, ()),
            contacts=_contacts(complaint, began.get(complaint.pk, 0)),
            **{
                fact: found[complaint.pk].as_facts()
                for fact, found in newest.items()
                if complaint.pk in found
            },
        )
        for complaint in complaints
    }


def _seen_together(case: sop.CaseFacts, **records: Any) -> sop.CaseFacts:
    """The case with these records. Whether the Regional Office opened the other complaint of a repeat is
    known from the person's complaints."""
    case = replace(case, **records)
    if case.repeat is None:
        return case
    other = case.repeat.other_complaint_id
    bae_born = any(one.bae_born for one in case.related if one.complaint_id == other)
    return replace(case, repeat=replace(case.repeat, other_bae_born=bae_born))


# Records a case has many of: the relation and the facts they fill, oldest first.
_MANY = {
    "caseworknotes": "notes",
    "planrequests": "requests",
    "rpcsubmissions": "rpc_submissions",
    "accessgrants": "access_grants",
    "attachments": "attachments",
}
_SAVED = (
    "caseworknotes",
    Prefetch("contactattempts", ContactAttempt.objects.order_by("attempted_at", "pk")),
    "planrequests__decisions__read",
    "planrequests__cms_direction",
    "rpcsubmissions__rejections",
    "rpcsubmissions__resubmissions",
    "accessgrants",
    "attachments__assignment",
)
_PREFETCHED = (
    *_SAVED,
    "assignments",
    Prefetch("changes", ComplaintChange.objects.filter(column="issue_level"), "level_changes"),
)


def _contacts(complaint: Complaint, began: int) -> tuple[sop.ContactFacts, ...]:
    """Those of the present stretch."""
    return tuple(
        contact.as_facts()
        for contact in complaint.contactattempts.all()
        if (contact.assignment_id or 0) >= began
    )


def _stretches(ids: list[str]) -> dict[str, int]:
    """The assignment with which the present stretch of each case began. A call made before CMS re-opened
    the case, or under another contract, is no contact in this one; a new level changes nothing there."""
    reasons = ContractAssignment.Reason
    begun = ContractAssignment.objects.filter(
        complaint__in=ids, reason__in=(reasons.FIRST, reasons.REOPENED, reasons.CONTRACT_CHANGED)
    )
    return dict(begun.order_by("pk").values_list("complaint_id", "pk"))


def _pair(complaint: Complaint) -> tuple[str, str]:
    return complaint.complaint_category, complaint.complaint_subcategory


def _categories(complaints: Iterable[Complaint]) -> dict[tuple[str, str], Category]:
    names = {complaint.complaint_category for complaint in complaints}
    pairs = Category.objects.filter(complaint_category__in=names)
    return {(c.complaint_category, c.complaint_subcategory): c for c in pairs}


def _case(
    complaint: Complaint,
    category: Category | None,
    tags: tuple[str, ...],
    now: datetime,
    overrides: Iterable[sop.DatedValue],
) -> sop.CaseFacts:
    zone = complaint.contract.zone
    today = now.astimezone(ZoneInfo(zone)).date()
    saved: dict[str, Any] = {
        fact: tuple(record.as_facts() for record in getattr(complaint, relation).all())
        for relation, fact in _MANY.items()
    }
    return sop.CaseFacts(
        complaint=_complaint_facts(complaint, category, tags),
        today=today,
        now=now,
        time_zone=zone,
        parameters=sop.parameters_on(today, overrides),
        assignments=tuple(assignment.as_facts() for assignment in complaint.assignments.all()),
        levels=_levels(complaint, ZoneInfo(zone)),
        **saved,
    )


def _levels(complaint: Complaint, zone: ZoneInfo) -> tuple[sop.LevelFacts, ...]:
    """Each level with the day on which a download first showed it; the first one as of the assignment."""
    changes = complaint.level_changes  # type: ignore[attr-defined]
    first = changes[0].old if changes else complaint.issue_level
    began = complaint.assignments.all()[0].assigned_on if complaint.assignments.all() else None
    seen = [sop.LevelFacts(began or complaint.received_date, first)]
    seen += [sop.LevelFacts(c.seen_at.astimezone(zone).date(), c.new) for c in changes]
    return tuple(seen)


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
    "comments",
    "category_lead",
    "agent_broker_first_name",
    "agent_broker_last_name",
    "has_attachments",
    "report_only",
    "with_cms_since",
)


def _complaint_facts(
    complaint: Complaint, category: Category | None, tags: tuple[str, ...]
) -> sop.ComplaintFacts:
    return sop.ComplaintFacts(
        **{name: getattr(complaint, name) for name in _COPIED},
        plan_type=complaint.contract.plan_type,
        swift_control_number=complaint.swift_control,
        category_takes_agent_broker=category.takes_agent_broker if category else None,
        scenario_tags=tags,
        category_active=category.active if category else None,
    )
