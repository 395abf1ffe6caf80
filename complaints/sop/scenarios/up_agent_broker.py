"""Upload layout: the six agent or broker fields of October 2025. Source: CMS's upload layout."""

from complaints.sop.facts import CaseFacts, NoteFacts
from complaints.sop.rule import Action, At, Severity, rule

ACTIONS = (Action.SAVE_NOTE, Action.CLOSE, Action.UPLOAD_BUILD)
ERROR, WARNING = Severity.ERROR, Severity.WARNING
LAYOUT = "Upload layout, October 2025"
DETAILS = {
    "agent_broker_first_name": "first name",
    "agent_broker_last_name": "last name",
    "agent_broker_npn": "NPN",
    "agent_broker_fmo": "FMO",
    "agent_broker_notes": "notes",
}


def _of_the_note(*names: str) -> tuple[str, ...]:
    """Dotted names of these fields on either note, as a rule declares them."""
    records = ("note", "resolution.note")
    return ("note.internal", *(f"{record}.{name}" for record in records for name in names))


@rule(
    "UP.agentBrokerComplaint",
    severity=ERROR,
    actions=ACTIONS,
    citation=f"{LAYOUT}, agentBrokerComplaint",
    headline="Agent or broker complaint is Y, N or blank",
    field="agent_broker_complaint",
    facts=_of_the_note("agent_broker_complaint"),
)
def agent_broker_is_y_n_or_blank(facts: CaseFacts) -> str | None:
    """No U here, unlike satisfied and HPI."""
    note = facts.note_going_up()
    if note is None or (note.agent_broker_complaint or "") in {"Y", "N", ""}:
        return None
    return "Choose Yes, No or leave it blank."


@rule(
    "UP.agentBroker.category",
    severity=WARNING,
    actions=ACTIONS,
    citation=f"{LAYOUT}, agentBrokerComplaint",
    headline="Category takes agent or broker data",
    field="agent_broker_complaint",
    facts=(
        *_of_the_note("agent_broker_complaint", *DETAILS),
        "complaint.category_takes_agent_broker",
    ),
)
def category_takes_agent_broker_data(facts: CaseFacts) -> str | None:
    """Silent while it is not known which categories do, and for a plain No."""
    note = facts.note_going_up()
    if note is None or facts.complaint.category_takes_agent_broker is not False:
        return None
    if note.agent_broker_complaint != "Y" and not _details_given(note):
        return None
    return (
        "Put the agent or broker into the note's text as well: for this category HPMS drops these "
        "fields without saying so."
    )


@rule(
    "UP.agentBroker.blank_if_n",
    severity=ERROR,
    actions=ACTIONS,
    citation=f"{LAYOUT}, agentBrokerComplaint",
    headline="No agent or broker details with No",
    field="agent_broker_complaint",
    facts=_of_the_note("agent_broker_complaint", *DETAILS),
)
def details_are_blank_with_no(facts: CaseFacts) -> At | None:
    """The remedy stands at the first detail given."""
    note = facts.note_going_up()
    if note is None or note.agent_broker_complaint != "N":
        return None
    return _clear_or_say_yes(note)


@rule(
    "UP.agentBroker.blank_if_blank",
    severity=ERROR,
    actions=ACTIONS,
    citation=f"{LAYOUT}, agentBrokerComplaint (inferred)",
    headline="No agent or broker details without an answer",
    field="agent_broker_complaint",
    facts=_of_the_note("agent_broker_complaint", *DETAILS),
)
def details_are_blank_without_answer(facts: CaseFacts) -> At | None:
    """The layout's text speaks of Y and N only."""
    note = facts.note_going_up()
    if note is None or note.agent_broker_complaint:
        return None
    return _clear_or_say_yes(note)


def _details_given(note: NoteFacts) -> list[str]:
    return [name for name in DETAILS if getattr(note, name).strip()]


def _clear_or_say_yes(note: NoteFacts) -> At | None:
    given = _details_given(note)
    if not given:
        return None
    words = ", ".join(DETAILS[name] for name in given)
    return At(given[0], f"Clear the agent's or broker's {words}, or answer with Yes.")
