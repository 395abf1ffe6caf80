"""Other complaints of the same person (SOP M), across the contracts of the parent organization.

The same Medicare number, or the same name and phone where one of the two has no number. Blank matches
nothing. A person's older number (HICN) and MBI differ, so those two are found by neither."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from complaints import sop
from complaints.models import Complaint, RepeatLink

# Two joins, each by an index of its own; one with OR would read the whole table.
_SAME_PERSON = """
WITH asked AS (
    SELECT c.complaint_id, c.bene_key, c.complainant_key, c.contract_id, k.parent_id
    FROM complaints_complaint c JOIN accounts_contract k USING (contract_id)
    WHERE c.complaint_id = ANY(%(ids)s)
), pairs AS (
    SELECT a.complaint_id AS asked_id, a.contract_id, a.parent_id, o.complaint_id AS other_id
    FROM asked a JOIN complaints_complaint o ON o.bene_key = a.bene_key AND o.bene_key <> ''
    UNION
    SELECT a.complaint_id, a.contract_id, a.parent_id, o.complaint_id
    FROM asked a JOIN complaints_complaint o
        ON o.complainant_key = a.complainant_key AND o.complainant_key <> ''
    WHERE a.bene_key = '' OR o.bene_key = ''
)
SELECT p.asked_id, o.complaint_id, o.contract_id, o.received_date, o.resolution_date, o.issue_level,
    o.complaint_category, o.complaint_subcategory, o.swift, o.swift_control_number, o.congressional,
    COALESCE((
        SELECT i.press_hill_interest FROM complaints_intakereview i
        WHERE i.complaint_id = o.complaint_id ORDER BY i.id DESC LIMIT 1
    ), false) AS press_hill_interest,
    EXISTS (
        SELECT FROM complaints_baerequest b WHERE b.new_complaint_id = o.complaint_id
    ) OR o.complaint_subcategory ILIKE '%%best available evidence%%' OR COALESCE((
        SELECT s.accepted FROM complaints_scenariochoice s
        WHERE s.complaint_id = o.complaint_id AND s.scenario = 'BAE' ORDER BY s.id DESC LIMIT 1
    ), false) AS bae_born
FROM pairs p
JOIN complaints_complaint o ON o.complaint_id = p.other_id
JOIN accounts_contract k ON k.contract_id = o.contract_id
WHERE p.other_id <> p.asked_id AND (o.contract_id = p.contract_id OR k.parent_id = p.parent_id)
ORDER BY p.asked_id, o.received_date, o.complaint_id
"""


def related_for(complaint_ids: Iterable[str]) -> dict[str, tuple[sop.RelatedFacts, ...]]:
    """The person's other complaints by complaint id, oldest first; no entry where there is none.

    One query for any number. Contract access is the caller's matter: rules need them all."""
    related: dict[str, list[sop.RelatedFacts]] = defaultdict(list)
    others: Iterable[Any] = Complaint.objects.raw(_SAME_PERSON, {"ids": list(complaint_ids)})
    for other in others:
        related[other.asked_id].append(_facts(other))
    return {complaint_id: tuple(others) for complaint_id, others in related.items()}


def _facts(other: Any) -> sop.RelatedFacts:
    return sop.RelatedFacts(
        complaint_id=other.pk,
        contract_id=other.contract_id,
        received_date=other.received_date,
        resolution_date=other.resolution_date,
        issue_level=other.issue_level,
        complaint_subcategory=other.complaint_subcategory or other.complaint_category,
        flagged=other.is_swift or other.congressional or other.press_hill_interest,
        bae_born=other.bae_born,
    )


def is_repeat(others: Iterable[sop.RelatedFacts]) -> bool:
    """Whether one of the person's other complaints makes a repeat: what came of BAE does not (N.3)."""
    return any(not other.bae_born for other in others)


@dataclass(frozen=True)
class Other:
    """Another complaint of the person, and how somebody decided that the two stand to each other."""

    facts: sop.RelatedFacts
    decided: RepeatLink | None


@dataclass(frozen=True)
class Related:
    """`hidden` are under contracts the person asking does not work for: counted, never shown."""

    shown: tuple[Other, ...]
    hidden: int
    repeated: bool

    def __bool__(self) -> bool:
        return bool(self.shown or self.hidden)


def related_to(
    complaint: Complaint, user: Any, others: Collection[sop.RelatedFacts] | None = None
) -> Related:
    """The person's other complaints as `user` may see them, newest first. `others` are the facts' own,
    where the caller has them at hand."""
    if others is None:
        others = related_for([complaint.pk]).get(complaint.pk, ())
    if not others:
        return Related((), 0, repeated=False)
    ids = [other.complaint_id for other in others]
    visible = set(
        Complaint.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)
    )
    decided = _decided(complaint, visible)
    shown = tuple(
        Other(other, decided.get(other.complaint_id))
        for other in reversed(tuple(others))
        if other.complaint_id in visible
    )
    return Related(shown, len(others) - len(shown), repeated=is_repeat(others))


def _decided(complaint: Complaint, others: Collection[str]) -> dict[str, RepeatLink]:
    """The newest decision about each other complaint, from whichever side it was made."""
    either = Q(complaint=complaint, other__in=others) | Q(other=complaint, complaint__in=others)
    links = RepeatLink.objects.filter(either).select_related("author").order_by("pk")
    return {
        link.other_id if link.complaint_id == complaint.pk else link.complaint_id: link
        for link in links
    }
