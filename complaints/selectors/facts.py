"""The facts of a case, as the SOP reads them: a constant number of queries for any number of cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
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
    IntakeReview,
    ParameterOverride,
    RepeatLink,
    ScenarioChoice,
)
from complaints.models.scenario_record import ScenarioRecord
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
    newest = {kind.fact: kind.newest_of(ids) for kind in STATEMENTS if kind is not RepeatLink}
    tags = ScenarioChoice.accepted_for(ids)
    related = related_for(ids)
    repeats = _repeats(ids, related)
    overrides = ParameterOverride.dated()
    now = timezone.now()
    return {
        complaint.pk: _with_repeats(
            _case(
                complaint, takes.get(_pair(complaint)), tags.get(complaint.pk, ()), now, overrides
            ),
            repeats.get(complaint.pk, ()),
            related=related.get(complaint.pk, ()),
            **_by_stretch(complaint, began.get(complaint.pk, 0)),
            **{
                fact: _stated(found[complaint.pk], began.get(complaint.pk, 0))
                for fact, found in newest.items()
                if complaint.pk in found
            },
        )
        for complaint in complaints
    }


def _with_repeats(
    case: sop.CaseFacts, repeats: Sequence[sop.RepeatFacts], **records: Any
) -> sop.CaseFacts:
    first = repeats[0] if repeats else None
    return replace(case, **records, repeat=first, more_repeats=tuple(repeats[1:]))


def _repeats(
    ids: list[str], related: Mapping[str, Iterable[sop.RelatedFacts]]
) -> dict[str, list[sop.RepeatFacts]]:
    """What was decided about each other complaint, with what only the plan knows of that one: Press or Hill
    interest, and that the Regional Office opened it."""
    links = RepeatLink.newest_of_each(ids)
    reviews = IntakeReview.newest_of(
        {link.other_id for of_one in links.values() for link in of_one}
    )
    of_interest = {pk for pk, review in reviews.items() if review.press_hill_interest}
    found = {}
    for complaint_id, of_one in links.items():
        born = {one.complaint_id for one in related.get(complaint_id, ()) if one.bae_born}
        decided = [link.as_facts() for link in of_one]
        found[complaint_id] = [
            replace(
                one,
                other_flagged=one.other_flagged or one.other_complaint_id in of_interest,
                other_bae_born=one.other_complaint_id in born,
            )
            for one in decided
        ]
    return found


# Records a case has many of, whatever the stretch: the relation and the facts they fill, oldest first.
_MANY = {
    "planrequests": "requests",
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


def _by_stretch(complaint: Complaint, began: int) -> dict[str, Any]:
    """Contacts, notes and RPC requests of the present stretch, and of the earlier ones what goes on: that
    a note was written, that the RPC has a BAE worksheet, and that what it refused is sent again, while the
    case is with the contract that sent it."""
    contacts = _split(complaint.contactattempts.all(), began)
    notes = _split(complaint.caseworknotes.all(), began)
    sent = _split(complaint.rpcsubmissions.all(), began)
    ours = {
        one.pk for one in complaint.assignments.all() if one.contract_id == complaint.contract_id
    }
    refused = [
        one
        for one in sent.before
        if one.assignment_id in ours and one.rejections.all() and not one.resubmissions.all()
    ]
    worksheets = [one for one in sent.before if one.for_bae and one not in refused]
    return {
        "contacts": _facts_of_each(contacts.present),
        "notes": _facts_of_each(notes.present),
        "earlier_notes": _facts_of_each(notes.before),
        "rpc_submissions": _facts_of_each([*worksheets, *sent.present]),
        "rpc_promised": _facts_of_each(refused),
    }


class _Split(NamedTuple):
    before: list[Any]
    present: list[Any]


def _split(records: Iterable[Any], began: int) -> _Split:
    """By whether they were made in the present stretch, which began with that assignment."""
    split = _Split([], [])
    for record in records:
        (split.before if _is_earlier(record, began) else split.present).append(record)
    return split


def _is_earlier(record: Any, began: int) -> bool:
    return record.assignment_id is not None and record.assignment_id < began


def _facts_of_each(records: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(record.as_facts() for record in records)


def _stated(record: ScenarioRecord, began: int) -> Any:
    """What was stated stands; that somebody reviewed the case at intake is of the stretch alone."""
    facts = record.as_facts()
    if isinstance(record, IntakeReview) and _is_earlier(record, began):
        return replace(facts, reviewed_at=None)
    return facts


def _stretches(ids: list[str]) -> dict[str, int]:
    """The assignment with which the present stretch of each case began. What was done before CMS re-opened
    the case, or under another contract, is not done in this one; a new level changes nothing there."""
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
    "out_of_view_since",
    "gone_since",
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
