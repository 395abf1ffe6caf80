"""I. When a flagged case wants a note on its delay, and when CMS is to be asked.

Source: CTM Plan SOP, scenario I, steps 2 and 4. The due date itself is the complaint's clock.
"""

import re
from datetime import date, timedelta

from complaints.sop.facts import CaseFacts, NoteFacts
from complaints.sop.plan_request import FLAG_FACTS
from complaints.sop.scenarios.i_swift_congressional_press_hill import ASKED_FACTS, asked_cms
from complaints.sop.timer import Due, timer

_DELAY = re.compile(r"\b(?:delay|interim)", re.IGNORECASE)
# A Friday's note explains what takes beyond Sunday; earlier the same words tell something else.
_NEAR = timedelta(days=2)
_START_FACTS = ("complaint.assignment_date", "complaint.received_date")


@timer(
    "I.2.interim",
    facts=(
        *FLAG_FACTS,
        *_START_FACTS,
        "notes.created_at",
        "notes.internal",
        "notes.text",
        "parameters.days_to_interim_note_flagged",
        "time_zone",
    ),
)
def delay_is_explained(facts: CaseFacts) -> Due | None:
    """Met by a note for HPMS that speaks of the delay shortly before that day, or by any written from
    it on. What was written before the clock started is of an earlier stretch."""
    if not facts.flagged:
        return None
    due_on = _start(facts) + timedelta(days=facts.parameters.days_to_interim_note_flagged)
    if any(_explains(note, facts, due_on) for note in facts.notes):
        return None
    return Due(due_on, "Save an interim note that explains the delay, or finish the casework")


@timer(
    "I.4.time",
    facts=(
        *FLAG_FACTS,
        *_START_FACTS,
        *ASKED_FACTS,
        "complaint.issue_level",
        "parameters.days_immediate_need",
        "parameters.days_urgent",
    ),
)
def cms_is_asked_in_time(facts: CaseFacts) -> Due | None:
    """A day before the casework is due, so that CMS has time to close. A flagged case without a level
    counts as Urgent, one with a level nobody knows as Immediate Need."""
    if not facts.flagged or asked_cms(facts):
        return None
    urgent = facts.complaint.issue_level in {"URGENT", "NO_ISSUE_LEVEL"}
    days = facts.parameters.days_urgent if urgent else facts.parameters.days_immediate_need
    return Due(
        _start(facts) + timedelta(days=days - 1),
        "Ask CMS to close the case with a CMS Issue (CMS Lead) Plan Request",
    )


def _start(facts: CaseFacts) -> date:
    return facts.complaint.assignment_date or facts.complaint.received_date


def _explains(note: NoteFacts, facts: CaseFacts, due_on: date) -> bool:
    if note.internal or note.created_at is None:
        return False
    written = facts.local(note.created_at).date()
    if written >= due_on:
        return True
    near = max(_start(facts), due_on - _NEAR)
    return written >= near and bool(_DELAY.search(note.text))
