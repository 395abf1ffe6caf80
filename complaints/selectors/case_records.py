"""The records behind the facts of many cases: fetched where wanted, and only from tables that have any."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from psycopg import sql

from complaints.models import (
    Complaint,
    ComplaintChange,
    ContractAssignment,
    IntakeReview,
    RepeatLink,
    ScenarioChoice,
)
from complaints.models.scenarios import STATEMENTS
from complaints.selectors.repeats import related_for
from complaints.sop import RelatedFacts

# Records a case has many of: the relation, the facts they fill, and what is read along with them.
_MANY: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "caseworknotes": (("notes", "earlier_notes"), ()),
    "contactattempts": (("contacts",), ()),
    "planrequests": (("requests",), ("complaint__contract", "decisions__read", "cms_direction")),
    "rpcsubmissions": (("rpc_submissions", "rpc_promised"), ("rejections", "resubmissions")),
    "accessgrants": (("access_grants",), ()),
    "attachments": (("attachments",), ("assignment",)),
}
_ORDER = {"contactattempts": ("attempted_at", "pk")}
# Facts that are told apart by the stretch of the case, and so ask for its assignments.
_BY_STRETCH = (
    *("assignments", "levels", "contacts", "notes", "earlier_notes"),
    *("rpc_submissions", "rpc_promised", "intake"),
)
_REPEATS = ("repeat", "more_repeats")
_REASONS = ContractAssignment.Reason
_BEGINS_ANEW = frozenset({_REASONS.FIRST, _REASONS.REOPENED, _REASONS.CONTRACT_CHANGED})


class Wanted:
    """Which facts are needed: dotted names, or all (None)."""

    def __init__(self, reads: Collection[str] | None) -> None:
        self._reads = reads
        self._records = reads and {name.partition(".")[0] for name in reads}

    def fact(self, name: str) -> bool:
        return self._reads is None or name in self._reads

    def any(self, *records: str) -> bool:
        """Whether a fact of one of these records of the case is needed."""
        return self._records is None or not set(records).isdisjoint(self._records)


@dataclass
class CaseRecords:
    """By complaint id; no entry where there is nothing.

    `began`: key of the assignment with which the present stretch of the case began. What was done before
    CMS re-opened it, or under another contract, is not done in this one; a new level changes nothing there."""

    assignments: dict[str, list[ContractAssignment]] = field(default_factory=dict)
    began: dict[str, int] = field(default_factory=dict)
    level_changes: dict[str, list[ComplaintChange]] = field(default_factory=dict)
    by_relation: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    statements: dict[str, dict[str, Any]] = field(default_factory=dict)
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    repeats: dict[str, list[RepeatLink]] = field(default_factory=dict)
    of_interest: set[str] = field(default_factory=set)
    related: dict[str, tuple[RelatedFacts, ...]] = field(default_factory=dict)

    def many(self, relation: str, complaint_id: str) -> Sequence[Any]:
        return self.by_relation.get(relation, {}).get(complaint_id, ())


def records_of(ids: list[str], wanted: Wanted) -> CaseRecords:
    """Fetches what is wanted of these complaints."""
    tables = _tables(wanted)
    there = _not_empty(ids, tables)
    found = CaseRecords()
    if wanted.any(*_BY_STRETCH):
        found.assignments = _grouped(ContractAssignment.objects.filter(complaint__in=ids))
        found.began = _stretches(found.assignments)
    if ComplaintChange in there:
        levels = ComplaintChange.objects.filter(complaint__in=ids, column="issue_level")
        found.level_changes = _grouped(levels)
    for relation in _MANY:
        if _model_of(relation) in there:
            found.by_relation[relation] = _many(relation, ids)
    found.statements = {
        kind.fact: kind.newest_of(ids)
        for kind in STATEMENTS
        if kind in there and kind is not RepeatLink
    }
    if ScenarioChoice in there:
        found.tags = ScenarioChoice.accepted_for(ids)
    if RepeatLink in there:
        found.repeats = RepeatLink.newest_of_each(ids)
        found.of_interest = _of_interest(found.repeats.values())
    if RepeatLink in there or wanted.any("related"):
        found.related = related_for(ids)
    return found


def _tables(wanted: Wanted) -> list[type[Model]]:
    """The models that may hold what is wanted and often hold nothing."""
    asked: list[type[Model]] = [
        _model_of(relation) for relation, (facts, _) in _MANY.items() if wanted.any(*facts)
    ]
    asked += [kind for kind in STATEMENTS if kind is not RepeatLink and wanted.any(kind.fact)]
    if wanted.any(*_REPEATS):
        asked.append(RepeatLink)
    if wanted.fact("complaint.scenario_tags"):
        asked.append(ScenarioChoice)
    if wanted.any("levels"):
        asked.append(ComplaintChange)
    return asked


def _not_empty(ids: list[str], models: Sequence[type[Model]]) -> set[type[Model]]:
    """Those of the models that have a row of these complaints. One query instead of one for each."""
    if len(models) < 3:
        return set(models)
    asked = sql.SQL(", ").join(
        sql.SQL("EXISTS (SELECT FROM {} r JOIN asked USING (complaint_id){})").format(
            sql.Identifier(model._meta.db_table),
            sql.SQL(" WHERE r.\"column\" = 'issue_level'" if model is ComplaintChange else ""),
        )
        for model in models
    )
    query = sql.SQL("WITH asked AS (SELECT unnest(%s::text[]) AS complaint_id) SELECT {}").format(
        asked
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [ids])
        return {model for model, there in zip(models, cursor.fetchone(), strict=True) if there}


def _model_of(relation: str) -> type[Any]:
    return Complaint._meta.get_field(relation).related_model  # type: ignore[return-value]


def _many(relation: str, ids: list[str]) -> dict[str, list[Any]]:
    rows = _model_of(relation).objects.filter(complaint__in=ids)
    if order := _ORDER.get(relation):
        rows = rows.order_by(*order)
    _, along = _MANY[relation]
    return _grouped(rows.prefetch_related(*along))


def _grouped(rows: QuerySet[Any]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.complaint_id].append(row)
    return grouped


def _stretches(assignments: dict[str, list[ContractAssignment]]) -> dict[str, int]:
    begun = {
        complaint_id: [one.pk for one in of_one if one.reason in _BEGINS_ANEW]
        for complaint_id, of_one in assignments.items()
    }
    return {complaint_id: pks[-1] for complaint_id, pks in begun.items() if pks}


def _of_interest(links: Iterable[list[RepeatLink]]) -> set[str]:
    """Other complaints in which Press or Hill showed interest, as the plan noted at intake."""
    others = {link.other_id for of_one in links for link in of_one}
    reviews = IntakeReview.newest_of(others)
    return {pk for pk, review in reviews.items() if review.press_hill_interest}
