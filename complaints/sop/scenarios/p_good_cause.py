"""P. Good cause reinstatement. Source: CTM Plan SOP, scenario P."""

import re
from datetime import date

from complaints.sop import contact_log
from complaints.sop.case_records import AccessFacts
from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, At, Severity, rule
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
        "access.withdrawn_on",
        "access_grants.access_granted_on",
        "access_grants.withdrawn_on",
        "intake.disenrollment_effective_date",
        "intake.irmaa_owed",
    ),
)
def no_access_while_irmaa_is_owed(facts: CaseFacts) -> str | None:
    """CMS marks these cases in its notes. Goes before D.note.4. Access before the disenrollment is none
    that was given back."""
    if not facts.intake.irmaa_owed:
        return None
    if facts.access is not None:
        if not _stands(facts.access, facts):
            return None
        return "Give no access yet: the individual still owes Part D-IRMAA."
    if not any(_stands(grant, facts) for grant in facts.access_grants):
        return None
    return (
        "Withdraw the access that was given while Part D-IRMAA is owed, and record it with the day it was "
        "given and the day it was withdrawn. If nothing is owed any more, say so in the intake review."
    )


@rule(
    "P.note.4.date",
    severity=ERROR,
    actions=(RECORD_ACCESS,),
    citation="SOP P, note 4 (inferred)",
    headline="Day of the access",
    field="access_granted_on",
    facts=("access.access_granted_on", "access.withdrawn_on"),
)
def access_has_its_day(facts: CaseFacts) -> str | At | None:
    """A record of access withdrawn names the day it was given too."""
    access = facts.access
    if access is None:
        return None
    if access.access_granted_on is None:
        return "Enter the day on which access was given."
    if access.withdrawn_on is not None and access.withdrawn_on < access.access_granted_on:
        given = day(access.access_granted_on)
        return At("withdrawn_on", f"Enter {given} or a later day: access was given on {given}.")
    return None


def _stands(grant: AccessFacts, facts: CaseFacts) -> bool:
    """Whether access was given since the disenrollment, and no record tells of its withdrawal."""
    given, left = grant.access_granted_on, facts.intake.disenrollment_effective_date
    if given is None or grant.withdrawn_on is not None or (left is not None and given < left):
        return False
    return not any(one.withdrawn_on and one.withdrawn_on >= given for one in facts.access_grants)
