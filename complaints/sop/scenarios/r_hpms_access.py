"""R. HPMS access for a user of the plan. Source: CTM Plan SOP, scenario R."""

from datetime import timedelta

from complaints.sop.case_records import EmailFacts
from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.timer import Due, timer
from complaints.sop.words import day

ACCESS_MAILBOX = "HPMS_Access@cms.hhs.gov"
ACCESS_SUBJECT = "CTM Access Request"


def ctm_access_email(hpms_id: str) -> EmailFacts:
    """R.3: the e-mail that asks for CTM access, for the user's own mail program."""
    return EmailFacts(
        kind="ACCESS",
        email_to=ACCESS_MAILBOX,
        email_subject=ACCESS_SUBJECT,
        body=f"Please give CTM access to HPMS ID {hpms_id}.",
        hpms_id=hpms_id,
    )


@rule(
    "R.note.1",
    severity=Severity.ERROR,
    actions=(Action.COMPOSE_EMAIL,),
    citation="SOP R, note 1",
    headline="HPMS ID has its length",
    field="hpms_id",
    facts=("email.hpms_id", "email.kind", "parameters.hpms_id_characters"),
)
def hpms_id_has_its_length(facts: CaseFacts) -> str | None:
    """Letters and digits."""
    email, length = facts.email, facts.parameters.hpms_id_characters
    if email is None or email.kind != "ACCESS":
        return None
    if len(email.hpms_id) == length and email.hpms_id.isascii() and email.hpms_id.isalnum():
        return None
    return f"Enter the HPMS ID: {length} letters or digits."


@timer(
    "R.2.wait",
    facts=(
        "access_request.hpms_access_on",
        "access_request.mailed_on",
        "parameters.days_access_request_wait",
    ),
)
def access_request_is_followed_up(facts: CaseFacts) -> Due | None:
    """A reminder, no deadline: access may take two weeks or longer."""
    request = facts.access_request
    if request is None or request.mailed_on is None or request.hpms_access_on is not None:
        return None
    return Due(
        request.mailed_on + timedelta(days=facts.parameters.days_access_request_wait),
        f"Ask after HPMS access: the form was mailed on {day(request.mailed_on)}",
        outlives_closing=True,
    )
