"""C. The plan cannot save or close the complaint.

Source: CTM Plan SOP, scenario C. Step 1.c says what scenario A's first note says; both ids stand here.
"""

from datetime import date

from complaints.sop import restricted
from complaints.sop.facts import CaseFacts
from complaints.sop.rule import NOTE_FIELD, Action, At, Severity, rule
from complaints.sop.words import day, listed

CLOSE, SAVE_NOTE, BUILD = Action.CLOSE, Action.SAVE_NOTE, Action.UPLOAD_BUILD

NOTE_TEXT = (
    "note.internal",
    "note.sent_text",
    "note.text",
    "resolution.note.sent_text",
    "resolution.note.text",
)
_OTHER_TEXTS = ("comments", "agent_broker_fmo", "agent_broker_notes")
_REQUESTS = {
    "contract_change_request_status": "contract change",
    "issue_level_request_status": "issue level change",
    "cms_lead_change_request_status": "CMS Issue (CMS Lead)",
}


@rule(
    "C.1.a",
    severity=Severity.ERROR,
    actions=(CLOSE, BUILD),
    citation="SOP C, step 1.a",
    headline="Category assigned",
    field="complaint_category",
    facts=("complaint.complaint_category", "resolution.resolve_complaint"),
)
def category_is_assigned(facts: CaseFacts) -> str | None:
    """Holds closing only: notes are saved without a category too."""
    if facts.complaint.complaint_category.strip() or not facts.resolves():
        return None
    return (
        "Ask CMS for a category with a category change Plan Request (scenario G) and close the complaint "
        "when a download shows it."
    )


@rule(
    "C.1.b.note",
    severity=Severity.ERROR,
    actions=(SAVE_NOTE, CLOSE, BUILD),
    citation="SOP C, step 1.b",
    headline="No restricted characters in the note",
    field=NOTE_FIELD,
    facts=NOTE_TEXT,
    also=("UP.caseworkNotes.chars",),
)
def note_has_no_restricted_characters(facts: CaseFacts) -> str | None:
    """Counts the characters that would be sent, which include each one typed."""
    note = facts.note_going_up()
    if note is None or not restricted.found_in(note.as_sent()):
        return None
    return f"HPMS refuses < > & ; in a note. Write {restricted.advice(note.as_sent())}."


@rule(
    "C.1.b.date",
    severity=Severity.ERROR,
    actions=(CLOSE,),
    citation="SOP C, step 1.b",
    headline="No restricted characters in the resolution date",
    field="resolution_date",
    facts=("resolution.resolution_date",),
)
def resolution_date_has_no_restricted_characters(facts: CaseFacts) -> str | None:
    """Can only happen to a date that came in as text."""
    typed = facts.resolution.resolution_date if facts.resolution else None
    if not isinstance(typed, str) or not restricted.found_in(typed):
        return None
    found = listed(restricted.found_in(typed))
    return f"Take {found} out of the resolution date; write it as MM/DD/YYYY."


@rule(
    "C.1.b.other",
    severity=Severity.WARNING,
    actions=(SAVE_NOTE, CLOSE, BUILD),
    citation="SOP C, step 1.b (inferred)",
    headline="No restricted characters beside the note",
    field="comments",
    facts=(
        "note.internal",
        *(f"{record}.{name}" for record in ("note", "resolution.note") for name in _OTHER_TEXTS),
    ),
)
def other_texts_have_no_restricted_characters(facts: CaseFacts) -> At | None:
    """The SOP names two fields only, so this one warns."""
    note = facts.note_going_up()
    for name in _OTHER_TEXTS if note else ():
        text = getattr(note, name)
        if restricted.found_in(text):
            return At(
                name, f"HPMS may refuse < > & ; here as well. Write {restricted.advice(text)}."
            )
    return None


@rule(
    "C.1.c",
    severity=Severity.ERROR,
    actions=(CLOSE, BUILD),
    citation="SOP C, step 1.c",
    headline="No pending Plan Request",
    field="plan_requests",
    facts=(*(f"complaint.{name}" for name in _REQUESTS), "resolution.resolve_complaint"),
    also=("A.note.1",),
)
def no_plan_request_is_pending(facts: CaseFacts) -> str | None:
    """As the download's request indicators show it."""
    pending = [
        words for name, words in _REQUESTS.items() if getattr(facts.complaint, name) == "PENDING"
    ]
    if not pending or not facts.resolves():
        return None
    return (
        f"Wait for CMS to answer the pending {listed(pending)} request, then close. "
        "Notes can be saved meanwhile."
    )


@rule(
    "C.1.d.present",
    severity=Severity.ERROR,
    actions=(CLOSE,),
    citation="SOP C, step 1.d",
    headline="Resolution date entered",
    field="resolution_date",
    facts=("resolution.resolution_date",),
    also=("Q.3.b.date",),
)
def resolution_date_is_present(facts: CaseFacts) -> str | None:
    """Text that is no date counts as none; restricted characters in it are C.1.b.date's to name."""
    typed = facts.resolution.resolution_date if facts.resolution else None
    if isinstance(typed, date) or (typed and restricted.found_in(typed)):
        return None
    if typed and typed.strip():
        return "Write the resolution date as MM/DD/YYYY: what was entered is no date."
    return "Enter the resolution date: the day the complaint was resolved."


@rule(
    "C.1.d.order",
    severity=Severity.ERROR,
    actions=(CLOSE,),
    citation="SOP C, step 1.d",
    headline="Resolution date not before the received date",
    field="resolution_date",
    facts=("complaint.received_date", "resolution.resolution_date"),
)
def resolution_date_is_not_before_received_date(facts: CaseFacts) -> str | None:
    """Against the received date: one before a later reassignment is legal."""
    resolved = resolved_on(facts)
    if resolved is None or resolved >= facts.complaint.received_date:
        return None
    received = day(facts.complaint.received_date)
    return f"Choose a resolution date from {received} on: that is when CMS received the complaint."


@rule(
    "C.1.d.future",
    severity=Severity.WARNING,
    actions=(CLOSE,),
    citation="SOP C, step 1.d (inferred)",
    headline="Resolution date not in the future",
    field="resolution_date",
    facts=("resolution.resolution_date", "today"),
    also=("UP.resolutionDate.today",),
)
def resolution_date_is_not_in_the_future(facts: CaseFacts) -> str | None:
    """HPMS would stamp the day it accepts, whatever is entered here."""
    resolved = resolved_on(facts)
    if resolved is None or resolved <= facts.today:
        return None
    return f"Use today's date, {day(facts.today)}, or say why the date lies ahead."


def resolved_on(facts: CaseFacts) -> date | None:
    """The resolution date in hand when it is one."""
    typed = facts.resolution.resolution_date if facts.resolution else None
    return typed if isinstance(typed, date) else None
