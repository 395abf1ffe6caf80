"""B. Plan Requests that must not be made: somebody is hard to reach, a late enrollment penalty.

Source: CTM Plan SOP, scenario B, notes. The first says what Q's fifth note says; both ids stand here.
"""

import re

from complaints.sop.facts import CaseFacts, RequestFacts
from complaints.sop.plan_request import asked
from complaints.sop.rule import Action, At, Severity, rule

SUBMIT = Action.SUBMIT_REQUEST
_UNREACHED = re.compile(
    r"\b(?:unable|not able|impossible|failed) to (?:reach|contact|get (?:a )?hold of|get in touch)\b"
    r"|\bunreachable\b"
    r"|\b(?:attempts? (?:to (?:contact|reach|call)|at contact)|(?:contact|outreach|call) attempts?)\b"
    r"[^.;]{0,40}\b(?:unsuccessful|unanswered|failed)\b"
    r"|\b(?:unsuccessful|failed) (?:contact|outreach|call) attempts?\b"
    r"|\b(?:cannot|can not|can.t|could not|couldn.t) (?:be )?(?:reach|contact)(?:ed)?\b",
    re.IGNORECASE,
)
_PENALTY = re.compile(r"\bLEP\b|\blate[ -]enrol+ment[ -]penalt", re.IGNORECASE)


@rule(
    "B.note.2",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP B, note 2",
    headline="Not asked because nobody can be reached",
    field="reason_code",
    facts=(
        "request.cms_direction_reference",
        "request.directed_by_cms",
        "request.reason_code",
    ),
    also=("Q.note.5",),
)
def unreachable_is_no_reason(facts: CaseFacts) -> str | At | None:
    """Lifted by CMS's own direction alone, with where it stands."""
    request = facts.request
    if request is None or request.reason_code != "UNABLE_TO_CONTACT" or _directed(request):
        return None
    if request.directed_by_cms:
        return At("cms_direction_reference", "Say where CMS directed it, such as an e-mail's date.")
    return (
        "Make no Plan Request because somebody cannot be reached: make three attempts on different "
        "days and times, send a letter and close (scenario Q). If CMS directed the request, "
        "record that direction with it."
    )


@rule(
    "B.note.2.text",
    severity=Severity.WARNING,
    actions=(SUBMIT,),
    citation="SOP B, note 2 (inferred)",
    headline="Reason does not speak of failed contact",
    field="justification",
    facts=(
        "request.cms_direction_reference",
        "request.cms_intervention_reason",
        "request.directed_by_cms",
        "request.justification",
        "request.reason_code",
    ),
)
def reason_does_not_speak_of_failed_contact(facts: CaseFacts) -> At | None:
    """Looks into the reasons alone: the note may well tell of attempts that failed."""
    request = facts.request
    if request is None or request.reason_code == "UNABLE_TO_CONTACT" or _directed(request):
        return None
    for name in ("justification", "cms_intervention_reason"):
        if found := _UNREACHED.search(getattr(request, name)):
            return At(
                name,
                f"The reason says “{found[0]}”: that is none for a Plan Request (scenario Q). Say "
                "what else CMS has to do, or why this request is needed all the same.",
            )
    return None


@rule(
    "B.note.3",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP B, note 3",
    headline="Late enrollment penalty not pushed away",
    field="reason_code",
    facts=("request.reason_code",),
)
def penalty_stays_with_the_plan(facts: CaseFacts) -> str | None:
    """On the reason code: the purpose of any other request can only be suspected."""
    request = facts.request
    if request is None or request.reason_code != "LEP_FORMER_PLAN":
        return None
    return (
        "Resolve the late enrollment penalty yourself: the beneficiary's current plan can "
        "(Prescription Drug Benefit Manual, chapter 4, section 30.5)."
    )


@rule(
    "B.note.3.text",
    severity=Severity.WARNING,
    actions=(SUBMIT,),
    citation="SOP B, note 3 (inferred)",
    headline="No contract change over a late penalty",
    field="request_type",
    facts=(
        "complaint.complaint_category",
        "complaint.complaint_subcategory",
        "complaint.complaint_summary",
        "request.reason_code",
        "request.request_type",
    ),
)
def contract_change_is_not_about_a_penalty(facts: CaseFacts) -> str | None:
    """LEP_FORMER_PLAN is refused already."""
    request, complaint = asked(facts, "CONTRACT_CHANGE"), facts.complaint
    if request is None or request.reason_code == "LEP_FORMER_PLAN":
        return None
    texts = (
        complaint.complaint_category,
        complaint.complaint_subcategory,
        complaint.complaint_summary,
    )
    if not any(_PENALTY.search(text) for text in texts):
        return None
    return (
        "The complaint speaks of a late enrollment penalty, which the current plan resolves. Say "
        "what else makes it another plan's complaint."
    )


def _directed(request: RequestFacts) -> bool:
    return request.directed_by_cms and bool(request.cms_direction_reference.strip())
