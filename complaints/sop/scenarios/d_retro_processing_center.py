"""D. Retroactive enrollment: requests to the Retro-Processing Center (RPC), steps 2 and 3.

Source: CTM Plan SOP, scenario D; scenario E repeats step 3 for a disenrollment, word for word.
"""

from calendar import monthrange
from datetime import date

from complaints.sop.case_records import RetroFacts
from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, At, Severity, rule
from complaints.sop.scenarios.d_retroactive_enrollment import for_the_plan, is_retroactive
from complaints.sop.words import day, listed

RECORD_RPC = (Action.RECORD_RPC,)
ERROR, WARNING = Severity.ERROR, Severity.WARNING

_AUTHORIZATION = (
    "rpc.cms_authorization_date",
    "rpc.cms_authorization_text",
    "rpc.for_bae",
    "rpc.submitted_on",
)
APPROVALS = ("requests.reason_code", "requests.status")


@rule(
    "D.2",
    severity=WARNING,
    actions=RECORD_RPC,
    citation="SOP D, step 2",
    headline="RPC request with documents, where needed",
    field="documentation_complete",
    facts=("retro.plan_can_update_marx", "rpc.documentation_complete", "rpc.for_bae"),
)
def rpc_gets_what_the_plan_cannot_do(facts: CaseFacts) -> str | At | None:
    """The RPC is for what MARx does not take from the plan, and wants the required documents."""
    if facts.rpc is None:
        return None
    if not facts.rpc.documentation_complete:
        return "Put the documents with it that the retroactive processing guidance requires."
    if facts.retro and facts.retro.plan_can_update_marx and not facts.rpc.for_bae:
        return At("submitted_on", "Update MARx yourself: the RPC is for what the plan cannot do.")
    return None


@rule(
    "D.2.a.note",
    severity=ERROR,
    actions=RECORD_RPC,
    citation="SOP D, step 2.a",
    headline="RPC request told in a note",
    field="note",
    facts=("rpc.note_text",),
)
def rpc_request_is_told_in_a_note(facts: CaseFacts) -> str | None:
    """The note is saved together with the record."""
    if facts.rpc is None or facts.rpc.note_text.strip():
        return None
    return "Write the casework note: how the case developed, when the request went to the RPC."


@rule(
    "D.2.a.date",
    severity=ERROR,
    actions=RECORD_RPC,
    citation="SOP D, step 2.a (inferred)",
    headline="Day of the RPC request",
    field="submitted_on",
    facts=("rpc.submitted_on",),
)
def rpc_request_has_its_day(facts: CaseFacts) -> str | None:
    """The closing on the same day and the three months count from it."""
    if facts.rpc is None or facts.rpc.submitted_on is not None:
        return None
    return "Enter the day on which the request went to the RPC."


@rule(
    "D.2.guard",
    severity=ERROR,
    actions=RECORD_RPC,
    citation="SOP D, step 2",
    headline="Outside guidance: CMS's approval first",
    field="cms_authorization_text",
    facts=(*_AUTHORIZATION, "retro.outside_guidance_reason"),
)
def outside_guidance_is_approved(facts: CaseFacts) -> At | None:
    """Timeliness, plan error or missing documents: the RPC turns these away."""
    if facts.retro is None or not facts.retro.outside_guidance_reason:
        return None
    return _wanted(facts, "it is outside CMS's guidance")


@rule(
    "D.3.months",
    severity=ERROR,
    actions=RECORD_RPC,
    citation="SOP D, step 3",
    headline="Over three months back: CMS's approval first",
    field="cms_authorization_text",
    facts=(
        *_AUTHORIZATION,
        "complaint.scenario_tags",
        "parameters.months_back_without_approval",
        "retro.requested_effective_date",
        "today",
    ),
    also=("E.3.b.i",),
)
def many_months_back_is_approved(facts: CaseFacts) -> At | None:
    """Calendar months back from the day of the RPC request; exactly three is not more than three."""
    effective = facts.retro.requested_effective_date if facts.retro else None
    rpc = for_the_plan(facts)
    if rpc is None or effective is None or not is_retroactive(facts):
        return None
    months = facts.parameters.months_back_without_approval
    if effective >= months_before(rpc.submitted_on or facts.today, months):
        return None
    return _wanted(facts, f"the effective date {day(effective)} is more than {months} months back")


@rule(
    "D.3.requirements",
    severity=ERROR,
    actions=RECORD_RPC,
    citation="SOP D, step 3",
    headline="RPC's requirements met, or CMS approves",
    field="cms_authorization_text",
    facts=(*_AUTHORIZATION, "complaint.scenario_tags", "retro.meets_rpc_requirements"),
    also=("E.3.b.i",),
)
def unmet_requirements_are_approved(facts: CaseFacts) -> At | None:
    """What fails the RPC's own requirements needs the same approval."""
    if facts.retro is None or facts.retro.meets_rpc_requirements is not False:
        return None
    return _wanted(facts, "it fails the RPC's requirements") if is_retroactive(facts) else None


@rule(
    "D.3.judged",
    severity=WARNING,
    actions=RECORD_RPC,
    citation="SOP D, step 3 (inferred)",
    headline="Request judged before the RPC is asked",
    field="retro_request_valid",
    facts=(
        "retro.meets_rpc_requirements",
        "retro.requested_effective_date",
        "retro.retro_request_valid",
        "rpc.for_bae",
    ),
)
def request_is_judged_before_the_rpc(facts: CaseFacts) -> At | None:
    """What nobody recorded cannot be held against D.2.guard, D.3.months or D.3.requirements."""
    if for_the_plan(facts) is None:
        return None
    retro = facts.retro or RetroFacts()
    missing = {
        "retro_request_valid": "whether the request is valid",
        "requested_effective_date": "the effective date asked for",
        "meets_rpc_requirements": "whether it meets the RPC's requirements",
    }
    missing = {name: words for name, words in missing.items() if getattr(retro, name) is None}
    if not missing:
        return None
    return At(
        next(iter(missing)),
        f"Record with the retroactive request first: {listed(missing.values())}.",
    )


@rule(
    "D.3.a",
    severity=ERROR,
    actions=RECORD_RPC,
    citation="SOP D, step 3.a",
    headline="CMS's authorization copied as proof",
    field="cms_authorization_text",
    facts=(
        *APPROVALS,
        "rpc.cms_authorization_date",
        "rpc.cms_authorization_text",
        "rpc.for_bae",
    ),
    also=("E.3.b.i.1",),
)
def authorization_is_kept(facts: CaseFacts) -> At | None:
    """That the request is approved is no proof to the RPC: the written words are."""
    rpc = for_the_plan(facts)
    if rpc is None or last_answer(facts) != "APPROVED":
        return None
    if not rpc.cms_authorization_text.strip():
        return At(
            "cms_authorization_text",
            "Copy CMS's written authorization from the Comments: it is the proof for the RPC.",
        )
    if rpc.cms_authorization_date is None:
        return At("cms_authorization_date", "Enter the date of CMS's written authorization.")
    return None


@rule(
    "D.3.b",
    severity=ERROR,
    actions=RECORD_RPC,
    citation="SOP D, step 3.b",
    headline="Not to the RPC after CMS refused",
    field="submitted_on",
    facts=(*APPROVALS, "rpc.for_bae"),
    also=("E.3.b.i.2",),
)
def refused_cases_stay_away_from_the_rpc(facts: CaseFacts) -> str | None:
    """A later approval lifts it."""
    if for_the_plan(facts) is None or last_answer(facts) != "REJECTED":
        return None
    return (
        "Follow CMS's instructions instead: CMS did not agree that this goes to the RPC. A later "
        "approval lifts this."
    )


@rule(
    "D.note.7",
    severity=WARNING,
    actions=RECORD_RPC,
    citation="SOP D, note 7",
    headline="New enrollment canceled before going back",
    field="new_enrollment_cancelled_on",
    facts=(
        "retro.new_enrollment_cancelled_on",
        "retro.reinstatement_after_new_enrollment",
        "rpc.for_bae",
    ),
)
def new_enrollment_is_cancelled(facts: CaseFacts) -> str | None:
    """Whoever left for another plan is reinstated once that enrollment is gone."""
    retro = facts.retro
    if retro is None or not retro.reinstatement_after_new_enrollment or not for_the_plan(facts):
        return None
    if retro.new_enrollment_cancelled_on is not None:
        return None
    return "Wait until the new plan's enrollment is canceled, and enter the date."


def months_before(day: date, months: int) -> date:
    """The same day so many calendar months earlier, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _wanted(facts: CaseFacts, why: str) -> At | None:
    """What is missing of CMS's written authorization, which comes before the request to the RPC."""
    rpc = for_the_plan(facts)
    if rpc is None:
        return None
    ask = f"Ask CMS first with a Plan Request (reason: approval to use the RPC): {why}."
    if not rpc.cms_authorization_text.strip():
        return At("cms_authorization_text", f"{ask} Then copy CMS's written authorization here.")
    if rpc.cms_authorization_date is None:
        return At("cms_authorization_date", "Enter the date of CMS's written authorization.")
    if rpc.submitted_on is not None and rpc.cms_authorization_date > rpc.submitted_on:
        return At("cms_authorization_date", f"{ask} This authorization is later than the request.")
    return None


def last_answer(facts: CaseFacts) -> str:
    """CMS's last word on using the RPC; "" while there is none."""
    answers = [
        request.status
        for request in facts.requests
        if request.reason_code == "RPC_APPROVAL" and request.status in {"APPROVED", "REJECTED"}
    ]
    return answers[-1] if answers else ""
