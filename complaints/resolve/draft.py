"""A first draft of a resolution from what was logged: dated sentences for the note, answers for the form."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from complaints.models import CaseworkNote, Complaint
from complaints.models.choices import Method, Outcome, Party, Purpose
from complaints.selectors.facts import facts_of
from complaints.sop import CaseFacts, ContactFacts
from complaints.sop.contact_log import told, with_complainant
from complaints.sop.scenarios.q_resolution_summary import suggested_notification
from complaints.time_words import time_words

_LABELS = {"": "", **dict(Party.choices), **dict(Method.choices), **dict(Outcome.choices)}
TOLD = {"1", "2", "3"}  # the notifications that say that somebody was told


def answers_from_the_log(complaint: Complaint) -> dict[str, Any]:
    """Contact made and notification, from contacts that conveyed the resolution, and the sentence by which a
    repeat is closed. Empty where there is none of that."""
    facts = facts_of(complaint.pk)
    begun = {"note": sentence} if (sentence := sentence_of_a_repeat(facts)) else {}
    notification = suggested_notification(facts)
    if notification not in TOLD:
        return begun
    parties = [
        contact.party
        for contact in with_complainant(facts)
        if contact.purpose == Purpose.RESOLUTION and told(contact)
    ]
    return {**begun, "resolution_notification": notification, "contact_made": parties[-1]}


def sentence_of_a_repeat(facts: CaseFacts) -> str:
    """What the note says when the complaint repeats another: SOP M, steps 1 and 2. "" for any other."""
    said = {
        "RESOLVED_EARLIER": "Repeat complaint, see {}. ",
        "DUPLICATE": "Repeat complaint: the same issue is worked in {}. ",
    }
    return "".join(
        said.get(repeat.relation, "").format(repeat.other_complaint_id) for repeat in facts.repeats
    )


def note_from_the_log(complaint: Complaint) -> str:
    """Issue, actions, decision, notification: what was logged as dated sentences, the rest to be written.

    Notes offered for the summary enter as dated extracts, oldest first (SOP Q, step 3.b). Contacts are
    those of the present stretch: what another plan logged never goes to HPMS with this text."""
    zone = ZoneInfo(complaint.contract.zone)
    notes = CaseworkNote.objects.filter(
        complaint=complaint, include_in_summary=True, internal=False
    )
    actions = [f"{_day(note.created_at, zone)} {note.text.strip()}" for note in notes]
    logged = facts_of(complaint.pk).contacts
    contacts = [_sentence(one, one.attempted_at, zone) for one in logged if one.attempted_at]
    return "\n".join(
        (
            f"Issue: {complaint.complaint_subcategory or complaint.complaint_category}. ",
            f"Actions: {' '.join(actions)}",
            "Decision: ",
            f"Notification: {' '.join(contacts)}",
        )
    )


def _sentence(contact: ContactFacts, at: datetime, zone: ZoneInfo) -> str:
    """`11/22/2026 3:10 PM Beneficiary, phone: left message.`"""
    when = f"{_day(at, zone)} {time_words(at.astimezone(zone))}"
    party, method = _LABELS[contact.party], _LABELS[contact.method].lower()
    return f"{when} {party}, {method}: {_LABELS[contact.outcome].lower()}."


def _day(moment: Any, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.month}/{local.day}/{local.year}"
