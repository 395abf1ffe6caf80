"""Upload layout: complaint id, casework note and comments. Source: CMS's upload layout."""

import re

from complaints.sop import registry
from complaints.sop.facts import CaseFacts
from complaints.sop.rule import NOTE_FIELD, Action, Severity, rule
from complaints.sop.scenarios.c_cannot_save_or_close import NOTE_TEXT
from complaints.sop.words import characters, listed, moment

CLOSE, SAVE_NOTE, BUILD = Action.CLOSE, Action.SAVE_NOTE, Action.UPLOAD_BUILD
ERROR, WARNING = Severity.ERROR, Severity.WARNING
LAYOUT = "Upload layout, October 2025"


@rule(
    "UP.file.format",
    severity=ERROR,
    actions=(SAVE_NOTE, CLOSE, BUILD),
    citation=f"{LAYOUT}, file format",
    headline="Note in plain ASCII",
    field=NOTE_FIELD,
    facts=NOTE_TEXT,
    also=("UP.file.delimiter",),
)
def note_is_plain_ascii(facts: CaseFacts) -> str | None:
    """Tabs and line breaks would split the record, so they count as no plain text either."""
    note = facts.note_going_up()
    text = note.as_sent() if note else ""
    odd = sorted({character for character in text if not " " <= character <= "~"})
    if not odd:
        return None
    names = listed(f"“{sign}”" if sign.isprintable() else "a line break or tab" for sign in odd)
    return f"HPMS takes plain letters, digits and signs on one line only. Replace {names}."


@rule(
    "UP.complaintId",
    severity=ERROR,
    actions=(SAVE_NOTE, CLOSE, BUILD),
    citation=f"{LAYOUT}, complaintId",
    headline="Complaint known to HPMS",
    field="complaint_id",
    facts=("complaint.complaint_id", "note.internal"),
)
def complaint_id_has_eleven_characters(facts: CaseFacts) -> str | None:
    """Whether CTM knows it shows only in HPMS's answer."""
    if facts.note_going_up() is None or re.fullmatch(r"[A-Z0-9]{11}", facts.complaint.complaint_id):
        return None
    return "Check the complaint id with HPMS: it has 11 letters and digits, this one has not."


@rule(
    "UP.caseworkNotes",
    severity=ERROR,
    actions=(SAVE_NOTE, BUILD),
    citation=f"{LAYOUT}, caseworkNotes",
    headline="Note written",
    field="text",
    facts=(
        "note.sent_text",
        "note.text",
        "resolution.note.sent_text",
        "resolution.note.text",
        "resolution.resolve_complaint",
    ),
)
def note_is_written(facts: CaseFacts) -> str | None:
    """Its length is Q.2.max's to judge, a closing note Q.2.required's."""
    row = facts.not_resolving()
    note = row.note if row else facts.note
    if note is None or note.as_sent().strip():
        return None
    return "Write the note: what was done, with whom, when."


@rule(
    "UP.caseworkNotes.new",
    severity=WARNING,
    actions=(SAVE_NOTE, CLOSE),
    citation=f"{LAYOUT}, caseworkNotes",
    headline="Note says something new",
    field=NOTE_FIELD,
    facts=(
        *NOTE_TEXT,
        "earlier_notes.created_at",
        "earlier_notes.internal",
        "earlier_notes.sent_text",
        "earlier_notes.text",
        "notes.created_at",
        "notes.internal",
        "notes.sent_text",
        "notes.text",
        "time_zone",
    ),
)
def note_is_new(facts: CaseFacts) -> str | None:
    """Whole text against whole text: "Left voicemail" three times is what Q.1.a asks for."""
    note = facts.note_going_up()
    text = _told(note.as_sent()) if note else ""
    for earlier in (*facts.earlier_notes, *facts.notes):
        if text and not earlier.internal and _told(earlier.as_sent()) == text:
            when = moment(facts.local(earlier.created_at)) if earlier.created_at else "before"
            return (
                f"Add date and time to tell it from the same note of {when}, such as "
                f"“{moment(facts.local(facts.now))}: …”."
            )
    return None


@rule(
    "UP.comments",
    severity=ERROR,
    actions=(SAVE_NOTE, CLOSE, BUILD),
    citation=f"{LAYOUT}, comments",
    headline="Comments within their length",
    field="comments",
    facts=(
        "note.comments",
        "note.internal",
        "parameters.comments_max_characters",
        "resolution.note.comments",
    ),
)
def comments_are_not_too_long(facts: CaseFacts) -> str | None:
    """The download's Comments column is longer; it is never echoed back."""
    note = facts.note_going_up()
    most = facts.parameters.comments_max_characters
    if note is None or len(note.comments) <= most:
        return None
    over = characters(len(note.comments) - most)
    return f"Shorten the comments by {over}; HPMS takes {most:,}."


@rule(
    "UP.resolve.gate",
    severity=ERROR,
    actions=(BUILD,),
    citation=f"{LAYOUT}, resolveComplaintYN (inferred)",
    headline="Every closing rule met",
    field="resolve_complaint",
    facts=("resolution.resolve_complaint",),
)
def row_resolves_only_when_closing_is_allowed(facts: CaseFacts) -> str | None:
    """A download may have changed the case since it was resolved here."""
    stands_against = registry.blocking(facts) if facts.resolving() else ()
    if not stands_against:
        return None
    named = listed(finding.rule for finding in stands_against)
    return f"Mend what blocks closing ({named}). First: {stands_against[0].message}"


def _told(text: str) -> str:
    return " ".join(text.split()).casefold()
