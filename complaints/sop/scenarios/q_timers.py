"""Q. The plan is approaching a resolution: interim notes, note 1. Source: CTM Plan SOP, scenario Q."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from complaints.sop.facts import CaseFacts
from complaints.sop.timer import Due, timer
from complaints.sop.words import day

# HPMS stamps each entry of its collecting columns: 11/15/2026 05:11 PM ...
_STAMP = re.compile(r"(?:^|\n)(\d{1,2})/(\d{1,2})/(\d{4}) \d")


@timer(
    "Q.note.1",
    facts=(
        "complaint.assignment_date",
        "complaint.plan_casework_notes",
        "complaint.received_date",
        "notes.created_at",
        "notes.internal",
        "parameters.days_between_notes",
        "time_zone",
    ),
)
def interim_note_is_written(facts: CaseFacts) -> Due:
    """The SOP gives no interval. An internal note is none: CMS does not see it. Notes that HPMS shows
    count too, whoever entered them for the plan."""
    written = [*_made_here(facts), *_shown_by_hpms(facts)]
    start = facts.complaint.assignment_date or facts.complaint.received_date
    since = max(written, default=start)
    words = f"the last one is of {day(since)}" if written else f"none since {day(start)}"
    return Due(
        since + timedelta(days=facts.parameters.days_between_notes),
        f"Write an interim note: {words}",
    )


def _made_here(facts: CaseFacts) -> Iterator[date]:
    for note in facts.notes:
        if note.created_at is not None and not note.internal:
            yield facts.local(note.created_at).date()


def _shown_by_hpms(facts: CaseFacts) -> Iterator[date]:
    for month, of_month, year in _STAMP.findall(facts.complaint.plan_casework_notes):
        try:
            yield date(int(year), int(month), int(of_month))
        except ValueError:
            continue
