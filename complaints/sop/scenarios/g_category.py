"""G. The complaint is in the wrong category, or in none.

Source: CTM Plan SOP, scenario G. Its last note repeats C.1.a, which speaks for a missing category.
"""

from complaints.sop.facts import CaseFacts
from complaints.sop.plan_request import FLAG_FACTS, asked
from complaints.sop.rule import Action, Severity, rule

CLOSE, SUBMIT, BUILD = Action.CLOSE, Action.SUBMIT_REQUEST, Action.UPLOAD_BUILD

_PAIR = ("complaint.complaint_category", "complaint.complaint_subcategory")
_NOT_PAID = frozenset({"FAILURE_TO_PAY", "PART_D_IRMAA"})


@rule(
    "G.1",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP G, step 1",
    headline="Reason for the category change",
    field="justification",
    facts=("request.request_type", "request.justification"),
)
def category_change_is_explained(facts: CaseFacts) -> str | None:
    """Written into the casework note, which is saved with the request."""
    request = asked(facts, "CATEGORY_CHANGE")
    if request is None or request.justification.strip():
        return None
    return "Say why the category is wrong. It goes into the casework note."


@rule(
    "G.2.b",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP G, step 2.b",
    headline="Another category and subcategory chosen",
    field="target_category",
    facts=(
        *_PAIR,
        "request.request_type",
        "request.target_category",
        "request.target_subcategory",
    ),
)
def another_category_is_chosen(facts: CaseFacts) -> str | None:
    """Both, and not the pair the complaint has now."""
    request = asked(facts, "CATEGORY_CHANGE")
    if request is None:
        return None
    wanted = (request.target_category.strip(), request.target_subcategory.strip())
    if not all(wanted):
        return "Choose the category and the subcategory that fit the complaint."
    has = (facts.complaint.complaint_category, facts.complaint.complaint_subcategory)
    if [text.casefold() for text in wanted] != [text.strip().casefold() for text in has]:
        return None
    return "Choose another category or subcategory: this is the one the complaint has now."


@rule(
    "G.note.2.evident",
    severity=Severity.WARNING,
    actions=(SUBMIT,),
    citation="SOP G, note 2",
    headline="Misfiling evident in the summary",
    field="evident_in_summary",
    facts=(
        "complaint.complaint_category",
        "request.evident_in_summary",
        "request.request_type",
    ),
)
def misfiling_is_evident(facts: CaseFacts) -> str | None:
    """A complaint without any category needs none of that."""
    request = asked(facts, "CATEGORY_CHANGE")
    if request is None or request.evident_in_summary:
        return None
    if not facts.complaint.complaint_category.strip():
        return None
    return (
        "Ask only when the Complaint Summary plainly shows that it was misfiled at intake: quote "
        "the words and tick so. CMS considers no other request."
    )


@rule(
    "G.note.2.metrics",
    severity=Severity.WARNING,
    actions=(SUBMIT,),
    citation="SOP G, note 2",
    headline="Category requests stay rare",
    field="request_type",
    facts=(
        "parameters.category_request_percent",
        "request.category_requests_90d",
        "request.complaints_90d",
        "request.request_type",
    ),
)
def category_requests_are_rare(facts: CaseFacts) -> str | None:
    """A single request is rare whatever its share."""
    request = asked(facts, "CATEGORY_CHANGE")
    if request is None or request.category_requests_90d <= 1:
        return None
    made, out_of = request.category_requests_90d, request.complaints_90d
    most = facts.parameters.category_request_percent
    if made * 100 <= most * out_of:
        return None
    return (
        f"Your contract asked for {made:,} category changes on {out_of:,} complaints in 90 days, "
        f"more than {most} percent. Say why this one is about the complaint and not about metrics."
    )


@rule(
    "G.note.3",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP G, note 3",
    headline="Good cause request evaluated by the plan",
    field="request_type",
    facts=(
        *FLAG_FACTS,
        "intake.disenrollment_reason",
        "intake.good_cause_requested",
        "request.directed_by_cms",
        "request.reason_code",
    ),
)
def good_cause_is_evaluated_by_the_plan(facts: CaseFacts) -> str | None:
    """Handing a flagged case to CMS for closing wins over it (I, notes 3 and 4)."""
    request, intake = facts.request, facts.intake
    if request is None or request.directed_by_cms:
        return None
    asks_good_cause = intake.good_cause_requested and intake.disenrollment_reason in _NOT_PAID
    if not asks_good_cause and request.reason_code != "GOOD_CAUSE_ASKED":
        return None
    if request.reason_code == "FLAGGED_CASE_CLOSURE" and facts.flagged:
        return None
    return (
        "Evaluate the case as a good cause request (scenario P) and make no Plan Request: the "
        "beneficiary asks to be reinstated after a disenrollment for not paying. If CMS directed the "
        "request, record that direction with it."
    )


@rule(
    "G.note.4",
    severity=Severity.ERROR,
    actions=(CLOSE, BUILD),
    citation="SOP G, note 4",
    headline="Subcategory assigned",
    field="complaint_subcategory",
    facts=(*_PAIR, "resolution.resolve_complaint"),
)
def subcategory_is_assigned(facts: CaseFacts) -> str | None:
    """A missing category says it for both, as C.1.a."""
    complaint = facts.complaint
    if not complaint.complaint_category.strip() or complaint.complaint_subcategory.strip():
        return None
    if facts.resolving() is None:
        return None
    return (
        "Ask CMS for a subcategory with a category change Plan Request and close the complaint "
        "when a download shows it."
    )
