"""N. Best Available Evidence: the worksheet to the Home Regional Office, and closing after it is back.

Source: CTM Plan SOP, scenario N. What is due after its return is in `n_timers.py`.
"""

from datetime import datetime

from complaints.sop import contact_log
from complaints.sop.facts import CaseFacts
from complaints.sop.regional_offices import home_office, home_office_mailbox
from complaints.sop.rule import Action, At, Severity, rule
from complaints.sop.words import day

CLOSE, SEND_BAE, COMPOSE = Action.CLOSE, Action.SEND_BAE, Action.COMPOSE_EMAIL
ERROR, WARNING = Severity.ERROR, Severity.WARNING

SUBJECTS = {
    True: "Immediate BAE Assistance Needed",
    False: "Non-Immediate BAE Assistance Needed",
}
ATTEMPT_FACTS = (
    "assignments.assigned_on",
    "assignments.reason",
    "complaint.complaint_type",
    "contacts.attempted_at",
    "contacts.party",
)


def bae_subject(immediate: bool) -> str:
    """N.2.subject: the subject line, exactly; no name and no Medicare number is added to it."""
    return SUBJECTS[immediate]


def attempted_since(facts: CaseFacts, since: datetime) -> bool:
    """Whether the beneficiary was tried at that moment or later; an attempt suffices. Of what came before
    the case was re-opened, or under another contract, she was told then."""
    anew = facts.begun_anew_on
    if anew and facts.local(since).date() < anew:
        return True
    return any(
        contact.attempted_at is not None and contact.attempted_at >= since
        for contact in contact_log.with_complainant(facts)
    )


@rule(
    "N.1",
    severity=ERROR,
    actions=(SEND_BAE,),
    citation="SOP N, step 1",
    headline="Plan's part of the BAE worksheet filled in",
    field="bae_plan_part_complete",
    facts=("bae.bae_plan_part_complete", "bae.worksheet_attached"),
)
def worksheet_is_filled_in(facts: CaseFacts) -> str | At | None:
    """And it is attached."""
    if facts.bae is None:
        return None
    if not facts.bae.bae_plan_part_complete:
        return "Fill in the plan's part of the BAE Assistance Worksheet."
    if not facts.bae.worksheet_attached:
        return At("worksheet_attached", "Attach the BAE Assistance Worksheet to the e-mail.")
    return None


@rule(
    "N.2.encrypt",
    severity=ERROR,
    actions=(SEND_BAE,),
    citation="SOP N, step 2",
    headline="BAE worksheet sent encrypted",
    field="sent_encrypted",
    facts=("bae.sent_encrypted",),
)
def worksheet_goes_encrypted(facts: CaseFacts) -> str | None:
    """The user sends it from the plan's own mail program."""
    if facts.bae is None or facts.bae.sent_encrypted:
        return None
    return "Send the worksheet by encrypted e-mail: it holds protected health information."


@rule(
    "N.2.state",
    severity=ERROR,
    actions=(SEND_BAE,),
    citation="SOP N, step 2 (inferred)",
    headline="Beneficiary's state has one Regional Office",
    field="beneficiary_state",
    facts=("intake.beneficiary_state",),
)
def state_has_one_office(facts: CaseFacts) -> str | None:
    """The download does not bring the state; the intake review does."""
    state = facts.intake.beneficiary_state
    if home_office(state) is not None:
        return None
    if not state:
        return "Enter the beneficiary's state in the intake review: it decides the Regional Office."
    return f"Correct the beneficiary's state in the intake review: no Regional Office has {state}."


@rule(
    "N.2.to",
    severity=WARNING,
    actions=(COMPOSE, SEND_BAE),
    citation="SOP N, step 2",
    headline="BAE worksheet to the Home Regional Office",
    field="email_to",
    facts=("bae.email_to", "email.email_to", "email.kind", "intake.beneficiary_state"),
)
def worksheet_goes_to_the_home_office(facts: CaseFacts) -> str | None:
    """In capitals or not. Of a state without an office N.2.state speaks, of no address N.2.sent."""
    mailbox = home_office_mailbox(facts.intake.beneficiary_state)
    if facts.email is not None:
        given = facts.email.email_to if facts.email.kind == "BAE" else ""
    else:
        given = facts.bae.email_to if facts.bae else ""
    if not mailbox or not given.strip() or given.strip().casefold() == mailbox.casefold():
        return None
    return f"Send it to {mailbox}: that is the Home Regional Office of the beneficiary's state."


@rule(
    "N.2.sent",
    severity=ERROR,
    actions=(SEND_BAE,),
    citation="SOP N, step 2 (inferred)",
    headline="BAE worksheet with mailbox and day",
    field="sent_on",
    facts=("bae.email_to", "bae.sent_on"),
)
def sending_is_recorded(facts: CaseFacts) -> At | None:
    """Closing waits for the answer from that day on."""
    if facts.bae is None:
        return None
    if not facts.bae.email_to.strip():
        return At(
            "email_to", "Enter the mailbox of the Regional Office that the worksheet went to."
        )
    if facts.bae.sent_on is None:
        return At("sent_on", "Enter the day on which the worksheet was sent.")
    return None


@rule(
    "N.2.subject",
    severity=ERROR,
    actions=(COMPOSE, SEND_BAE),
    citation="SOP N, step 2",
    headline="BAE subject line by urgency",
    field="email_subject",
    facts=("bae.bae_immediate", "bae.email_subject", "email.email_subject", "email.kind"),
)
def subject_tells_the_urgency(facts: CaseFacts) -> str | At | None:
    """Exactly as printed, nothing added."""
    bae, email = facts.bae, facts.email
    if email is not None and email.kind != "BAE":
        return None
    immediate = bae.bae_immediate if bae else None
    subject = email.email_subject if email else (bae.email_subject if bae else "")
    if immediate is None and bae is not None:
        return At(
            "bae_immediate", "Say whether the case is immediate: the subject line depends on it."
        )
    wanted = list(SUBJECTS.values()) if immediate is None else [SUBJECTS[immediate]]
    if subject in wanted:
        return None
    return f"Write as the subject, and nothing else: {' or '.join(wanted)}."


@rule(
    "N.4.back",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP N, step 4 (inferred)",
    headline="BAE worksheet back before closing",
    field="worksheet_returned_at",
    facts=("bae.sent_on", "bae.worksheet_returned_at"),
)
def worksheet_is_back(facts: CaseFacts) -> str | None:
    """The plan's system and the beneficiary wait for what it says."""
    bae = facts.bae
    if bae is None or bae.sent_on is None or bae.worksheet_returned_at is not None:
        return None
    return (
        f"Wait for the Regional Office: the BAE worksheet of {day(bae.sent_on)} is not back. If it is, "
        "record when."
    )


@rule(
    "N.4.system",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP N, step 4",
    headline="Plan's system updated with the LIS",
    field="plan_system_updated_on",
    facts=("bae.plan_system_updated_on", "bae.worksheet_returned_at"),
)
def plan_system_has_the_lis(facts: CaseFacts) -> str | None:
    """Once the worksheet is back."""
    bae = facts.bae
    if bae is None or bae.worksheet_returned_at is None or bae.plan_system_updated_on is not None:
        return None
    return "Update the plan's own systems from the BAE worksheet and enter the date."


@rule(
    "N.4.inform",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP N, step 4",
    headline="Told: up to 30 days for the LIS",
    field="told_30_days",
    facts=("bae.told_30_days", "bae.worksheet_returned_at", "parameters.bae_check_days"),
)
def told_of_thirty_days(facts: CaseFacts) -> str | None:
    """Until the subsidy shows in CMS's systems."""
    bae = facts.bae
    if bae is None or bae.worksheet_returned_at is None or bae.told_30_days:
        return None
    return (
        f"Tell the beneficiary that it may take up to {facts.parameters.bae_check_days} days until the "
        "low-income subsidy shows in CMS's systems."
    )


@rule(
    "N.4.close",
    severity=ERROR,
    actions=(CLOSE,),
    citation="SOP N, step 4",
    headline="BAE case closed after telling the beneficiary",
    field="contact_made",
    facts=(*ATTEMPT_FACTS, "bae.worksheet_returned_at", "time_zone"),
)
def bae_case_is_closed_after_notifying(facts: CaseFacts) -> str | None:
    """At least one attempt after the worksheet came back; how many are enough is Q.1.a's to say."""
    returned = facts.bae.worksheet_returned_at if facts.bae else None
    if returned is None or attempted_since(facts, returned):
        return None
    return "Tell the beneficiary of the LIS update, or try to, and log the contact before closing."


@rule(
    "N.5.proof",
    severity=ERROR,
    actions=(Action.RECORD_RPC,),
    citation="SOP N, step 5",
    headline="BAE worksheet goes with the RPC request",
    field="worksheet_attached",
    facts=("rpc.for_bae", "rpc.worksheet_attached"),
)
def worksheet_goes_to_the_rpc(facts: CaseFacts) -> str | None:
    """It is the proof."""
    if facts.rpc is None or not facts.rpc.for_bae or facts.rpc.worksheet_attached:
        return None
    return "Send the completed BAE worksheet with the request: it is the proof."
