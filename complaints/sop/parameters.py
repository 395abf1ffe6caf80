"""Numbers of the SOP, the layouts and the regulation, as dated values with their source.

Amended law is another dated value; the old one stays. An administrator's own values come in as
`overrides` of the same shape and win over the defaults from their date on. `SPANS` says what each
number is called on screen, and between which limits an administrator may move it.
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
    agent_broker_name_max_characters: int = 50
    agent_broker_npn_max_digits: int = 15
    agent_broker_fmo_max_characters: int = 125
    agent_broker_notes_max_characters: int = 250
    rpc_resubmit_business_days: int = 1
    months_back_without_approval: int = 3
    draft_reminder_days: int = 3
    category_request_percent: int = 10
    days_of_medication_immediate: int = 2
    days_of_medication_urgent: int = 14
    days_to_interim_note_flagged: int = 7
    days_premium_withhold: int = 90
    bae_notify_business_days: int = 1
    bae_check_days: int = 30
    bae_overdue_days: int = 60
    days_access_request_wait: int = 14
    hpms_id_characters: int = 4


@dataclass(frozen=True)
class DatedValue:
    """`name` is `value` from the day `since` on. `step` is the id in the index that it rests on."""

    name: str
    value: int
    since: date
    unit: str
    step: str


@dataclass(frozen=True)
class Span:
    """What a parameter is called on screen, and the least and most it can sensibly be."""

    words: str
    least: int
    most: int


_SOP = date(2016, 1, 1)
_REGULATION = date(2025, 1, 1)
_LAYOUT = date(2025, 10, 31)

_DAYS, _BUSINESS_DAYS, _CHARACTERS = "calendar days", "business days", "characters"

DEFAULTS = (
    DatedValue("days_immediate_need", 2, _REGULATION, _DAYS, "CFR.resolve.immediate"),
    DatedValue("days_urgent", 7, _REGULATION, _DAYS, "CFR.resolve.urgent"),
    DatedValue("days_no_issue_level", 30, _REGULATION, _DAYS, "CFR.resolve.other"),
    DatedValue("days_to_contact", 7, _REGULATION, _DAYS, "CFR.contact.7d"),
    DatedValue("days_between_notes", 7, _SOP, _DAYS, "Q.note.1"),
    DatedValue("attempts_wanted", 3, _SOP, "attempts", "Q.1.a.count"),
    DatedValue("minutes_apart", 60, _SOP, "minutes", "Q.1.a.distinct"),
    DatedValue("note_max_characters", 4000, _SOP, _CHARACTERS, "Q.2.max"),
    DatedValue("clear_note_min_characters", 40, _SOP, _CHARACTERS, "Q.2.clear"),
    DatedValue("clear_note_min_words", 6, _SOP, "words", "Q.2.clear"),
    DatedValue("comments_max_characters", 4000, _LAYOUT, _CHARACTERS, "UP.comments"),
    DatedValue(
        "agent_broker_name_max_characters", 50, _LAYOUT, _CHARACTERS, "UP.agentBrokerLastName"
    ),
    DatedValue("agent_broker_npn_max_digits", 15, _LAYOUT, "digits", "UP.agentBrokerNPN"),
    DatedValue("agent_broker_fmo_max_characters", 125, _LAYOUT, _CHARACTERS, "UP.agentBrokerFMO"),
    DatedValue(
        "agent_broker_notes_max_characters", 250, _LAYOUT, _CHARACTERS, "UP.agentBrokerNotes"
    ),
    DatedValue("rpc_resubmit_business_days", 1, _SOP, _BUSINESS_DAYS, "D.2.b"),
    DatedValue("months_back_without_approval", 3, _SOP, "calendar months", "D.3.months"),
    DatedValue("draft_reminder_days", 3, _SOP, _DAYS, "G.2.c.draft"),
    DatedValue("category_request_percent", 10, _SOP, "percent", "G.note.2.metrics"),
    DatedValue("days_of_medication_immediate", 2, _SOP, "days of medication", "H.note.1.pdp"),
    DatedValue("days_of_medication_urgent", 14, _SOP, "days of medication", "H.note.2.pdp"),
    DatedValue("days_to_interim_note_flagged", 7, _SOP, _DAYS, "I.2.interim"),
    DatedValue("days_premium_withhold", 90, _SOP, _DAYS, "J.2"),
    DatedValue("bae_notify_business_days", 1, _SOP, _BUSINESS_DAYS, "N.4.notify"),
    DatedValue("bae_check_days", 30, _SOP, _DAYS, "N.5"),
    DatedValue("bae_overdue_days", 60, _SOP, _DAYS, "N.5"),
    DatedValue("days_access_request_wait", 14, _SOP, _DAYS, "R.2.wait"),
    DatedValue("hpms_id_characters", 4, _SOP, _CHARACTERS, "R.note.1"),
)

SPANS = {
    "days_immediate_need": Span("Resolve an Immediate Need complaint within", 1, 7),
    "days_urgent": Span("Resolve an Urgent complaint within", 1, 30),
    "days_no_issue_level": Span("Resolve every other complaint within", 1, 90),
    "days_to_contact": Span("Contact whoever filed the complaint within", 1, 30),
    "days_between_notes": Span("Longest time between two interim notes", 1, 30),
    "attempts_wanted": Span("Attempts to reach somebody before closing", 1, 10),
    "minutes_apart": Span("Attempts differ in time of day by", 1, 720),
    "note_max_characters": Span("Longest casework note", 100, 10_000),
    "clear_note_min_characters": Span("A closing note shorter than this is questioned", 1, 500),
    "clear_note_min_words": Span("A closing note of fewer words is questioned", 1, 100),
    "comments_max_characters": Span("Longest comments to CMS", 100, 10_000),
    "agent_broker_name_max_characters": Span("Longest agent or broker name", 10, 200),
    "agent_broker_npn_max_digits": Span("Longest National Producer Number", 5, 30),
    "agent_broker_fmo_max_characters": Span("Longest field marketing organization", 10, 500),
    "agent_broker_notes_max_characters": Span("Longest agent or broker notes", 10, 4_000),
    "rpc_resubmit_business_days": Span("Resubmit to the RPC after a rejection within", 1, 10),
    "months_back_without_approval": Span("Retroactive without CMS's approval up to", 1, 24),
    "draft_reminder_days": Span("Remind of a Plan Request left as a draft after", 1, 30),
    "category_request_percent": Span("Category requests are many above this share", 1, 100),
    "days_of_medication_immediate": Span("Immediate Need (PDP) with medication left up to", 1, 14),
    "days_of_medication_urgent": Span("Urgent (PDP) with medication left up to", 1, 60),
    "days_to_interim_note_flagged": Span("Interim note on a flagged case after", 1, 30),
    "days_premium_withhold": Span("Premium withhold: time since the last submittal", 1, 365),
    "bae_notify_business_days": Span("Attempt to tell the BAE decision within", 1, 10),
    "bae_check_days": Span("Check CMS's record for the BAE update after", 1, 180),
    "bae_overdue_days": Span("BAE update overdue, send to the RPC, after", 1, 365),
    "days_access_request_wait": Span("Ask after a request for HPMS access after", 1, 90),
    "hpms_id_characters": Span("Length of an HPMS user id", 1, 20),
}


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


def refused_value(name: str, value: int) -> str | None:
    """None when the parameter can be `value`, else what is wrong and what to enter instead."""
    span = SPANS[name]
    if span.least <= value <= span.most:
        return None
    return f"{value:,} is out of range. Enter a whole number from {span.least:,} to {span.most:,}."
