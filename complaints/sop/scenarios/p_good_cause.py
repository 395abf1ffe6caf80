"""P. Good cause reinstatement. Source: CTM Plan SOP, scenario P."""

import re
from datetime import date

from complaints.sop import contact_log
from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.words import day

CLOSE, INTAKE, RECORD_ACCESS = Action.CLOSE, Action.INTAKE, Action.RECORD_ACCESS
ERROR, WARNING = Severity.ERROR, Severity.WARNING

_PLAN_DECIDES_SINCE = date(2016, 1, 1)
_COMMUNICATION = re.compile(
    r"\b(?:call(?:ed|ing)?|phone|phoned|telephone[d]?|spoke|told|tell|letter|mail(?:ed)?|e-?mail(?:ed)?"
    r"|inform(?:ed)?|notif(?:ied|y|ication)|advis(?:ed|e)|notice|contact(?:ed)?|wrote|voice ?mail"
    r"|communicat\w*|explained)\b",
    re.IGNORECASE,
)


def is_good_cause(facts: CaseFacts) -> bool:
    """The scenario was accepted, or the plan's review is recorded."""
    return facts.good_cause is not None or facts.tagged("GOOD_CAUSE")


@rule(
    "P.2.scope",
    severity=WARNING,
    actions=(INTAKE,),
    citation="SOP P, step 2",
    headline="Disenrollment since January 1, 2016",
    field="disenrollment_effective_date",
    facts=(
        "complaint.scenario_tags",
        "intake.disenrollment_effective_date",
        "intake.good_cause_requested",
    ),
)
def plan_decides_good_cause(facts: CaseFacts) -> str | None:
    """The text says "of" that date; it is read as on or after."""
    effective = facts.intake.disenrollment_effective_date
    if effective is None or effective >= _PLAN_DECIDES_SINCE:
        return None
    if not facts.intake.good_cause_requested and not is_good_cause(facts):
        return None
    return (
        "Follow the 2015 edition of the SOP: the plan decides about disenrollments effective on or after "
        f"{day(_PLAN_DECIDES_SINCE)}."
    )


@rule(
    "P.3.decision",
    severity=ERROR,
    actions=(CLOSE,),
    citation="SOP P, step 3",
    headline="Good cause approved or denied",
    field="gc_decision",
    facts=("complaint.scenario_tags", "good_cause.gc_decision"),
)
def good_cause_is_decided(facts: CaseFacts) -> str | None:
    """P.3.nowait: repayment and reinstatement need not be awaited."""
    decided = facts.good_cause is not None and facts.good_cause.gc_decision in {
        "APPROVED",
        "DENIED",
    }
    if decided or not is_good_cause(facts):
        return None
    return "Record the plan's decision on good cause: approved or denied."


@rule(
    "P.3.comm",
    severity=ERROR,
    actions=(CLOSE,),
    citation="SOP P, step 3",
    headline="Note tells what the beneficiary was told",
    field="note",
    facts=(
        "complaint.complaint_type",
        "complaint.scenario_tags",
        "contacts.outcome",
        "contacts.party",
        "contacts.purpose",
        "resolution.note.text",
    ),
)
def communication_is_told(facts: CaseFacts) -> str | None:
    """In words of the note, or by a logged contact about the resolution that got through."""
    text = facts.resolution.note.text if facts.resolution else ""
    if not is_good_cause(facts) or _COMMUNICATION.search(text):
        return None
    if any(
        contact.purpose == "RESOLUTION" and contact_log.told(contact)
        for contact in contact_log.with_complainant(facts)
    ):
        return None
    return (
        "Say in the note what was communicated to the beneficiary about the decision, how and when."
    )


@rule(
    "P.note.4",
    severity=ERROR,
    actions=(RECORD_ACCESS, CLOSE),
    citation="SOP P, note 4",
    headline="No access while Part D-IRMAA is owed",
    field={RECORD_ACCESS: "access_granted_on", CLOSE: "irmaa_owed"},
    facts=(
        "access.access_granted_on",
        "access_grants.access_granted_on",
        "intake.irmaa_owed",
    ),
)
def no_access_while_irmaa_is_owed(facts: CaseFacts) -> str | None:
    """CMS marks these cases in its notes. Goes before D.note.4."""
    if not facts.intake.irmaa_owed:
        return None
    given = (*facts.access_grants, *((facts.access,) if facts.access else ()))
    if all(grant.access_granted_on is None for grant in given):
        return None
    if facts.access is not None:
        return "Give no access yet: the individual still owes Part D-IRMAA."
    return (
        "Record in the intake review that Part D-IRMAA is no longer owed, or have a supervisor take up "
        "the access that was given while it was."
    )
