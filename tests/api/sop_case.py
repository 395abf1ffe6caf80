"""An SOP case of the YAML files, set up in the database as of 2 PM of the cases' own day."""

from dataclasses import fields
from datetime import datetime
from typing import Any
from unittest.mock import patch

from django.db.models import QuerySet

from complaints.models import (
    AccessGrant,
    CaseworkNote,
    Category,
    Complaint,
    ContactAttempt,
    IntakeReview,
    RepeatLink,
    Resolution,
    RpcRejection,
    RpcSubmission,
    ScenarioChoice,
)
from complaints.models.scenarios import STATEMENTS, BaeRequest
from complaints.sop import Action, CaseFacts, NoteFacts
from tests.factories import make_complaint, make_contract
from tests.sop.cases import Case

RECORDS = {
    Action.SAVE_NOTE: (CaseworkNote, "notes"),
    Action.LOG_CONTACT: (ContactAttempt, "contacts"),
    Action.CLOSE: (Resolution, "resolve"),
    Action.INTAKE: (IntakeReview, "intake"),
    Action.RECORD_RPC: (RpcSubmission, "rpc-submissions"),
    Action.RECORD_ACCESS: (AccessGrant, "access"),
    Action.SEND_BAE: (BaeRequest, "bae-requests"),
}
# Facts that no door takes in as they stand, and why.
NOT_ENTERED = {
    "note.sent_text": "made from the text as typed, never entered",
    "attachments": "documents come with their bytes: see the cases of attachments",
    "requests": "Plan Requests are set up by their own tests",
    "related": "found by the Medicare number, see the tests of repeats",
    "repeat.other_complaint_id": "another complaint, see the tests of repeats",
    "complaint.category_active": "set by an administrator",
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
    return "; ".join(f"{fact}: {NOT_ENTERED[fact]}" for fact in sorted(given & set(NOT_ENTERED)))


def at(moment: datetime) -> Any:
    """The product's clock, standing still."""
    return patch("django.utils.timezone.now", return_value=moment)


def set_up(facts: CaseFacts, author: Any, action: Action | None = None) -> Complaint:
    """The complaint with all that was entered so far; what `action` is about is not."""
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
        QuerySet(ContactAttempt).bulk_create(
            [ContactAttempt(**known, **_columns(contact, ContactAttempt))]
        )
    for note in facts.notes:
        with at(note.created_at or facts.now):
            made = CaseworkNote(**known, text=note.text, **_of(note, _SHARED))
            QuerySet(CaseworkNote).bulk_create([made])
    in_hand = {Action.INTAKE: "intake", Action.SEND_BAE: "bae"}.get(action, "")
    _state(facts, known, in_hand)
    return complaint


def _state(facts: CaseFacts, known: dict[str, Any], in_hand: str = "") -> None:
    """What the plan has stated so far: scenarios followed, the scenarios' records, RPC, access."""
    for code in facts.complaint.scenario_tags:
        QuerySet(ScenarioChoice).bulk_create(
            [
                ScenarioChoice(
                    complaint=known["complaint"],
                    author=known["author"],
                    scenario=code,
                    accepted=True,
                )
            ]
        )
    for kind in STATEMENTS:
        stated = getattr(facts, kind.fact)
        if (
            kind.fact != in_hand
            and stated is not None
            and stated != kind.fact_kind()
            and kind is not RepeatLink
        ):
            with at(getattr(stated, "reviewed_at", None) or facts.now):
                QuerySet(kind).bulk_create([kind(**known, **_columns(stated, kind))])
    for grant in facts.access_grants:
        QuerySet(AccessGrant).bulk_create([AccessGrant(**known, **_columns(grant, AccessGrant))])
    for sent in facts.rpc_submissions:
        values = {**_columns(sent, RpcSubmission), "note": sent.note_text}
        (made,) = QuerySet(RpcSubmission).bulk_create([RpcSubmission(**known, **values)])
        if sent.rejected_on:
            refusal = RpcRejection(**known, submission=made, rejected_on=sent.rejected_on)
            QuerySet(RpcRejection).bulk_create([refusal])


def _columns(record: Any, kind: Any) -> dict[str, Any]:
    """Facts that are columns of the same name."""
    named = {field.name for field in kind._meta.get_fields()}
    return {name: value for name, value in vars(record).items() if name in named}


def values(facts: CaseFacts, action: Action) -> dict[str, Any]:
    """What somebody enters, by the names of model and API."""
    if action is Action.SAVE_NOTE:
        return {"text": facts.note.text, **_of(facts.note, _SHARED)}
    if action is Action.INTAKE:
        tags = list(facts.complaint.scenario_tags)
        return {**_columns(facts.intake, IntakeReview), "scenario_tags": tags}
    if action is Action.RECORD_RPC:
        return {**_columns(facts.rpc, RpcSubmission), "note": facts.rpc.note_text}
    if action is not Action.CLOSE:
        kind, _ = RECORDS[action]
        in_hand = {
            Action.LOG_CONTACT: facts.contact,
            Action.RECORD_ACCESS: facts.access,
            Action.SEND_BAE: facts.bae,
        }
        return _columns(in_hand[action], kind)
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
