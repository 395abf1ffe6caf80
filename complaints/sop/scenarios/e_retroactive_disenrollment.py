"""E. Retroactive disenrollment. Source: CTM Plan SOP, scenario E.

Steps that E shares with D word for word are in `d_retro_processing_center.py` under both ids.
"""

from complaints.sop.facts import CaseFacts
from complaints.sop.grounds import asks_cms_to_resolve
from complaints.sop.plan_request import FLAG_FACTS
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.scenarios.d_retro_processing_center import APPROVALS, last_answer
from complaints.sop.scenarios.d_retroactive_enrollment import (
    NOTIFIED_FACTS,
    for_the_plan,
    is_disenrollment,
    notified,
)
from complaints.sop.words import listed

CLOSE, SUBMIT = Action.CLOSE, Action.SUBMIT_REQUEST
ERROR, WARNING = Severity.ERROR, Severity.WARNING

PHRASE = "Critical Retroactive Disenrollment"
_CRITICAL_REQUEST = "CRITICAL_RETRO_DISENROLLMENT"
_CLASS_FACTS = ("complaint.issue_level", "retro.employer_group_opt_out")


def criticality(facts: CaseFacts) -> str:
    """E.3.class: CRITICAL for Immediate Need and for an opt-out because of employer group cover, else
    NON_CRITICAL; Urgent alone is not Critical."""
    opts_out = facts.retro is not None and facts.retro.employer_group_opt_out
    is_critical = facts.complaint.issue_level == "IMMEDIATE_NEED" or opts_out
    return "CRITICAL" if is_critical else "NON_CRITICAL"


@rule(
    "E.1",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP E, step 1",
    headline="Retroactive disenrollment judged",
    field="retro_request_valid",
    facts=("complaint.scenario_tags", "retro.retro_request_valid"),
)
def disenrollment_request_is_judged(facts: CaseFacts) -> str | None:
    """Yes or no; the steps that follow depend on it."""
    is_judged = facts.retro is not None and facts.retro.retro_request_valid is not None
    if not is_disenrollment(facts) or is_judged:
        return None
    return "Record whether the request for a retroactive disenrollment is valid."


@rule(
    "E.1.a",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP E, step 1.a",
    headline="Refused disenrollment told and written down",
    field="contact_made",
    facts=(
        "complaint.scenario_tags",
        "resolution.note.text",
        "retro.retro_request_valid",
        *NOTIFIED_FACTS,
    ),
)
def refusal_of_disenrollment_is_told(facts: CaseFacts) -> str | None:
    """ "And/or" in E, "and" in D: read as the same."""
    retro = facts.retro
    if retro is None or retro.retro_request_valid is not False or not is_disenrollment(facts):
        return None
    written = facts.resolution is not None and facts.resolution.note.text.strip()
    if written and notified(facts):
        return None
    return (
        "Tell the beneficiary that the disenrollment is not valid, log it and write it in the note."
    )


@rule(
    "E.2",
    severity=WARNING,
    actions=(SUBMIT,),
    citation="SOP E, step 2",
    headline="No CMS help for what MARx takes from the plan",
    field="request_type",
    facts=(
        "complaint.scenario_tags",
        "request.reason_code",
        "request.request_type",
        "retro.plan_can_update_marx",
        "retro.retro_request_valid",
    ),
)
def plan_does_what_marx_lets_it_do(facts: CaseFacts) -> str | None:
    """A valid disenrollment that the plan can enter by itself needs nobody else."""
    retro = facts.retro
    if retro is None or retro.retro_request_valid is False or not retro.plan_can_update_marx:
        return None
    if not is_disenrollment(facts) or not asks_cms_to_resolve(facts.request):
        return None
    return "Update MARx yourself and close the complaint: the plan can make this disenrollment."


@rule(
    "E.2.steps",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP E, step 2",
    headline="Disenrolled in both systems, and told",
    field="plan_system_updated_on",
    facts=(
        *FLAG_FACTS,
        *NOTIFIED_FACTS,
        "complaint.scenario_tags",
        "retro.marx_updated_on",
        "retro.plan_can_update_marx",
        "retro.plan_system_updated_on",
        "retro.retro_request_valid",
    ),
)
def disenrollment_is_carried_out(facts: CaseFacts) -> str | None:
    """The source names the notice last; Q wants it before closing. In a flagged case CMS does MARx."""
    retro = facts.retro
    if retro is None or not retro.retro_request_valid or not is_disenrollment(facts):
        return None
    if not retro.plan_can_update_marx:
        return None
    missing = [
        words
        for words, done in (
            ("update the plan's own system", retro.plan_system_updated_on is not None),
            ("update MARx", retro.marx_updated_on is not None or facts.flagged),
            ("tell the beneficiary", notified(facts)),
        )
        if not done
    ]
    return f"Before closing, {listed(missing)}, with the dates." if missing else None


@rule(
    "E.3.a.route",
    severity=ERROR,
    actions=(Action.RECORD_RPC,),
    citation="SOP E, step 3.a",
    headline="Critical disenrollment goes to CMS",
    field="submitted_on",
    facts=(
        *_CLASS_FACTS,
        *APPROVALS,
        "complaint.scenario_tags",
        "rpc.cms_authorization_date",
        "rpc.cms_authorization_text",
        "rpc.for_bae",
    ),
)
def critical_disenrollment_goes_to_cms(facts: CaseFacts) -> str | None:
    """Unless CMS itself sends it to the RPC in writing."""
    rpc = for_the_plan(facts)
    if rpc is None or not is_disenrollment(facts) or criticality(facts) != "CRITICAL":
        return None
    written = rpc.cms_authorization_text.strip() and rpc.cms_authorization_date is not None
    if written and _cms_answered(facts):
        return None
    return (
        f"Ask CMS with a CMS Issue (CMS Lead) Plan Request, not the RPC: this is a {PHRASE} "
        "(Immediate Need, or an opt-out because of employer group cover). If CMS answers that it goes "
        "to the RPC, copy that with its date."
    )


def _cms_answered(facts: CaseFacts) -> bool:
    """CMS allowed the RPC, or gave the Critical request back, which it does with instructions."""
    gave_back = any(
        asked.reason_code == _CRITICAL_REQUEST and asked.status == "REJECTED"
        for asked in facts.requests
    )
    return last_answer(facts) == "APPROVED" or gave_back


@rule(
    "E.3.a.phrase",
    severity=ERROR,
    actions=(SUBMIT,),
    citation="SOP E, step 3.a",
    headline="Critical Retroactive Disenrollment, in words",
    field="note",
    facts=("request.note_text", "request.reason_code"),
)
def note_says_critical_retroactive_disenrollment(facts: CaseFacts) -> str | None:
    """In capitals or not, however it is spaced."""
    request = facts.request
    if request is None or request.reason_code != _CRITICAL_REQUEST:
        return None
    if PHRASE.casefold() in " ".join(request.note_text.split()).casefold():
        return None
    return f"Begin the note with: {PHRASE}."


@rule(
    "E.3.a.changes",
    severity=WARNING,
    actions=(SUBMIT,),
    citation="SOP E, step 3.a",
    headline="Internal system changes named",
    field="internal_changes_made",
    facts=(
        "request.internal_changes_made",
        "request.reason_code",
        "retro.internal_changes_made",
    ),
)
def internal_changes_are_named(facts: CaseFacts) -> str | None:
    """An explicit "none" is an answer."""
    request = facts.request
    if request is None or request.reason_code != _CRITICAL_REQUEST:
        return None
    recorded = facts.retro.internal_changes_made if facts.retro else ""
    if request.internal_changes_made.strip() or recorded.strip():
        return None
    return "Say what was changed in the plan's own systems, or write: none."


@rule(
    "E.3.b.route",
    severity=WARNING,
    actions=(SUBMIT,),
    citation="SOP E, step 3.b",
    headline="Non-Critical disenrollment goes to the RPC",
    field="reason_code",
    facts=(
        *_CLASS_FACTS,
        *FLAG_FACTS,
        "complaint.scenario_tags",
        "request.reason_code",
        "request.request_type",
        "retro.plan_can_update_marx",
    ),
)
def non_critical_disenrollment_goes_to_the_rpc(facts: CaseFacts) -> str | None:
    """Except to ask whether it may. No flagged case goes to the RPC (I.note.4)."""
    request = facts.request
    if not is_disenrollment(facts) or not asks_cms_to_resolve(request):
        return None
    if request is None or request.reason_code == "RPC_APPROVAL" or facts.flagged:
        return None
    if criticality(facts) == "CRITICAL" or (facts.retro and facts.retro.plan_can_update_marx):
        return None
    return (
        "Send it to the RPC with its documents: a Non-Critical disenrollment goes to CMS only for "
        "approval to use the RPC."
    )
