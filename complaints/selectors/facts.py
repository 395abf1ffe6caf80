"""The facts of a case, as the SOP reads them: a constant number of queries for any number of cases, and
none for what is not asked for or nobody has."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from complaints import sop
from complaints.models import Category, Complaint, IntakeReview, ParameterOverride
from complaints.models.complaint import control_number
from complaints.selectors.case_records import CaseRecords, Wanted, records_of
from ctm_casework.accounts.models import Contract


def facts_of(complaint_id: str) -> sop.CaseFacts:
    """Facts of one case. KeyError when there is no such complaint."""
    return facts_for([complaint_id])[complaint_id]


def facts_for(
    complaint_ids: Iterable[str], reads: Collection[str] | None = None
) -> dict[str, sop.CaseFacts]:
    """Facts by complaint id, without a record in hand; unknown ids are left out.

    `reads`: names of the facts that are needed, dotted as rules and timers declare them, or of whole
    records; records and long texts that none of them names are left blank. None: everything."""
    ids, wanted = list(complaint_ids), Wanted(reads)
    columns = [name for name in _COPIED if name not in _LONG or wanted.fact(f"complaint.{name}")]
    rows = [
        dict(zip(columns, row, strict=True))
        for row in Complaint.objects.filter(pk__in=ids).values_list(*columns)
    ]
    records = records_of(ids, wanted)
    told = _Told(rows, wanted)
    return {row["complaint_id"]: _case(row, records, told) for row in rows}


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
    "swift_control_number",
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
_LONG = frozenset({"complaint_summary", "plan_casework_notes", "comments"})
_OF_THE_CATEGORY = ("complaint.category_takes_agent_broker", "complaint.category_active")


class _Day(NamedTuple):
    """Today in a time zone, with what is in force."""

    zone: str
    today: date
    parameters: sop.Parameters


class _Told:
    """What the cases share: the moment, each contract's day and plan type, the categories."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], wanted: Wanted) -> None:
        self.now = timezone.now()
        self.contracts = Contract.objects.in_bulk({row["contract_id"] for row in rows})
        overrides = ParameterOverride.dated()
        zones = {contract.zone for contract in self.contracts.values()}
        self.days = {zone: _day(zone, self.now, overrides) for zone in zones}
        self.categories: dict[tuple[str, str], Category] = {}
        if any(map(wanted.fact, _OF_THE_CATEGORY)):
            names = {row["complaint_category"] for row in rows}
            pairs = Category.objects.filter(complaint_category__in=names)
            self.categories = {(c.complaint_category, c.complaint_subcategory): c for c in pairs}


def _day(zone: str, now: datetime, overrides: Iterable[sop.DatedValue]) -> _Day:
    today = now.astimezone(ZoneInfo(zone)).date()
    return _Day(zone, today, sop.parameters_on(today, overrides))


def _case(row: Mapping[str, Any], records: CaseRecords, told: _Told) -> sop.CaseFacts:
    complaint_id = row["complaint_id"]
    contract = told.contracts[row["contract_id"]]
    day = told.days[contract.zone]
    assignments = records.assignments.get(complaint_id, [])
    began = records.began.get(complaint_id, 0)
    return sop.CaseFacts(
        complaint=_complaint(row, contract, records.tags.get(complaint_id, ()), told),
        today=day.today,
        now=told.now,
        time_zone=day.zone,
        parameters=day.parameters,
        assignments=tuple(one.as_facts() for one in assignments),
        levels=_levels(row, assignments, records, ZoneInfo(day.zone)),
        requests=_facts_of_each(records.many("planrequests", complaint_id)),
        access_grants=_facts_of_each(records.many("accessgrants", complaint_id)),
        attachments=_facts_of_each(records.many("attachments", complaint_id)),
        **_by_stretch(row, records, began),
        **_repeats(complaint_id, records),
        **{
            fact: _stated(found[complaint_id], began)
            for fact, found in records.statements.items()
            if complaint_id in found
        },
    )


def _complaint(
    row: Mapping[str, Any], contract: Contract, tags: tuple[str, ...], told: _Told
) -> sop.ComplaintFacts:
    pair = row["complaint_category"], row["complaint_subcategory"]
    category = told.categories.get(pair)
    more = {
        "plan_type": contract.plan_type,
        "swift_control_number": control_number(row["swift_control_number"]),
        "category_takes_agent_broker": category.takes_agent_broker if category else None,
        "scenario_tags": tags,
        "category_active": category.active if category else None,
    }
    return sop.ComplaintFacts(**{**row, **more})


def _levels(
    row: Mapping[str, Any], assignments: list[Any], records: CaseRecords, zone: ZoneInfo
) -> tuple[sop.LevelFacts, ...]:
    """Each level with the day on which a download first showed it; the first one as of the assignment."""
    changes = records.level_changes.get(row["complaint_id"], [])
    first = changes[0].old if changes else row["issue_level"]
    began = assignments[0].assigned_on if assignments else None
    seen = [sop.LevelFacts(began or row["received_date"], first)]
    seen += [sop.LevelFacts(c.seen_at.astimezone(zone).date(), c.new) for c in changes]
    return tuple(seen)


def _by_stretch(row: Mapping[str, Any], records: CaseRecords, began: int) -> dict[str, Any]:
    """Contacts, notes and RPC requests of the present stretch, and of the earlier ones what goes on: that
    a note was written, that the RPC has a BAE worksheet, and that what it refused is sent again, while the
    case is with the contract that sent it."""
    complaint_id = row["complaint_id"]
    contacts = _split(records.many("contactattempts", complaint_id), began)
    notes = _split(records.many("caseworknotes", complaint_id), began)
    sent = _split(records.many("rpcsubmissions", complaint_id), began)
    assignments = records.assignments.get(complaint_id, ())
    ours = {one.pk for one in assignments if one.contract_id == row["contract_id"]}
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


def _stated(record: Any, began: int) -> Any:
    """What was stated stands; that somebody reviewed the case at intake is of the stretch alone."""
    facts = record.as_facts()
    if isinstance(record, IntakeReview) and _is_earlier(record, began):
        return replace(facts, reviewed_at=None)
    return facts


def _repeats(complaint_id: str, records: CaseRecords) -> dict[str, Any]:
    """The person's other complaints, and what was decided about each, with what only the plan knows of
    that one: Press or Hill interest, and that the Regional Office opened it."""
    related = records.related.get(complaint_id, ())
    born = {one.complaint_id for one in related if one.bae_born}
    decided = [link.as_facts() for link in records.repeats.get(complaint_id, ())]
    told = [
        replace(
            one,
            other_flagged=one.other_flagged or one.other_complaint_id in records.of_interest,
            other_bae_born=one.other_complaint_id in born,
        )
        for one in decided
    ]
    return {
        "related": related,
        "repeat": told[0] if told else None,
        "more_repeats": tuple(told[1:]),
    }
