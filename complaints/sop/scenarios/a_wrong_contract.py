"""A. The complaint belongs to a subsidiary or to another organization.

Source: CTM Plan SOP, scenario A. Its first note, no closing while a request is pending, is C.1.c.
"""

from complaints.sop.facts import CaseFacts
from complaints.sop.plan_request import asked
from complaints.sop.rule import Action, Severity, rule

SUBMIT = Action.SUBMIT_REQUEST
_CONTRACT_NUMBER_LENGTH = 5


@rule(
    "A.1.target",
    severity=Severity.WARNING,
    actions=(SUBMIT,),
    citation="SOP A, step 1",
    headline="Right plan named",
    field="target_contract_id",
    facts=(
        "request.request_type",
        "request.target_contract_id",
        "request.target_org_name",
        "request.target_unknown",
    ),
)
def right_plan_is_named(facts: CaseFacts) -> str | None:
    """'If known': saying that it is not known is an answer."""
    request = asked(facts, "CONTRACT_CHANGE")
    if request is None or request.target_unknown:
        return None
    if request.target_contract_id.strip() or request.target_org_name.strip():
        return None
    return (
        "Enter the contract number or the name of the plan that the complaint belongs to, or tick "
        "that the right plan is not known."
    )


@rule(
    "A.1.format",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP A, step 1 (inferred)",
    headline="Another contract, number of 5 characters",
    field="target_contract_id",
    facts=("complaint.contract_id", "request.request_type", "request.target_contract_id"),
)
def target_is_another_contract(facts: CaseFacts) -> str | None:
    """The length is that of the download's CONTRACT_ID."""
    request = asked(facts, "CONTRACT_CHANGE")
    target = request.target_contract_id.strip() if request else ""
    if not target:
        return None
    if len(target) != _CONTRACT_NUMBER_LENGTH:
        return "Write the contract number with its 5 characters, such as H1234."
    if target.casefold() == facts.complaint.contract_id.casefold():
        return f"Enter another contract: the complaint is with {facts.complaint.contract_id} now."
    return None


@rule(
    "A.1.note",
    severity=Severity.WARNING,
    actions=(SUBMIT,),
    citation="SOP A, step 1",
    headline="Facts of the transfer noted",
    field="justification",
    facts=("request.request_type", "request.justification"),
)
def transfer_is_explained(facts: CaseFacts) -> str | None:
    """'Any pertinent information' may be nothing; categories and levels are held more firmly."""
    request = asked(facts, "CONTRACT_CHANGE")
    if request is None or request.justification.strip():
        return None
    return (
        "Write what shows that the complaint belongs elsewhere, such as the enrollment and its "
        "date in MARx. It goes into the casework note."
    )
