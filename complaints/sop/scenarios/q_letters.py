"""Q. The plan is approaching a resolution: letters, note 2. Source: CTM Plan SOP, scenario Q."""

import re
from datetime import date

from complaints.sop import contact_log
from complaints.sop.contact_log import LOG_FACTS
from complaints.sop.facts import CaseFacts, ContactFacts
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.words import day, listed

CLOSE, LOG_CONTACT = Action.CLOSE, Action.LOG_CONTACT

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@rule(
    "Q.note.2.date",
    severity=Severity.ERROR,
    actions=(CLOSE, LOG_CONTACT),
    citation="SOP Q, note 2",
    headline="Letter's date in the notes",
    at_send=False,  # a letter logged after the closing must not take the closing back
    field={LOG_CONTACT: "attempted_at", CLOSE: "note"},
    facts=(
        *LOG_FACTS,
        "contact.attempted_at",
        "contact.letter_sent_on",
        "contact.method",
        "contact.outcome",
        "contact.purpose",
        "contacts.letter_sent_on",
        "contacts.purpose",
        "notes.internal",
        "notes.text",
        "resolution.note.text",
        "time_zone",
    ),
)
def letter_date_is_in_the_notes(facts: CaseFacts) -> str | None:
    """A letter is logged with its date; before closing, that date stands in a note."""
    if facts.contact is not None:
        has_date = not _is_resolution_letter(facts.contact) or letter_date(facts, facts.contact)
        return None if has_date else "Enter the date the letter was sent."
    letters = filter(_is_resolution_letter, contact_log.with_complainant(facts))
    dates = {sent for letter in letters if (sent := letter_date(facts, letter))}
    notes = [note.text for note in facts.notes if not note.internal]
    closing = [facts.resolution.note.text] if facts.resolution else []
    written = "\n".join(notes + closing)
    missing = [sent for sent in sorted(dates) if not _mentions(written, sent)]
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
    """Whether the date stands there in a usual form: 8/24, 2025-08-24, Aug 24, 24 August."""
    month = rf"{_MONTHS[sent.month - 1]}[a-z]*\.?"
    forms = (
        rf"(?<!\d)0?{sent.month}[/.-]0?{sent.day}(?!\d)",
        rf"{sent.year}-0?{sent.month}-0?{sent.day}(?!\d)",
        rf"\b{month}\s+0?{sent.day}(?!\d)",
        rf"(?<!\d)0?{sent.day}(?:st|nd|rd|th)?\s+{month}",
    )
    return any(re.search(form, text, re.IGNORECASE) for form in forms)
