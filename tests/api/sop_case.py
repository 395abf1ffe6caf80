"""An SOP case of the YAML files, set up in the database as of 2 PM of the cases' own day."""

from dataclasses import fields
from datetime import datetime
from typing import Any
from unittest.mock import patch

from django.db.models import QuerySet

from complaints.models import CaseworkNote, Category, Complaint, ContactAttempt, Resolution
from complaints.sop import Action, CaseFacts, NoteFacts
from tests.factories import make_complaint, make_contract
from tests.sop.cases import Case

RECORDS = {
    Action.SAVE_NOTE: (CaseworkNote, "notes"),
    Action.LOG_CONTACT: (ContactAttempt, "contacts"),
    Action.CLOSE: (Resolution, "resolve"),
}
# Facts that rules know and no record holds yet: how each will come in.
NOT_HELD = {
    "intake.notify_party": "kept by the intake review, which is to come",
    "intake.refund_due": "kept by the intake review, which is to come",
    "intake.refund_issued_on": "kept by the intake review, which is to come",
    "contact.letter_sent_on": "a letter is logged with the day it was sent as attempted_at",
    "note.sent_text": "made from the text as typed, never entered",
}
_SHARED = [
    field.name
    for field in fields(NoteFacts)
    if field.name not in {"text", "sent_text", "created_at"}
]


def reason_left_out(case: Case) -> str:
    """Blank for a case every door can meet."""
    if case.rules_only:
        return "no door lets this through"
    given = {name for name, value in case.facts.items() if value} | {
        f"contact.{name}" for contact in case.facts.get("contacts", ()) for name in contact
    }
    return "; ".join(f"{fact}: {NOT_HELD[fact]}" for fact in sorted(given & set(NOT_HELD)))


def at(moment: datetime) -> Any:
    """The product's clock, standing still."""
    return patch("django.utils.timezone.now", return_value=moment)


def set_up(facts: CaseFacts, author: Any) -> Complaint:
    """The complaint with its contacts and notes, as they would stand after so many actions."""
    given = facts.complaint
    contract = make_contract(given.contract_id, given.plan_type)
    columns = {
        field.name: getattr(given, field.name)
        for field in fields(given)
        if field.name in {column.name for column in Complaint._meta.get_fields()}
    }
    with at(facts.now):
        complaint = make_complaint(**columns, contract=contract, today=facts.today)
    Category.objects.filter(complaint_category=given.complaint_category).update(
        takes_agent_broker=given.category_takes_agent_broker
    )
    assignment = complaint.assignments.get()
    known = {"complaint": complaint, "author": author, "assignment": assignment}
    for contact in facts.contacts:
        values = {name: getattr(contact, name) for name in ("attempted_at", "method", "outcome")}
        values |= {"party": contact.party, "purpose": contact.purpose}
        QuerySet(ContactAttempt).bulk_create([ContactAttempt(**known, **values)])
    for note in facts.notes:
        with at(note.created_at or facts.now):
            made = CaseworkNote(**known, text=note.text, **_of(note, _SHARED))
            QuerySet(CaseworkNote).bulk_create([made])
    return complaint


def values(facts: CaseFacts, action: Action) -> dict[str, Any]:
    """What somebody enters, by the names of model and API."""
    if action is Action.SAVE_NOTE:
        return {"text": facts.note.text, **_of(facts.note, _SHARED)}
    if action is Action.LOG_CONTACT:
        return _of(facts.contact, ["attempted_at", "method", "outcome", "party", "purpose"])
    resolution = facts.resolution
    if resolution is None:
        return {}
    own = [
        field.name
        for field in fields(resolution)
        if field.name not in {"note", "resolve_complaint"}
    ]
    shared = [name for name in _SHARED if name not in {"internal", "include_in_summary"}]
    return {**_of(resolution, own), **_of(resolution.note, shared), "note": resolution.note.text}


def _of(record: Any, names: list[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
