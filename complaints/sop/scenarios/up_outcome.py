"""Upload layout: resolve, satisfied, HPI related and the date. Source: CMS's upload layout."""

from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.scenarios.c_resolution_date import resolved_on
from complaints.sop.words import day

CLOSE, BUILD = Action.CLOSE, Action.UPLOAD_BUILD
ERROR, WARNING = Severity.ERROR, Severity.WARNING
LAYOUT = "Upload layout, October 2025"
RESOLVE = "resolution.resolve_complaint"
SATISFIED = "resolution.complainant_satisfied"
HPI = "resolution.hpi_related"


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
    if (resolution := facts.resolving()) is None or resolution.complainant_satisfied in {
        "Y",
        "N",
        "U",
    }:
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
    if (
        not (resolution := facts.not_resolving())
        or (resolution.complainant_satisfied or "U") == "U"
    ):
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
    if (resolution := facts.resolving()) is None or resolution.hpi_related in {"Y", "N", "U"}:
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
    if not (resolution := facts.not_resolving()) or not resolution.hpi_related:
        return None
    return "Leave HPI related blank until the complaint is resolved."


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
    if resolved is None or facts.resolving() is None:
        return None
    return (
        f"Save a casework note instead: HPMS shows this complaint as resolved {day(resolved)} and "
        "would read only note, comments and agent or broker fields."
    )
