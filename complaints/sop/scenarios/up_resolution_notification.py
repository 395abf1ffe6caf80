"""Upload layout: the resolution notification. Source: CMS's upload layout.

| resolve | satisfied | HPI     | notification |
|---------|-----------|---------|--------------|
| Y       | Y or N    | Y, N, U | 1, 2, 3      |
| Y       | U         | Y, N, U | 0 to 4       |
| N       | blank, U  | blank   | blank        |
"""

from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, Severity, rule

CLOSE, BUILD = Action.CLOSE, Action.UPLOAD_BUILD
ERROR, WARNING = Severity.ERROR, Severity.WARNING
LAYOUT = "Upload layout, October 2025"
RESOLVE = "resolution.resolve_complaint"
SATISFIED = "resolution.complainant_satisfied"
NOTIFICATION = "resolution.resolution_notification"


@rule(
    "UP.resolutionNotification.y",
    severity=ERROR,
    actions=(CLOSE, BUILD),
    citation=f"{LAYOUT}, resolutionNotification",
    headline="Resolution notification answered",
    field="resolution_notification",
    facts=(NOTIFICATION, RESOLVE),
)
def notification_is_answered(facts: CaseFacts) -> str | None:
    """None is an answer (4), a blank is not."""
    if (resolution := facts.resolving()) is None or resolution.resolution_notification in {
        *"01234"
    }:
        return None
    return (
        "Choose how the complainant was told: Telephone, Written, Telephone and Written, None, "
        "or Unknown."
    )


@rule(
    "UP.resolutionNotification.contact",
    severity=ERROR,
    actions=(CLOSE, BUILD),
    citation=f"{LAYOUT}, resolutionNotification",
    headline="Notification fits satisfied",
    field="resolution_notification",
    facts=(NOTIFICATION, RESOLVE, SATISFIED),
)
def who_answered_was_told(facts: CaseFacts) -> str | None:
    """With satisfied Unknown every notification goes."""
    if (resolution := facts.resolving()) is None or resolution.complainant_satisfied not in {
        "Y",
        "N",
    }:
        return None
    if resolution.resolution_notification not in {"0", "4"}:
        return None
    return "Choose Telephone, Written or both, or set satisfied to Unknown/Unable to Reach."


@rule(
    "UP.resolutionNotification.n",
    severity=WARNING,
    actions=(BUILD,),
    citation=f"{LAYOUT}, resolutionNotification (inferred)",
    headline="Notification blank without a resolution",
    field="resolution_notification",
    facts=(NOTIFICATION, RESOLVE),
)
def notification_is_blank_without_resolution(facts: CaseFacts) -> str | None:
    """The layout is silent; blank is safe in either reading."""
    if not (resolution := facts.not_resolving()) or not resolution.resolution_notification:
        return None
    return "Leave the resolution notification blank until the complaint is resolved."


@rule(
    "UP.resolutionNotification.q3a",
    severity=ERROR,
    actions=(CLOSE, BUILD),
    citation=f"{LAYOUT}, resolutionNotification, with SOP Q, step 3.a (inferred)",
    headline="System update named where nobody was told",
    field="system_update_action",
    facts=(NOTIFICATION, RESOLVE, "resolution.system_update_action"),
)
def nobody_told_needs_a_system_update(facts: CaseFacts) -> str | None:
    """The upload cannot carry Contact Made, so notification 0 or 4 claims no contact to HPMS."""
    resolution = facts.resolving()
    if resolution is None or resolution.resolution_notification not in {"0", "4"}:
        return None
    if resolution.system_update_action:
        return None
    return "Choose the System Update Action Taken, or say how the complainant was told."
