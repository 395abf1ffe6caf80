"""Q. The plan is approaching a resolution: interim notes, note 1. Source: CTM Plan SOP, scenario Q."""

from datetime import timedelta

from complaints.sop.facts import CaseFacts
from complaints.sop.timer import Due, timer
from complaints.sop.words import day


@timer(
    "Q.note.1",
    facts=(
        "complaint.assignment_date",
        "complaint.received_date",
        "notes.created_at",
        "notes.internal",
        "parameters.days_between_notes",
        "time_zone",
    ),
)
def interim_note_is_written(facts: CaseFacts) -> Due:
    """The SOP gives no interval. An internal note is none: CMS does not see it."""
    written = [
        facts.local(note.created_at).date()
        for note in facts.notes
        if note.created_at is not None and not note.internal
    ]
    start = facts.complaint.assignment_date or facts.complaint.received_date
    since = max(written, default=start)
    words = f"the last one is of {day(since)}" if written else f"none since {day(start)}"
    return Due(
        since + timedelta(days=facts.parameters.days_between_notes),
        f"Write an interim note: {words}",
    )
