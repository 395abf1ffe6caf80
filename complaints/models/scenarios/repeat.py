from dataclasses import replace

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
    """What was decided about another complaint of the same person (SOP M)."""

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
