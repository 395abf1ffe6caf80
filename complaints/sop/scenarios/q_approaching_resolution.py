"""Q. The plan is approaching a resolution: the closing note and the closing itself, steps 2 and 3.

Source: CTM Plan SOP, scenario Q. Step 1, who was told, is in `q_notifying.py`.
"""

from complaints.sop.facts import CaseFacts
from complaints.sop.rule import NOTE_FIELD, Action, Severity, rule
from complaints.sop.scenarios.c_cannot_save_or_close import NOTE_TEXT
from complaints.sop.words import characters, day

CLOSE, SAVE_NOTE, BUILD = Action.CLOSE, Action.SAVE_NOTE, Action.UPLOAD_BUILD
CLOSING_TEXT = ("resolution.note.sent_text", "resolution.note.text")


@rule(
    "Q.2.max",
    severity=Severity.ERROR,
    actions=(SAVE_NOTE, CLOSE, BUILD),
    citation="SOP Q, step 2",
    headline="Note within its length",
    field=NOTE_FIELD,
    facts=(*NOTE_TEXT, "parameters.note_max_characters"),
    also=("UP.caseworkNotes",),
)
def note_is_not_too_long(facts: CaseFacts) -> str | None:
    """Measured on the text that is sent: letters like ß grow when they become ASCII."""
    note = facts.note_going_up()
    most = facts.parameters.note_max_characters
    if note is None or len(note.as_sent()) <= most:
        return None
    length = len(note.as_sent())
    return (
        f"Shorten the note by {characters(length - most)} or split it in two: "
        f"it has {length:,} as sent, HPMS takes {most:,}."
    )


@rule(
    "Q.2.required",
    severity=Severity.ERROR,
    actions=(CLOSE, BUILD),
    citation="SOP Q, step 2 (inferred)",
    headline="Closing note written",
    field="note",
    facts=(*CLOSING_TEXT, "resolution.resolve_complaint"),
    also=("D.1.a.note", "UP.caseworkNotes"),
)
def closing_note_is_written(facts: CaseFacts) -> str | None:
    """It becomes the Resolution Summary."""
    resolution = facts.resolving()
    if resolution is None or resolution.note.as_sent().strip():
        return None
    return "Write the closing note: issue, actions, decision. It becomes the Resolution Summary."


@rule(
    "Q.2.clear",
    severity=Severity.WARNING,
    actions=(CLOSE,),
    citation="SOP Q, step 2",
    headline="Note tells issue, actions and decision",
    field="note",
    facts=(
        *CLOSING_TEXT,
        "parameters.clear_note_min_characters",
        "parameters.clear_note_min_words",
    ),
)
def closing_note_is_clear(facts: CaseFacts) -> str | None:
    """A gentle test: only a note too short to tell a story ("Done", "see above") is questioned."""
    text = facts.resolution.note.as_sent().strip() if facts.resolution else ""
    is_long_enough = (
        len(text) >= facts.parameters.clear_note_min_characters
        and len(text.split()) >= facts.parameters.clear_note_min_words
    )
    if not text or is_long_enough:
        return None
    return (
        "Say what the issue was, what was done and what was decided, so that a reader at CMS who "
        "knows nothing of the case understands it."
    )


@rule(
    "Q.3.a",
    severity=Severity.ERROR,
    actions=(CLOSE,),
    citation="SOP Q, step 3.a",
    headline="Contact or system update named",
    field="contact_made",
    facts=(
        "resolution.contact_made",
        "resolution.resolution_notification",
        "resolution.system_update_action",
    ),
)
def contact_or_system_update_is_named(facts: CaseFacts) -> str | None:
    """A notification by telephone or in writing (1, 2, 3) says that contact was made."""
    resolution = facts.resolution
    if resolution is None or resolution.contact_made or resolution.system_update_action:
        return None
    if resolution.resolution_notification in {"1", "2", "3"}:
        return None
    return "Choose whom you contacted (Contact Made), the System Update Action Taken, or both."


@rule(
    "Q.3.b.yes",
    severity=Severity.ERROR,
    actions=(CLOSE,),
    citation="SOP Q, step 3.b",
    headline="Resolved set to Yes",
    field="resolve_complaint",
    facts=("resolution.resolve_complaint",),
)
def resolved_is_yes(facts: CaseFacts) -> str | None:
    """A resolution with anything but Yes contradicts itself."""
    if facts.resolving():
        return None
    return "Set Resolved to Yes, or save a casework note instead of closing."


@rule(
    "Q.note.4.refund",
    severity=Severity.WARNING,
    actions=(CLOSE,),
    citation="SOP Q, note 4",
    headline="Refund issued",
    field="refund_issued_on",
    facts=("intake.refund_due", "intake.refund_issued_on", "today"),
)
def refund_is_issued(facts: CaseFacts) -> str | None:
    """Issued is enough; the refund need not have arrived."""
    issued = facts.intake.refund_issued_on
    if not facts.intake.refund_due or (issued is not None and issued <= facts.today):
        return None
    if issued is None:
        return "Issue the refund and enter its date before closing."
    return f"Close on or after {day(issued)}, when the refund is issued."
