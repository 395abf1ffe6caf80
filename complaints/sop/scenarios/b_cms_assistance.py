"""B. The plan cannot take the complaint further and needs CMS: steps 1 and 2, the third example.

Source: CTM Plan SOP, scenario B. Requests that must not be made are in `b_no_plan_request.py`.
"""

from datetime import timedelta

from complaints.sop.contact_log import told, with_complainant
from complaints.sop.facts import CaseFacts
from complaints.sop.plan_request import FLAG_FACTS, asked
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.timer import Due, timer
from complaints.sop.words import day

SUBMIT = Action.SUBMIT_REQUEST


@rule(
    "B.1.a",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP B, step 1.a",
    headline="Why CMS must step in",
    field="cms_intervention_reason",
    facts=("request.request_type", "request.cms_intervention_reason"),
)
def reason_for_cms_is_told(facts: CaseFacts) -> str | None:
    """Of every CMS Issue request, whatever its reason code."""
    request = asked(facts, "CMS_ISSUE")
    if request is None or request.cms_intervention_reason.strip():
        return None
    return "Say why CMS must step in: what the plan cannot do itself. It goes into the note."


@rule(
    "B.1.b",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP B, step 1.b",
    headline="Whether access was provided",
    field="access_provided",
    facts=("request.request_type", "request.access_provided"),
)
def access_is_told(facts: CaseFacts) -> str | None:
    """A payment or marketing complaint is about no access; saying so is an answer."""
    request = asked(facts, "CMS_ISSUE")
    if request is None or request.access_provided:
        return None
    return (
        "Say whether the beneficiary has had access to services: Yes, No, or Does not apply when "
        "the complaint is about none."
    )


@rule(
    "B.1.c",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP B, step 1.c",
    headline="Whether the beneficiary was contacted",
    field="beneficiary_contacted",
    facts=("request.request_type", "request.beneficiary_contacted"),
)
def contact_is_told(facts: CaseFacts) -> str | None:
    """No is an answer, silence is none."""
    request = asked(facts, "CMS_ISSUE")
    if request is None or request.beneficiary_contacted:
        return None
    return "Say whether the beneficiary was contacted, Yes or No."


@rule(
    "B.ex.3.single",
    severity=Severity.WARNING,
    actions=(SUBMIT,),
    citation="SOP B, example 3",
    headline="Entitlement loss touches several organizations",
    field="parent_orgs_affected",
    facts=(
        "request.parent_orgs_affected",
        "request.reason_code",
        "request.request_type",
        *FLAG_FACTS,
    ),
)
def entitlement_loss_touches_several(facts: CaseFacts) -> str | None:
    """A flagged case never goes to the RPC (I, note 4), so it is not sent there from here."""
    request = asked(facts, "CMS_ISSUE")
    if request is None or request.reason_code != "ENTITLEMENT_LOSS":
        return None
    if request.parent_orgs_affected != 1 or facts.flagged:
        return None
    return (
        "Send a reinstatement request to the RPC instead: only one parent organization is "
        "affected. The MA-PD help desk is not needed."
    )


@timer(
    "B.note.1",
    facts=(
        "complaint.complaint_type",
        "contacts.attempted_at",
        "contacts.outcome",
        "contacts.party",
        "parameters.days_to_contact",
        "time_zone",
    ),
)
def interim_contact_is_due(facts: CaseFacts) -> Due | None:
    """Counted from the last contact that got through. The first contact is the regulation's: it has
    its own date on the clock (CFR.contact.7d)."""
    times = [
        facts.local(contact.attempted_at).date()
        for contact in with_complainant(facts)
        if contact.attempted_at is not None and told(contact)
    ]
    if not times:
        return None
    days = facts.parameters.days_to_contact
    words = f"Tell the complainant how the case stands: last contact {day(max(times))}"
    return Due(max(times) + timedelta(days=days), words)
