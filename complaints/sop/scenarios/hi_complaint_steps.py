"""HI. Part D complaint steps of 2006: whom to call back, and how soon to answer.

Source: CMS tip sheet on Part D complaints, August 2006; guidance, shown as such.
"""

from datetime import timedelta

from complaints.sop import contact_log
from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.timer import Due, timer
from complaints.sop.words import day

# The person itself, CMS, and whoever may see the complaint in CTM anyway (Q.note.3).
_MAY_KNOW = frozenset({"BENEFICIARY", "CMS", "ACCOUNT_MANAGER", "SHIP_COUNSELOR", "STATE_REVIEWER"})


@rule(
    "HI.rep",
    severity=Severity.WARNING,
    actions=(Action.LOG_CONTACT,),
    citation="CMS tip sheet on Part D complaints, August 2006, during resolution",
    headline="Told to somebody who may know",
    field="authorized",
    facts=("contact.authorized", "contact.disclosed", "contact.party"),
)
def told_to_somebody_who_may_know(facts: CaseFacts) -> str | None:
    """Anybody else is told facts of the case only as the authorized representative."""
    contact = facts.contact
    if contact is None or not contact.disclosed or contact.party in _MAY_KNOW:
        return None
    if contact.authorized:
        return None
    return (
        "Check that this person is authorized to hear facts of the case, or say why they were told; "
        "otherwise call the beneficiary."
    )


@timer(
    "HI.24h",
    facts=(
        "complaint.assignment_date",
        "complaint.complaint_type",
        "complaint.received_date",
        "contacts.outcome",
        "contacts.party",
        "contacts.purpose",
        "intake.coverage_determination",
    ),
)
def coverage_complaint_is_answered(facts: CaseFacts) -> Due | None:
    """Downloads give no time of day, so 24 hours are the next day. A resolution told ends it."""
    if not facts.intake.coverage_determination:
        return None
    if any(
        contact.purpose == "RESOLUTION" and contact_log.told(contact)
        for contact in contact_log.with_complainant(facts)
    ):
        return None
    start = facts.complaint.assignment_date or facts.complaint.received_date
    return Due(
        start + timedelta(days=1),
        f"Answer about the coverage decision within 24 hours of {day(start)}",
    )
