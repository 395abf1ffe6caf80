from django.db import models

from complaints import sop
from complaints.models.scenario_record import ScenarioRecord
from complaints.models.scenarios import fields as f


class GoodCauseDecision(models.TextChoices):
    APPROVED = "APPROVED", "Approved"
    DENIED = "DENIED", "Denied"


class GoodCauseReview(ScenarioRecord):
    """The plan's review of a good cause reinstatement (SOP P)."""

    action = sop.Action.INTAKE
    fact, fact_kind = "good_cause", sop.GoodCauseFacts

    gc_decision = f.code(GoodCauseDecision, "Decision", "SOP P, step 3")
    decided_on = f.day("Decided", "SOP P, step 3")
    repayment_completed_on = f.day("Repayment complete", "SOP P, step 3")

    class Meta(ScenarioRecord.Meta):
        verbose_name = "good cause review"
