"""D. Retroactive enrollment: the request itself, the plan's system and MARx, and closing.

Source: CTM Plan SOP, scenario D. What goes to the Retro-Processing Center is in
`d_retro_processing_center.py`. A disenrollment (E) shares the notes that make sense for it.
"""

from datetime import date

from complaints.sop import contact_log
from complaints.sop.case_records import RpcFacts
from complaints.sop.contact_log import LOG_FACTS
from complaints.sop.facts import CaseFacts
from complaints.sop.plan_request import FLAG_FACTS
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.words import day

CLOSE, INTAKE, RECORD_RPC = Action.CLOSE, Action.INTAKE, Action.RECORD_RPC
ERROR, WARNING = Severity.ERROR, Severity.WARNING

NOTIFIED_FACTS = (*LOG_FACTS, "parameters.attempts_wanted", "time_zone")


def is_disenrollment(facts: CaseFacts) -> bool:
    """Scenario E was accepted."""
    return facts.tagged("RETRO_DISENROLLMENT")


def is_enrollment(facts: CaseFacts) -> bool:
    """Scenario D was accepted, or a retroactive request is recorded that is no disenrollment."""
    if facts.tagged("RETRO_ENROLLMENT"):
        return True
    return facts.retro is not None and not is_disenrollment(facts)


def is_retroactive(facts: CaseFacts) -> bool:
    """E.note.3: whether the notes on retroactive changes apply, one way or the other."""
    return is_enrollment(facts) or is_disenrollment(facts)


def notified(facts: CaseFacts) -> bool:
    """Told, or tried as often as Q.1.a wants; whether on different days is Q.1.a.distinct's to say."""
    if any(map(contact_log.told, contact_log.with_complainant(facts))):
        return True
    return len(contact_log.attempts(facts)) >= facts.parameters.attempts_wanted


@rule(
    "D.1",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP D, step 1",
    headline="Retroactive enrollment judged valid or not",
    field="retro_request_valid",
    facts=("complaint.scenario_tags", "retro.retro_request_valid"),
)
def enrollment_request_is_judged(facts: CaseFacts) -> str | None:
    """Yes or no; the steps that follow depend on it."""
    if not is_enrollment(facts) or (facts.retro and facts.retro.retro_request_valid is not None):
        return None
    return "Record whether the request for a retroactive enrollment is valid."


@rule(
    "D.1.a.notify",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP D, step 1.a",
    headline="Told that the enrollment is not valid",
    field="contact_made",
    facts=("complaint.scenario_tags", "retro.retro_request_valid", *NOTIFIED_FACTS),
)
def refusal_of_enrollment_is_told(facts: CaseFacts) -> str | None:
    """An unreachable beneficiary is told by three attempts and a letter, as Q has it."""
    retro = facts.retro
    if retro is None or retro.retro_request_valid is not False or not is_enrollment(facts):
        return None
    if notified(facts):
        return None
    return "Tell the beneficiary that the retroactive enrollment is not valid, and log the contact."


@rule(
    "D.1.b.system",
    severity=ERROR,
    actions=(RECORD_RPC, CLOSE),
    citation="SOP D, step 1.b",
    headline="Plan's system updated for access",
    field="plan_system_updated_on",
    facts=(
        "complaint.scenario_tags",
        "intake.irmaa_owed",
        "retro.plan_system_updated_on",
        "retro.retro_request_valid",
    ),
)
def plan_system_gives_access(facts: CaseFacts) -> str | None:
    """Yields to P.note.4: no access while Part D-IRMAA is owed."""
    retro = facts.retro
    if retro is None or not retro.retro_request_valid or not is_enrollment(facts):
        return None
    if retro.plan_system_updated_on is not None or facts.intake.irmaa_owed:
        return None
    return (
        "Update the plan's own system, so that the beneficiary has access to drugs and services, and "
        "enter the date."
    )


@rule(
    "D.1.b.marx",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP D, step 1.b",
    headline="MARx updated where the plan can",
    field="marx_updated_on",
    facts=(
        *FLAG_FACTS,
        "complaint.scenario_tags",
        "retro.marx_updated_on",
        "retro.plan_can_update_marx",
        "retro.retro_request_valid",
        "rpc_submissions.submitted_on",
    ),
)
def marx_is_updated(facts: CaseFacts) -> str | None:
    """D.note.1.may_close: not asked once the RPC has the request. In a flagged case CMS does it (I.4)."""
    retro = facts.retro
    if retro is None or not retro.retro_request_valid or not is_enrollment(facts):
        return None
    if not retro.plan_can_update_marx or retro.marx_updated_on is not None or facts.flagged:
        return None
    if any(sent.submitted_on for sent in facts.rpc_submissions):
        return None
    return "Update MARx and enter the date, or record that the plan cannot and ask the RPC."


@rule(
    "D.note.1.inform",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP D, note 1",
    headline="Told: up to one month in CMS's systems",
    field="told_one_month",
    facts=("complaint.scenario_tags", "retro.told_one_month", "rpc_submissions.for_bae"),
)
def told_of_one_month(facts: CaseFacts) -> str | None:
    """For what went to the RPC; a BAE worksheet has 30 days of its own (N.4)."""
    sent = any(not one.for_bae for one in facts.rpc_submissions)
    if not sent or not is_retroactive(facts) or (facts.retro and facts.retro.told_one_month):
        return None
    return "Tell the beneficiary that the change may take up to one month to show in CMS's systems."


@rule(
    "D.note.4",
    severity=ERROR,
    actions=(RECORD_RPC, CLOSE),
    citation="SOP D, note 4",
    headline="Access from the effective date",
    field="plan_system_effective_date",
    facts=(
        "complaint.scenario_tags",
        "intake.irmaa_owed",
        "retro.plan_system_effective_date",
        "retro.requested_effective_date",
        "retro.retro_request_valid",
    ),
)
def access_counts_from_the_effective_date(facts: CaseFacts) -> str | None:
    """Not for a disenrollment, and yields to P.note.4: no access while Part D-IRMAA is owed."""
    retro = facts.retro
    if retro is None or retro.retro_request_valid is False or not is_enrollment(facts):
        return None
    wanted, given = retro.requested_effective_date, retro.plan_system_effective_date
    if facts.intake.irmaa_owed or wanted is None or given is None or given <= wanted:
        return None
    return (
        f"Correct the plan's system: it shows coverage from {day(given)}, the enrollment takes effect "
        f"{day(wanted)}, and access may not wait for CMS's confirmation."
    )


@rule(
    "D.note.6",
    severity=WARNING,
    actions=(INTAKE, RECORD_RPC),
    citation="SOP D, note 6",
    headline="Good cause is no retroactive enrollment",
    field={INTAKE: "scenario_tags", RECORD_RPC: "submitted_on"},
    facts=("complaint.scenario_tags",),
)
def good_cause_is_no_retroactive_enrollment(facts: CaseFacts) -> str | None:
    """The one goes by scenario P, the other by D."""
    if not (facts.tagged("GOOD_CAUSE") and facts.tagged("RETRO_ENROLLMENT")):
        return None
    return (
        "Follow scenario P alone and dismiss D: a reinstatement for good cause is not a retroactive "
        "enrollment."
    )


@rule(
    "D.note.10.a",
    severity=WARNING,
    actions=(RECORD_RPC,),
    citation="SOP D, note 10",
    headline="Part D not before the month of the notice",
    field="requested_effective_date",
    facts=(
        "complaint.scenario_tags",
        "retro.entitlement_notice_date",
        "retro.requested_effective_date",
        "rpc.for_bae",
    ),
)
def part_d_begins_with_the_notice(facts: CaseFacts) -> str | None:
    """Where Part A or B was granted retroactively."""
    if for_the_plan(facts) is None or facts.retro is None or not is_enrollment(facts):
        return None
    noticed, wanted = facts.retro.entitlement_notice_date, facts.retro.requested_effective_date
    if noticed is None or wanted is None or wanted >= part_d_eligible_from(noticed):
        return None
    return (
        f"Ask for {day(part_d_eligible_from(noticed))} or later: with the notice of Part A or B of "
        f"{day(noticed)}, Part D eligibility begins in that month."
    )


def for_the_plan(facts: CaseFacts) -> RpcFacts | None:
    """The RPC request in hand, where it asks for a change of enrollment: one that carries a BAE
    worksheet asks for a subsidy and goes by N.5."""
    return facts.rpc if facts.rpc and not facts.rpc.for_bae else None


def part_d_eligible_from(entitlement_notice_date: date) -> date:
    """The first day of the month in which the notice of Part A or B was given."""
    return entitlement_notice_date.replace(day=1)
