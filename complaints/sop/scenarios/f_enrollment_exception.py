"""F. An enrollment change that CMS's guidance does not provide for. Source: CTM Plan SOP, scenario F."""

from complaints.sop import index
from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, Severity, rule


@rule(
    "F.1.note",
    severity=Severity.ERROR,
    actions=(Action.SUBMIT_REQUEST,),
    citation="SOP F, step 1",
    headline="Why the change outside a valid period",
    field="exception_reason",
    facts=("request.exception_reason", "request.reason_code"),
)
def exception_is_explained(facts: CaseFacts) -> str | None:
    """Beside what B.1.a to B.1.c ask of every CMS Issue request."""
    request = facts.request
    if request is None or request.reason_code != "ENROLLMENT_EXCEPTION":
        return None
    if request.exception_reason.strip():
        return None
    return (
        "Say why the beneficiary wants the change outside a valid enrollment period. It goes into "
        "the casework note."
    )


def metric_excluded(facts: CaseFacts) -> str:
    """Why the complaint does not count in plan metrics, with its citation; "" when it counts.

    An estimate of ours: CMS decides what counts. A request makes a valid exception once approved.
    """
    if facts.tagged("GOOD_CAUSE"):
        return f"Good cause reinstatement request ({index.step('P.note.2').citation})"
    approved = {request.reason_code for request in facts.requests if request.status == "APPROVED"}
    if "ENROLLMENT_EXCEPTION" in approved:
        return f"Enrollment exception that CMS approved ({index.step('F.note.1').citation})"
    return ""
