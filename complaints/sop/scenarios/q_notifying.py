"""Q. The plan is approaching a resolution: telling the complainant, step 1.

Source: CTM Plan SOP, scenario Q. Recommendations warn, records ("are documented") are required.
"""

from complaints.sop import contact_log
from complaints.sop.contact_log import LOG_FACTS
from complaints.sop.facts import CaseFacts, ContactFacts
from complaints.sop.rule import Action, At, Severity, rule
from complaints.sop.words import listed, moment

CLOSE, LOG_CONTACT = Action.CLOSE, Action.LOG_CONTACT


@rule(
    "Q.1",
    severity=Severity.WARNING,
    actions=(CLOSE,),
    citation="SOP Q, step 1",
    headline="Complainant told, or tried",
    field="contact_made",
    facts=("complaint.complaint_type", "contacts.party"),
)
def complainant_is_contacted(facts: CaseFacts) -> str | None:
    """Met by any contact with the complainant's side; failed attempts are Q.1.a's to judge."""
    if contact_log.with_complainant(facts):
        return None
    return "Tell the complainant the outcome and log the contact, or say why nobody was told."


@rule(
    "Q.1.a.count",
    severity=Severity.WARNING,
    actions=(CLOSE,),
    citation="SOP Q, step 1.a",
    headline="Three attempts, if hard to reach",
    field="contact_made",
    facts=(*LOG_FACTS, "parameters.attempts_wanted", "time_zone"),
)
def hard_to_reach_is_tried_three_times(facts: CaseFacts) -> str | None:
    """Applies when attempts failed and nobody was spoken to."""
    made, wanted = len(contact_log.attempts(facts)), facts.parameters.attempts_wanted
    if made >= wanted or not contact_log.hard_to_reach(facts):
        return None
    return (
        f"Try again on another day at another time: {made} of {wanted} attempts are logged and "
        "nobody was reached. If someone was, log that contact."
    )


@rule(
    "Q.1.a.distinct",
    severity=Severity.WARNING,
    actions=(CLOSE,),
    citation="SOP Q, step 1.a",
    headline="Attempts on different days and times",
    field="contact_made",
    facts=(*LOG_FACTS, "parameters.attempts_wanted", "parameters.minutes_apart", "time_zone"),
)
def attempts_differ_in_day_and_time(facts: CaseFacts) -> str | None:
    """Any three of the attempts will do; too few of them is Q.1.a.count's to say."""
    wanted, apart = facts.parameters.attempts_wanted, facts.parameters.minutes_apart
    times = contact_log.attempts(facts)
    if len(times) < wanted or not contact_log.hard_to_reach(facts):
        return None
    if contact_log.distinct(times, wanted, apart):
        return None
    return (
        f"Try once more on another day, at least {apart} minutes earlier or later by the clock: "
        f"the attempts were {listed(moment(time) for time in times)}."
    )


@rule(
    "Q.1.a.detail",
    severity=Severity.ERROR,
    actions=(LOG_CONTACT,),
    citation="SOP Q, step 1.a",
    headline="Date, time and outcome recorded",
    field="attempted_at",
    facts=("contact.attempted_at", "contact.method", "contact.outcome", "now"),
)
def attempt_is_recorded_in_full(facts: CaseFacts) -> At | None:
    """A contact still to come is no attempt."""
    contact = facts.contact or ContactFacts()
    missing = {
        "attempted_at": "the date and time of the attempt" if contact.attempted_at is None else "",
        "method": "" if contact.method else "how you tried (phone, letter …)",
        "outcome": "" if contact.outcome else "what came of it",
    }
    wanted = {field: words for field, words in missing.items() if words}
    if wanted:
        return At(next(iter(wanted)), f"Enter {listed(wanted.values())}.")
    if contact.attempted_at is not None and contact.attempted_at > facts.now:
        return At("attempted_at", "Log the contact once it has been made: this time lies ahead.")
    return None


def _notify_rule(facts: CaseFacts, party: str, words: str) -> str | None:
    if facts.intake.notify_party != party:
        return None
    heard = any(
        contact.party == party and contact.outcome in {"REACHED", "SENT", "LEFT_MESSAGE"}
        for contact in facts.contacts
    )
    return None if heard else f"Give the {words} the outcome, as asked, and log the contact."


_NOTIFY_FACTS = ("intake.notify_party", "contacts.outcome", "contacts.party")


@rule(
    "Q.1.b.ship",
    severity=Severity.WARNING,
    actions=(CLOSE,),
    citation="SOP Q, step 1.b",
    headline="SHIP counselor told, if asked",
    field="contact_made",
    facts=_NOTIFY_FACTS,
)
def ship_counselor_is_told(facts: CaseFacts) -> str | None:
    """Only where the counselor asked to be told."""
    return _notify_rule(facts, "SHIP_COUNSELOR", "SHIP counselor")


@rule(
    "Q.1.b.mmp",
    severity=Severity.WARNING,
    actions=(CLOSE,),
    citation="SOP Q, step 1.b",
    headline="State Reviewer told, if asked",
    field="contact_made",
    facts=_NOTIFY_FACTS,
)
def state_reviewer_is_told(facts: CaseFacts) -> str | None:
    """Only where the MMP State Reviewer asked to be told."""
    return _notify_rule(facts, "STATE_REVIEWER", "MMP State Reviewer")
