"""Where the SOP pages show a rule."""

from django.urls import reverse

from complaints.sop import index


def rule_address(rule_id: str) -> str:
    """The page of its part, at the rule. Raises ValueError when the index does not know it."""
    step = index.step(rule_id)
    return f"{reverse('sop-part', args=[step.scenario.lower()])}#{step.id}"
