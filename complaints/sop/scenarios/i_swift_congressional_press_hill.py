"""I. SWIFT, Congressional, Press or Hill interest. Source: CTM Plan SOP, scenario I."""

from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, Severity, rule


@rule(
    "I.note.3",
    severity=Severity.ERROR,
    actions=(Action.CLOSE, Action.UPLOAD_BUILD),
    citation="SOP I, note 3",
    headline="Not a SWIFT case",
    field="resolve_complaint",
    facts=("complaint.swift", "complaint.swift_control_number", "resolution.resolve_complaint"),
)
def plan_does_not_close_swift(facts: CaseFacts) -> str | None:
    """A SWIFT control number makes a SWIFT case, whatever the flag says."""
    is_swift = facts.complaint.swift or facts.complaint.swift_control_number.strip()
    if not is_swift or facts.resolving() is None:
        return None
    return (
        "Leave the closing to CMS: this is a SWIFT case. Write what was done in a note and ask CMS "
        "to take it with a CMS Issue (CMS Lead) Plan Request."
    )
