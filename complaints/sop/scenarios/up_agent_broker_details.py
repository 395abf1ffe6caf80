"""Upload layout: the five agent or broker details. Source: CMS's upload layout."""

from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.words import characters

ACTIONS = (Action.SAVE_NOTE, Action.CLOSE, Action.UPLOAD_BUILD)
LAYOUT = "Upload layout, October 2025"


def _facts(field: str, parameter: str) -> tuple[str, ...]:
    return ("note.internal", f"note.{field}", f"resolution.note.{field}", f"parameters.{parameter}")


def _too_long(facts: CaseFacts, field: str, most: int, words: str) -> str | None:
    note = facts.note_going_up()
    length = len(getattr(note, field)) if note else 0
    if length <= most:
        return None
    return f"Shorten the {words} by {characters(length - most)}; HPMS takes {most}."


@rule(
    "UP.agentBrokerFirstName",
    severity=Severity.ERROR,
    actions=ACTIONS,
    citation=f"{LAYOUT}, agentBrokerFirstName",
    headline="Agent's first name within its length",
    field="agent_broker_first_name",
    facts=_facts("agent_broker_first_name", "agent_broker_name_max_characters"),
)
def first_name_is_not_too_long(facts: CaseFacts) -> str | None:
    """May be blank even with Yes."""
    most = facts.parameters.agent_broker_name_max_characters
    return _too_long(facts, "agent_broker_first_name", most, "agent's or broker's first name")


@rule(
    "UP.agentBrokerLastName",
    severity=Severity.ERROR,
    actions=ACTIONS,
    citation=f"{LAYOUT}, agentBrokerLastName",
    headline="Agent's last name within its length",
    field="agent_broker_last_name",
    facts=_facts("agent_broker_last_name", "agent_broker_name_max_characters"),
)
def last_name_is_not_too_long(facts: CaseFacts) -> str | None:
    """May be blank even with Yes."""
    most = facts.parameters.agent_broker_name_max_characters
    return _too_long(facts, "agent_broker_last_name", most, "agent's or broker's last name")


@rule(
    "UP.agentBrokerNPN",
    severity=Severity.ERROR,
    actions=ACTIONS,
    citation=f"{LAYOUT}, agentBrokerNPN",
    headline="NPN in digits",
    field="agent_broker_npn",
    facts=_facts("agent_broker_npn", "agent_broker_npn_max_digits"),
)
def npn_is_digits(facts: CaseFacts) -> str | None:
    """Kept as text: leading zeros count."""
    note = facts.note_going_up()
    number = note.agent_broker_npn if note else ""
    most = facts.parameters.agent_broker_npn_max_digits
    if not number or (number.isascii() and number.isdigit() and len(number) <= most):
        return None
    return f"Write the National Producer Number as digits only, {most} at most."


@rule(
    "UP.agentBrokerFMO",
    severity=Severity.ERROR,
    actions=ACTIONS,
    citation=f"{LAYOUT}, agentBrokerFMO",
    headline="FMO within its length",
    field="agent_broker_fmo",
    facts=_facts("agent_broker_fmo", "agent_broker_fmo_max_characters"),
)
def fmo_is_not_too_long(facts: CaseFacts) -> str | None:
    """The field marketing organization's name."""
    most = facts.parameters.agent_broker_fmo_max_characters
    return _too_long(facts, "agent_broker_fmo", most, "field marketing organization's name")


@rule(
    "UP.agentBrokerNotes",
    severity=Severity.ERROR,
    actions=ACTIONS,
    citation=f"{LAYOUT}, agentBrokerNotes",
    headline="Agent or broker notes within their length",
    field="agent_broker_notes",
    facts=_facts("agent_broker_notes", "agent_broker_notes_max_characters"),
)
def agent_broker_notes_are_not_too_long(facts: CaseFacts) -> str | None:
    """Notes about the agent or broker, beside the casework note."""
    most = facts.parameters.agent_broker_notes_max_characters
    return _too_long(facts, "agent_broker_notes", most, "agent or broker notes")
