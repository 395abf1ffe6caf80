"""S. General question about CTM. Source: CTM Plan SOP, scenario S."""

from complaints.sop.case_records import EmailFacts
from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, At, Severity, rule
from complaints.sop.words import listed

COMPOSE = (Action.COMPOSE_EMAIL,)
ERROR = Severity.ERROR

CTM_MAILBOX = "CTM@cms.hhs.gov"
_KIND = ("email.kind", "email.question_type")


@rule(
    "S.2.to",
    severity=ERROR,
    actions=COMPOSE,
    citation="SOP S, step 2",
    headline="Technical question: mailbox and copy",
    field="email_to",
    facts=(*_KIND, "email.email_cc", "email.email_to"),
)
def question_goes_to_the_ctm_mailbox(facts: CaseFacts) -> str | At | None:
    """With the Account Manager copied."""
    email = _technical_question(facts)
    if email is None:
        return None
    if CTM_MAILBOX.casefold() not in email.email_to.casefold():
        return f"Send technical questions to {CTM_MAILBOX}."
    return None if email.email_cc.strip() else At("email_cc", "Copy the plan's Account Manager.")


@rule(
    "S.2.body",
    severity=ERROR,
    actions=COMPOSE,
    citation="SOP S, step 2",
    headline="Contract and complaint numbers in the question",
    field="body",
    facts=(*_KIND, "email.body", "email.complaint_ids", "email.contract_id"),
)
def question_names_contract_and_complaints(facts: CaseFacts) -> str | At | None:
    """No beneficiary's name or number beside them."""
    email = _technical_question(facts)
    if email is None:
        return None
    if not email.contract_id:
        return At("contract_id", "Choose the contract the question is about.")
    if not email.complaint_ids:
        return At("complaint_ids", "Choose the complaint or complaints the question is about.")
    numbers = (email.contract_id, *email.complaint_ids)
    missing = [number for number in numbers if number.casefold() not in email.body.casefold()]
    return f"Add to the message: {listed(missing)}." if missing else None


def _technical_question(facts: CaseFacts) -> EmailFacts | None:
    email = facts.email
    is_one = email and email.kind == "QUESTION" and email.question_type == "TECHNICAL"
    return email if is_one else None
