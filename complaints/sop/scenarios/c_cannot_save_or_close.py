"""C. The plan cannot save or close the complaint.

Source: CTM Plan SOP, scenario C. Step 1.c says what scenario A's first note says, step 1.a what the
last note of scenario G says of the category; both ids stand here. Step 1.d and the date of step 1.b
are in `c_resolution_date.py`.
"""

from complaints.sop import restricted
from complaints.sop.facts import CaseFacts
from complaints.sop.plan_request import NAMES
from complaints.sop.rule import NOTE_FIELD, Action, At, Severity, rule
from complaints.sop.words import listed

CLOSE, SAVE_NOTE, BUILD = Action.CLOSE, Action.SAVE_NOTE, Action.UPLOAD_BUILD

NOTE_TEXT = (
    "note.internal",
    "note.sent_text",
    "note.text",
    "resolution.note.sent_text",
    "resolution.note.text",
)
_OTHER_TEXTS = ("comments", "agent_broker_fmo", "agent_broker_notes")
_INDICATORS = {
    "contract_change_request_status": "CONTRACT_CHANGE",
    "issue_level_request_status": "ISSUE_LEVEL_CHANGE",
    "cms_lead_change_request_status": "CMS_ISSUE",
}


@rule(
    "C.1.a",
    severity=Severity.ERROR,
    actions=(CLOSE, BUILD),
    citation="SOP C, step 1.a",
    headline="Category assigned",
    field="complaint_category",
    facts=("complaint.complaint_category", "resolution.resolve_complaint"),
    also=("G.note.4",),
)
def category_is_assigned(facts: CaseFacts) -> str | None:
    """Holds closing only: notes are saved without a category too."""
    if facts.complaint.complaint_category.strip() or facts.resolving() is None:
        return None
    return (
        "Ask CMS for a category with a category change Plan Request (scenario G) and close the "
        "complaint when a download shows it."
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
            return At(name, f"HPMS may refuse < > & ; here too. Write {restricted.advice(text)}.")
    return None


@rule(
    "C.1.c",
    severity=Severity.ERROR,
    actions=(CLOSE, BUILD),
    citation="SOP C, step 1.c",
    headline="No pending Plan Request",
    field="plan_requests",
    facts=(
        *(f"complaint.{name}" for name in _INDICATORS),
        "requests.request_type",
        "requests.status",
        "resolution.resolve_complaint",
    ),
    also=("A.note.1",),
)
def no_plan_request_is_pending(facts: CaseFacts) -> str | None:
    """As the download's request indicators show it, or as the plan handed it off itself."""
    waiting = {request.request_type for request in facts.requests if request.open}
    waiting |= {
        kind for name, kind in _INDICATORS.items() if getattr(facts.complaint, name) == "PENDING"
    }
    pending = [words for kind, words in NAMES.items() if kind in waiting]
    if not pending or facts.resolving() is None:
        return None
    return (
        f"Wait for CMS to answer the pending {listed(pending)} "
        f"request{'s' if len(pending) > 1 else ''}, then close. Notes can be saved meanwhile."
    )
