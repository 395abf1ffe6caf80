"""Q. The plan is approaching a resolution: telling the complainant, step 1 and note 2.

Source: CTM Plan SOP, scenario Q. Its recommendations warn, its records ("are documented") are required.
"""

import re
from datetime import date

from complaints.sop import contact_log
from complaints.sop.contact_log import LOG_FACTS
from complaints.sop.facts import CaseFacts, ContactFacts
from complaints.sop.rule import Action, At, Severity, rule
from complaints.sop.words import day, listed, moment

CLOSE, LOG_CONTACT = Action.CLOSE, Action.LOG_CONTACT

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


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
        f"Try again on another day at another time: {made} of {wanted} attempts are logged and nobody "
        "was reached. If someone was, log that contact."
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
        "attempted_at": "the date and time" if contact.attempted_at is None else "",
        "method": "" if contact.method else "how you tried (phone, letter …)",
        "outcome": "" if contact.outcome else "what came of it",
    }
    wanted = {field: words for field, words in missing.items() if words}
    if wanted:
        return At(next(iter(wanted)), f"Enter {listed(wanted.values())} of the attempt.")
    if contact.attempted_at is not None and contact.attempted_at > facts.now:
        return At(
            "attempted_at", "Log the contact when it has been made: this time is still to come."
        )
    return None


def _notify_rule(facts: CaseFacts, party: str, words: str) -> str | None:
    if facts.complaint.notify_party != party:
        return None
    heard = any(
        contact.party == party and contact.outcome in {"REACHED", "SENT", "LEFT_MESSAGE"}
        for contact in facts.contacts
    )
    return None if heard else f"Give the {words} the outcome, as asked, and log the contact."


_NOTIFY_FACTS = ("complaint.notify_party", "contacts.outcome", "contacts.party")


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


@rule(
    "Q.note.2.date",
    severity=Severity.ERROR,
    actions=(CLOSE, LOG_CONTACT),
    citation="SOP Q, note 2",
    headline="Letter's date in the notes",
    field={LOG_CONTACT: "attempted_at", CLOSE: "note"},
    facts=(
        *LOG_FACTS,
        *(
            f"{log}.{name}"
            for log in ("contacts", "contact")
            for name in ("letter_sent_on", "purpose")
        ),
        "contact.attempted_at",
        "contact.method",
        "contact.outcome",
        "notes.internal",
        "notes.text",
        "resolution.note.text",
        "time_zone",
    ),
)
def letter_date_is_in_the_notes(facts: CaseFacts) -> str | None:
    """A letter is logged with its date; before closing, the date of a resolution letter is written."""
    if facts.contact is not None:
        has_date = not _is_resolution_letter(facts.contact) or letter_date(facts, facts.contact)
        return None if has_date else "Enter the date the letter was sent."
    letters = filter(_is_resolution_letter, contact_log.with_complainant(facts))
    dates = {sent for letter in letters if (sent := letter_date(facts, letter))}
    written = [note.text for note in facts.notes if not note.internal]
    closing = facts.resolution.note.text if facts.resolution else ""
    missing = [
        sent for sent in sorted(dates) if not _mentions("\n".join([*written, closing]), sent)
    ]
    if not missing:
        return None
    return f"Add to the note: Letter sent {listed(map(day, missing))}."


def letter_date(facts: CaseFacts, letter: ContactFacts) -> date | None:
    """When a letter went out: its own date, else the day it was logged for."""
    if letter.letter_sent_on or letter.attempted_at is None:
        return letter.letter_sent_on
    return facts.local(letter.attempted_at).date()


def _is_resolution_letter(contact: ContactFacts) -> bool:
    is_letter = contact.method == "LETTER" and contact.outcome != "RETURNED"
    return is_letter and contact.purpose in {"", "RESOLUTION"}


def _mentions(text: str, sent: date) -> bool:
    """Whether the date is written in any usual way: 8/24, 08-24-2025, 2025-08-24, Aug 24, 24 August."""
    month = rf"{_MONTHS[sent.month - 1]}[a-z]*\.?"
    forms = (
        rf"(?<!\d)0?{sent.month}[/.-]0?{sent.day}(?!\d)",
        rf"{sent.year}-0?{sent.month}-0?{sent.day}(?!\d)",
        rf"\b{month}\s+0?{sent.day}(?!\d)",
        rf"(?<!\d)0?{sent.day}(?:st|nd|rd|th)?\s+{month}",
    )
    return any(re.search(form, text, re.IGNORECASE) for form in forms)
