"""Upload layout: resolve, satisfied, HPI related and notification. Source: CMS's upload layout.

| resolve | satisfied | HPI     | notification |
|---------|-----------|---------|--------------|
| Y       | Y or N    | Y, N, U | 1, 2, 3      |
| Y       | U         | Y, N, U | 0 to 4       |
| N       | blank, U  | blank   | blank        |
"""

from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.scenarios.c_cannot_save_or_close import resolved_on
from complaints.sop.words import day

CLOSE, BUILD = Action.CLOSE, Action.UPLOAD_BUILD
ERROR, WARNING = Severity.ERROR, Severity.WARNING
LAYOUT = "Upload layout, October 2025"
RESOLVE = "resolution.resolve_complaint"
SATISFIED = "resolution.complainant_satisfied"
HPI = "resolution.hpi_related"
NOTIFICATION = "resolution.resolution_notification"


@rule(
    "UP.resolveComplaintYN",
    severity=ERROR,
    actions=(CLOSE, BUILD),
    citation=f"{LAYOUT}, resolveComplaintYN",
    headline="Resolve is Y or N",
    field="resolve_complaint",
    facts=(RESOLVE,),
)
def resolve_is_y_or_n(facts: CaseFacts) -> str | None:
    """Exactly the Latin capitals: some printed samples hold a Greek look-alike."""
    if facts.resolution is None or facts.resolution.resolve_complaint in {"Y", "N"}:
        return None
    return "Set resolve to Y or N, in capitals."


@rule(
    "UP.resolutionDate.today",
    severity=WARNING,
    actions=(CLOSE,),
    citation=f"{LAYOUT}, no field for the resolution date",
    headline="Resolution date is today",
    field="resolution_date",
    facts=("complaint.received_date", "resolution.resolution_date", "today"),
)
def resolution_date_is_today(facts: CaseFacts) -> str | None:
    """A date ahead is C.1.d.future's to question, one before the received date C.1.d.order's."""
    resolved = resolved_on(facts)
    if resolved is None or resolved >= facts.today or resolved < facts.complaint.received_date:
        return None
    return (
        f"Use today's date, {day(facts.today)}: HPMS stamps the day it accepts the resolution. "
        "Or say why an earlier one is meant."
    )


@rule(
    "UP.complainantSatisfied.y",
    severity=ERROR,
    actions=(CLOSE, BUILD),
    citation=f"{LAYOUT}, complainantSatisfied",
    headline="Complainant satisfied answered",
    field="complainant_satisfied",
    facts=(RESOLVE, SATISFIED),
)
def satisfied_is_answered(facts: CaseFacts) -> str | None:
    """The download's default on open cases is no answer."""
    if not facts.resolves() or facts.resolution.complainant_satisfied in {"Y", "N", "U"}:
        return None
    return "Choose whether the complainant is satisfied: Yes, No, or Unknown/Unable to Reach."


@rule(
    "UP.complainantSatisfied.n",
    severity=ERROR,
    actions=(BUILD,),
    citation=f"{LAYOUT}, complainantSatisfied",
    headline="Satisfied blank without a resolution",
    field="complainant_satisfied",
    facts=(RESOLVE, SATISFIED),
)
def satisfied_is_blank_without_resolution(facts: CaseFacts) -> str | None:
    """Blank or Unknown."""
    if not _is_a_plain_row(facts) or (facts.resolution.complainant_satisfied or "U") == "U":
        return None
    return "Leave complainant satisfied blank until the complaint is resolved."


@rule(
    "UP.hpiRelated.y",
    severity=ERROR,
    actions=(CLOSE, BUILD),
    citation=f"{LAYOUT}, hpiRelated",
    headline="HPI related answered",
    field="hpi_related",
    facts=(HPI, RESOLVE),
)
def hpi_is_answered(facts: CaseFacts) -> str | None:
    """Not the Press or Hill Interest flag."""
    if not facts.resolves() or facts.resolution.hpi_related in {"Y", "N", "U"}:
        return None
    return "Choose whether the complaint is HPI related: Yes, No, or Unknown/Unsure."


@rule(
    "UP.hpiRelated.n",
    severity=WARNING,
    actions=(BUILD,),
    citation=f"{LAYOUT}, hpiRelated (inferred)",
    headline="HPI blank without a resolution",
    field="hpi_related",
    facts=(HPI, RESOLVE),
)
def hpi_is_blank_without_resolution(facts: CaseFacts) -> str | None:
    """The layout is silent; blank is safe in either reading."""
    if not _is_a_plain_row(facts) or not facts.resolution.hpi_related:
        return None
    return "Leave HPI related blank until the complaint is resolved."


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
    if not facts.resolves() or facts.resolution.resolution_notification in {*"01234"}:
        return None
    return "Choose how the complainant was told: Telephone, Written, Telephone and Written, None, or Unknown."


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
    if not facts.resolves() or facts.resolution.complainant_satisfied not in {"Y", "N"}:
        return None
    if facts.resolution.resolution_notification not in {"0", "4"}:
        return None
    return "Choose Telephone, Written or both, or set complainant satisfied to Unknown/Unable to Reach."


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
    if not _is_a_plain_row(facts) or not facts.resolution.resolution_notification:
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
    resolution = facts.resolution
    if not facts.resolves() or resolution.resolution_notification not in {"0", "4"}:
        return None
    if resolution.system_update_action:
        return None
    return "Choose the System Update Action Taken, or say how the complainant was told."


@rule(
    "UP.resolved_only",
    severity=WARNING,
    actions=(CLOSE, BUILD),
    citation=f"{LAYOUT}, resolved complaints",
    headline="Not yet resolved",
    field="resolve_complaint",
    facts=("complaint.resolution_date", RESOLVE),
)
def complaint_is_still_open(facts: CaseFacts) -> str | None:
    """The outcome of an earlier resolution cannot be changed by upload."""
    resolved = facts.complaint.resolution_date
    if resolved is None or not facts.resolves():
        return None
    return (
        f"Save a casework note instead: HPMS shows this complaint as resolved {day(resolved)} and would "
        "read only note, comments and agent or broker fields."
    )


def _is_a_plain_row(facts: CaseFacts) -> bool:
    return facts.resolution is not None and facts.resolution.resolve_complaint == "N"
