"""I. SWIFT, Congressional, Press or Hill interest: who closes, who tells whom, which level.

Source: CTM Plan SOP, scenario I. Its casework and the request to CMS are in
`i_request_to_cms.py`, its dates in `i_due.py`.
"""

from complaints.sop.facts import CaseFacts, RequestFacts
from complaints.sop.plan_request import FLAG_FACTS, asked
from complaints.sop.rule import Action, Severity, rule

SWIFT_FACTS = ("complaint.swift", "complaint.swift_control_number")
# What `asked_cms` reads.
ASKED_FACTS = (
    "assignments.assigned_on",
    "assignments.reason",
    "complaint.cms_lead_change_request_status",
    "requests.reason_code",
    "requests.request_type",
    "requests.status",
    "requests.submitted_on",
)
# By these CMS allows or fetches something, and the plan keeps working on the case.
_PLAN_KEEPS_WORKING = frozenset({"RPC_APPROVAL", "PRIOR_PLAN_DOCUMENTS"})


@rule(
    "I.4.request",
    severity=Severity.WARNING,
    actions=(Action.CLOSE,),
    citation="SOP I, step 4",
    headline="CMS asked to close a flagged case",
    field="resolve_complaint",
    facts=(
        *FLAG_FACTS,
        *ASKED_FACTS,
        "resolution.resolve_complaint",
    ),
)
def cms_is_asked_to_close(facts: CaseFacts) -> str | None:
    """Of SWIFT cases I.note.3 says more. CMS's refusal comes with what to do (I.5): then it is asked anew,
    or the reason to close says what CMS wrote."""
    if is_swift(facts) or not facts.flagged or facts.resolving() is None or asked_cms(facts):
        return None
    return (
        "Ask CMS to close it with a CMS Issue (CMS Lead) Plan Request: CMS closes Congressional, "
        "Press and Hill cases, tells the congressional office and changes MARx."
    )


@rule(
    "I.note.1",
    severity=Severity.WARNING,
    actions=(Action.SUBMIT_REQUEST,),
    citation="SOP I, note 1",
    headline="Flagged case stays Urgent or above",
    field="requested_issue_level",
    facts=(*FLAG_FACTS, "request.request_type", "request.requested_issue_level"),
)
def flagged_case_keeps_a_level(facts: CaseFacts) -> str | None:
    """A download that shows none is flagged for review: `flagged_without_level`."""
    request = asked(facts, "ISSUE_LEVEL_CHANGE")
    if request is None or request.requested_issue_level != "NO_ISSUE_LEVEL" or not facts.flagged:
        return None
    return (
        "Ask for Urgent or Immediate Need: SWIFT, Congressional, Press and Hill cases are always "
        "one of the two."
    )


@rule(
    "I.note.2",
    severity=Severity.ERROR,
    actions=(Action.LOG_CONTACT,),
    citation="SOP I, note 2",
    headline="Congressional office told by CMS alone",
    field="purpose",
    facts=(
        *FLAG_FACTS,
        "contact.party",
        "contact.purpose",
        "contact.recorded_as_violation",
    ),
)
def cms_tells_the_congressional_office(facts: CaseFacts) -> str | None:
    """Step 4 leaves it to CMS for every flagged case. What happened all the same can be recorded."""
    contact = facts.contact
    if contact is None or (contact.party, contact.purpose) != (
        "CONGRESSIONAL_OFFICE",
        "RESOLUTION",
    ):
        return None
    if not facts.flagged or contact.recorded_as_violation:
        return None
    return (
        "Leave it to CMS to tell the congressional office the resolution. If the office was told "
        "already, a supervisor records it as a violation."
    )


@rule(
    "I.note.3",
    severity=Severity.ERROR,
    actions=(Action.CLOSE, Action.UPLOAD_BUILD),
    citation="SOP I, note 3",
    headline="Not a SWIFT case",
    field="resolve_complaint",
    facts=(*SWIFT_FACTS, "resolution.resolve_complaint"),
)
def plan_does_not_close_swift(facts: CaseFacts) -> str | None:
    """A SWIFT control number makes a SWIFT case, whatever the flag says."""
    if not is_swift(facts) or facts.resolving() is None:
        return None
    return (
        "Leave the closing to CMS: this is a SWIFT case. Write what was done in a note and ask CMS "
        "to take it with a CMS Issue (CMS Lead) Plan Request."
    )


def is_swift(facts: CaseFacts) -> bool:
    """By the flag or by a SWIFT control number."""
    return facts.complaint.swift or bool(facts.complaint.swift_control_number.strip())


def asked_cms(facts: CaseFacts) -> bool:
    """Whether CMS was asked to take the case in its present stretch, and did not refuse.

    HPMS's indicator counts where none of our requests explains it: then it was asked in HPMS itself."""
    asked = [request for request in facts.requests if request.request_type == "CMS_ISSUE"]
    if any(_hands_over(request, facts) for request in asked):
        return True
    shown = facts.complaint.cms_lead_change_request_status
    return shown in {"PENDING", "APPROVED"} and not any(_is_shown(r, shown) for r in asked)


def _hands_over(request: RequestFacts, facts: CaseFacts) -> bool:
    stands = request.open or request.status == "APPROVED"
    if not stands or request.reason_code in _PLAN_KEEPS_WORKING:
        return False
    began = facts.begun_anew_on
    return began is None or request.submitted_on is None or request.submitted_on >= began


def _is_shown(request: RequestFacts, shown: str) -> bool:
    """Whether it is this request that HPMS's indicator speaks of."""
    return request.open if shown == "PENDING" else request.status == shown


def flagged_without_level(facts: CaseFacts) -> bool:
    """I.note.1 at import: a flagged case that HPMS shows without an issue level is a data error."""
    return facts.flagged and facts.complaint.issue_level == "NO_ISSUE_LEVEL"
