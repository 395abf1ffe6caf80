"""K. Provider or pharmacy complaint. Source: CTM Plan SOP, scenario K.

That a provider is notified like a beneficiary (step 3) is in `contact_log.with_complainant`.
"""

import re

from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, Severity, rule

_ACKNOWLEDGES = re.compile(
    r"provider|pharmac|physician|doctor|\bdr\b|clinic|hospital|facility|supplier|practice|office"
    r"|complain|acknowledg|claim",
    re.IGNORECASE,
)


@rule(
    "K.2.ack",
    severity=Severity.WARNING,
    actions=(Action.CLOSE,),
    citation="SOP K, step 2",
    headline="Provider's complaint acknowledged in the note",
    field="note",
    facts=("complaint.complaint_type", "complaint.scenario_tags", "resolution.note.text"),
)
def provider_complaint_is_acknowledged(facts: CaseFacts) -> str | None:
    """The note speaks of the provider, the pharmacy or their complaint; that it is clear at all is
    Q.2.clear's to say."""
    is_provider = facts.complaint.complaint_type.casefold() == "provider"
    if not is_provider and not facts.tagged("PROVIDER"):
        return None
    text = facts.resolution.note.text if facts.resolution else ""
    if not text.strip() or _ACKNOWLEDGES.search(text):
        return None
    return (
        "Acknowledge the complaint in the note: what the provider or pharmacy complained of, and the "
        "steps taken."
    )
