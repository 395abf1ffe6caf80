"""Numbers of the SOP, the layouts and the regulation, as dated values with their source.

Amended law is another dated value; the old one stays. An administrator's own values come in as
`overrides` of the same shape and win over the defaults from their date on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Parameters:
    """The values in force on one day."""

    days_immediate_need: int = 2
    days_urgent: int = 7
    days_no_issue_level: int = 30
    days_to_contact: int = 7
    days_between_notes: int = 7
    attempts_wanted: int = 3
    minutes_apart: int = 60
    note_max_characters: int = 4000
    clear_note_min_characters: int = 40
    clear_note_min_words: int = 6
    comments_max_characters: int = 4000
    resolution_summary_max_characters: int = 10000
    agent_broker_name_max_characters: int = 50
    agent_broker_npn_max_digits: int = 15
    agent_broker_fmo_max_characters: int = 125
    agent_broker_notes_max_characters: int = 250


@dataclass(frozen=True)
class DatedValue:
    """`name` is `value` from the day `since` on. `step` is the id in the index that it rests on."""

    name: str
    value: int
    since: date
    unit: str
    step: str


_SOP = date(2016, 1, 1)
_REGULATION = date(2025, 1, 1)
_LAYOUT = date(2025, 10, 31)

DEFAULTS = (
    DatedValue("days_immediate_need", 2, _REGULATION, "calendar days", "CFR.resolve.immediate"),
    DatedValue("days_urgent", 7, _REGULATION, "calendar days", "CFR.resolve.urgent"),
    DatedValue("days_no_issue_level", 30, _REGULATION, "calendar days", "CFR.resolve.other"),
    DatedValue("days_to_contact", 7, _REGULATION, "calendar days", "CFR.contact.7d"),
    DatedValue("days_between_notes", 7, _SOP, "calendar days", "Q.note.1"),
    DatedValue("attempts_wanted", 3, _SOP, "attempts", "Q.1.a.count"),
    DatedValue("minutes_apart", 60, _SOP, "minutes", "Q.1.a.distinct"),
    DatedValue("note_max_characters", 4000, _SOP, "characters", "Q.2.max"),
    DatedValue("clear_note_min_characters", 40, _SOP, "characters", "Q.2.clear"),
    DatedValue("clear_note_min_words", 6, _SOP, "words", "Q.2.clear"),
    DatedValue("comments_max_characters", 4000, _LAYOUT, "characters", "UP.comments"),
    DatedValue("resolution_summary_max_characters", 10000, _LAYOUT, "characters", "Q.3.b.include"),
    DatedValue(
        "agent_broker_name_max_characters", 50, _LAYOUT, "characters", "UP.agentBrokerLastName"
    ),
    DatedValue("agent_broker_npn_max_digits", 15, _LAYOUT, "digits", "UP.agentBrokerNPN"),
    DatedValue("agent_broker_fmo_max_characters", 125, _LAYOUT, "characters", "UP.agentBrokerFMO"),
    DatedValue(
        "agent_broker_notes_max_characters", 250, _LAYOUT, "characters", "UP.agentBrokerNotes"
    ),
)


def parameters_on(day: date, overrides: Iterable[DatedValue] = ()) -> Parameters:
    """The values in force on `day`. Before a name's first date its first value holds."""
    values: dict[str, int] = {}
    for dated in (*_in_force(DEFAULTS, day), *_in_force(overrides, day, from_the_start=False)):
        values[dated.name] = dated.value
    return Parameters(**values)


def _in_force(
    dated: Iterable[DatedValue], day: date, from_the_start: bool = True
) -> Iterable[DatedValue]:
    """Values that have begun, in order of date; with each name's first one if asked for."""
    seen: set[str] = set()
    for value in sorted(dated, key=lambda value: value.since):
        if value.since <= day or (from_the_start and value.name not in seen):
            yield value
        seen.add(value.name)
