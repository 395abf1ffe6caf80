"""A first draft of a resolution from what was logged: dated sentences for the note, answers for the form."""

from typing import Any
from zoneinfo import ZoneInfo

from complaints.models import CaseworkNote, Complaint
from complaints.models.choices import Purpose
from complaints.selectors.facts import facts_of
from complaints.sop import CaseFacts
from complaints.sop.contact_log import told, with_complainant
from complaints.sop.scenarios.q_resolution_summary import suggested_notification
from complaints.time_words import time_words

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
    other = facts.repeat.other_complaint_id if facts.repeat else ""
    relation = facts.repeat.relation if facts.repeat else ""
    return {
        "RESOLVED_EARLIER": f"Repeat complaint, see {other}. ",
        "DUPLICATE": f"Repeat complaint: the same issue is worked in {other}. ",
    }.get(relation, "")


def note_from_the_log(complaint: Complaint) -> str:
    """Issue, actions, decision, notification: what was logged as dated sentences, the rest to be written.

    Notes offered for the summary enter as dated extracts, oldest first (SOP Q, step 3.b)."""
    zone = ZoneInfo(complaint.contract.zone)
    notes = CaseworkNote.objects.filter(
        complaint=complaint, include_in_summary=True, internal=False
    )
    actions = [f"{_day(note.created_at, zone)} {note.text.strip()}" for note in notes]
    contacts = [_sentence(contact, zone) for contact in _contacts(complaint)]
    return "\n".join(
        (
            f"Issue: {complaint.complaint_subcategory or complaint.complaint_category}. ",
            f"Actions: {' '.join(actions)}",
            "Decision: ",
            f"Notification: {' '.join(contacts)}",
        )
    )


def _contacts(complaint: Complaint) -> Any:
    return complaint.contactattempts.filter(attempted_at__isnull=False).order_by("attempted_at")


def _sentence(contact: Any, zone: ZoneInfo) -> str:
    """`11/22/2026 3:10 PM Beneficiary, phone: left message.`"""
    when = f"{_day(contact.attempted_at, zone)} {time_words(contact.attempted_at.astimezone(zone))}"
    party, method = contact.get_party_display(), contact.get_method_display()
    return f"{when} {party}, {method.lower()}: {contact.get_outcome_display().lower()}."


def _day(moment: Any, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.month}/{local.day}/{local.year}"
