from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Self

from django.db import models

from complaints import sop
from complaints.models.complaint import Complaint
from complaints.models.scenario_record import ScenarioRecord
from complaints.models.scenarios import fields as f


class Relation(models.TextChoices):
    RESOLVED_EARLIER = "RESOLVED_EARLIER", "Repeat of one resolved earlier"
    DUPLICATE = "DUPLICATE", "Same issue, the other stays open"
    DISTINCT = "DISTINCT", "Distinct issues, both stay open"


class RepeatLink(ScenarioRecord):
    """What was decided about another complaint of the same person (SOP M): of each the newest counts."""

    fact, fact_kind = "repeat", sop.RepeatFacts
    read_with = ("other",)

    other = models.ForeignKey(
        Complaint, models.PROTECT, related_name="+", verbose_name="Other complaint"
    )
    relation = f.code(Relation, "How they stand to each other", "SOP M, steps 1 to 3")
    prior_resolution_acknowledged = f.answer(
        "Does the person acknowledge the earlier resolution?", "SOP M, step 1"
    )
    prior_told_on = f.day("Told of the earlier resolution", "SOP M, step 1")

    class Meta(ScenarioRecord.Meta):
        verbose_name = "repeat complaint"

    @classmethod
    def newest_of_each(cls, complaint_ids: Iterable[str]) -> dict[str, list[Self]]:
        """By complaint id, what counts about each other complaint: the newest decision first. One query."""
        links: Any = cls.objects.filter(complaint__in=list(complaint_ids)).select_related("other")
        found: dict[str, dict[str, Self]] = defaultdict(dict)
        for link in links.order_by("-pk"):
            found[link.complaint_id].setdefault(link.other_id, link)
        return {complaint_id: list(by_other.values()) for complaint_id, by_other in found.items()}

    def as_facts(self) -> sop.RepeatFacts:
        other = self.other
        return replace(
            super().as_facts(),
            other_complaint_id=other.pk,
            other_received_date=other.received_date,
            other_resolution_date=other.resolution_date,
            other_issue_level=other.issue_level,
            other_flagged=other.is_swift or other.congressional,
        )
