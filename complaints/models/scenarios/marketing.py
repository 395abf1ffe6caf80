from django.db import models

from complaints import sop
from complaints.models.scenario_record import ScenarioRecord
from complaints.models.scenarios import fields as f


class Finding(models.TextChoices):
    SUBSTANTIATED = "SUBSTANTIATED", "Substantiated"
    UNFOUNDED = "UNFOUNDED", "Unfounded"
    INCONCLUSIVE = "INCONCLUSIVE", "Inconclusive"


class CorrectiveAction(models.TextChoices):
    RETRAINED = "RETRAINED", "Agent or broker retrained"
    TERMINATED = "TERMINATED", "Agent or broker terminated"
    OTHER = "OTHER", "Other corrective action"


class MarketingInvestigation(ScenarioRecord):
    """The plan's investigation of an alleged marketing misrepresentation (SOP L)."""

    fact, fact_kind = "marketing", sop.MarketingFacts

    allegation_finding = f.code(Finding, "Finding", "SOP L, steps 1 and 5")
    corrective_action = f.code(CorrectiveAction, "Corrective action", "SOP L, step 2")
    agent_named_in_complaint = f.tick("The complaint names the agents", "SOP L, step 4")
    agents_named = f.text("Agents or brokers involved, one a line", "SOP L, step 4")
    agent_not_identified = f.tick("No agent could be identified", "SOP L, step 4")

    class Meta(ScenarioRecord.Meta):
        verbose_name = "marketing investigation"
