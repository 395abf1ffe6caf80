"""Q. The plan is approaching a resolution: what step 3 and the upload layout compute.

Source: CTM Plan SOP, scenario Q, step 3.b; upload layout, caseworkNotes and resolutionNotification.
The upload carries one note, so ticked notes enter the final one as dated extracts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from complaints.sop.contact_log import WRITTEN, told, with_complainant
from complaints.sop.facts import CaseFacts, NoteFacts
from complaints.sop.words import day

_SHORTEST_EXTRACT = 40


@dataclass(frozen=True)
class ComposedSummary:
    """`text` becomes the Resolution Summary; `left_out` are ticked notes it had no room for."""

    text: str
    left_out: tuple[NoteFacts, ...] = ()


def composed_summary(facts: CaseFacts, final: str) -> ComposedSummary:
    """Q.3.b.summary and Q.3.b.include: the final note, then the ticked ones oldest first.

    `final` and the notes are taken as sent. An extract that does not fit is cut and ends in "...".
    """
    text, left_out = final.strip(), []
    for note in _ticked(facts.notes):
        room = facts.parameters.note_max_characters - len(text)
        when = f"{day(facts.local(note.created_at))}: " if note.created_at else ""
        extract = _cut(f" [{when}{note.as_sent().strip()}]", room)
        text += extract
        if not extract:
            left_out.append(note)
    return ComposedSummary(text, tuple(left_out))


def _ticked(notes: Iterable[NoteFacts]) -> list[NoteFacts]:
    ticked = [note for note in notes if note.include_in_summary and not note.internal]
    return sorted(ticked, key=lambda note: (note.created_at is None, note.created_at))


def _cut(extract: str, room: int) -> str:
    if len(extract) <= room:
        return extract
    return "" if room < _SHORTEST_EXTRACT else f"{extract[: room - 4]}...]"


def suggested_notification(facts: CaseFacts) -> str:
    """UP.resolutionNotification.electronic: the digit that fits the contacts about the resolution.

    1 by telephone, 2 in writing (letter, e-mail, fax, other electronic), 3 both, 4 nobody told. A
    visit has no code of its own: 0.
    """
    methods = {
        contact.method
        for contact in with_complainant(facts)
        if contact.purpose == "RESOLUTION" and told(contact)
    }
    by_phone, in_writing = "PHONE" in methods, not methods.isdisjoint(WRITTEN)
    if by_phone or in_writing:
        return {(True, False): "1", (False, True): "2"}.get((by_phone, in_writing), "3")
    return "0" if methods else "4"
