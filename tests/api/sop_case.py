"""An SOP case of the YAML files, set up in the database as of 2 PM of the cases' own day."""

from dataclasses import fields
from datetime import datetime
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.db.models import QuerySet

from complaints.models import (
    AccessGrant,
    Acknowledgement,
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
from complaints.sop import Action, CaseFacts, NoteFacts, RepeatFacts, RequestFacts
from plan_requests.api.serializers import PlanRequestEntry
from plan_requests.models import CmsDecision, InstructionsRead, PlanRequest
from plan_requests.models.choices import REASONS_OF
from plan_requests.services.draft import draft_save
from tests.factories import make_complaint, make_contract
from tests.sop.cases import PLAIN, Case

RECORDS = {
    Action.SAVE_NOTE: (CaseworkNote, "notes"),
    Action.LOG_CONTACT: (ContactAttempt, "contacts"),
    Action.CLOSE: (Resolution, "resolve"),
    Action.INTAKE: (IntakeReview, "intake"),
    Action.RECORD_RPC: (RpcSubmission, "rpc-submissions"),
    Action.RECORD_ACCESS: (AccessGrant, "access"),
    Action.SEND_BAE: (BaeRequest, "bae-requests"),
    Action.SUBMIT_REQUEST: (PlanRequest, "plan-requests"),
}
# Facts that no door takes in as they stand, and why.
NOT_ENTERED = {
    "note.sent_text": "made from the text as typed, never entered",
    "assignments": "a stretch begins with a download: see the tests of stretches",
    "earlier_notes": "of a stretch before: see the tests of stretches",
    "attachments": "documents come with their bytes: see the tests of attachments",
    "related": "found by the Medicare number, see the tests of repeats",
    "complaint.category_active": "set by an administrator",
    "request.category_requests_90d": "counted, never entered",
    "request.note_text": "composed from the request's fields, never entered",
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
    plain = PLAIN[case.action]
    given = {name for name, value in case.facts.items() if value and value != plain.get(name)} | {
        f"contact.{name}" for contact in case.facts.get("contacts", ()) for name in contact
    }
    if not _fits(case):
        return "no door takes this reason for this type, or a direction without its reference"
    return "; ".join(f"{fact}: {NOT_ENTERED[fact]}" for fact in sorted(given & set(NOT_ENTERED)))


def _fits(case: Case) -> bool:
    if case.action is not Action.SUBMIT_REQUEST:
        return True
    asked = case.case_facts().request
    told = not asked.directed_by_cms or asked.cms_direction_reference.strip()
    return bool(told and asked.reason_code in ("", *REASONS_OF.get(asked.request_type, ())))


def at(moment: datetime) -> Any:
    """The product's clock, standing still."""
    return patch("django.utils.timezone.now", return_value=moment)


def set_up(facts: CaseFacts, author: Any, action: Action | None = None) -> Complaint:
    """The complaint with all that was entered so far; what `action` is about is not."""
    given = facts.complaint
    contract = make_contract(given.contract_id)
    contract.plan_type = given.plan_type
    contract.save()
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
    for repeat in reversed(facts.repeats):
        if repeat.other_complaint_id:
            _link(repeat, facts, known)
    for asked in facts.requests:
        _ask(asked, facts, known)
    for grant in facts.access_grants:
        QuerySet(AccessGrant).bulk_create([AccessGrant(**known, **_columns(grant, AccessGrant))])
    for sent in facts.rpc_submissions:
        values = {**_columns(sent, RpcSubmission), "note": sent.note_text}
        (made,) = QuerySet(RpcSubmission).bulk_create([RpcSubmission(**known, **values)])
        if sent.rejected_on:
            refusal = RpcRejection(**known, submission=made, rejected_on=sent.rejected_on)
            QuerySet(RpcRejection).bulk_create([refusal])


def _link(repeat: RepeatFacts, facts: CaseFacts, known: dict[str, Any]) -> None:
    """The other complaint of the person, and what was decided about it."""
    other = make_complaint(
        repeat.other_complaint_id,
        contract=known["complaint"].contract,
        today=facts.today,
        received_date=repeat.other_received_date or facts.today,
        resolution_date=repeat.other_resolution_date,
        issue_level=repeat.other_issue_level or "UNKNOWN",
        congressional=repeat.other_flagged,
        bene_id=known["complaint"].bene_id,
        complaint_subcategory="Best Available Evidence" if repeat.other_bae_born else "Other",
    )
    link = RepeatLink(**known, other=other, **_columns(repeat, RepeatLink))
    QuerySet(RepeatLink).bulk_create([link])


def _ask(asked: RequestFacts, facts: CaseFacts, known: dict[str, Any]) -> None:
    """A Plan Request with CMS's answer, as a person or a download left it."""
    moment = facts.now.replace(hour=9)
    made = PlanRequest(**known, **_columns(asked, PlanRequest))
    made.submitted_at = asked.submitted_on and datetime.combine(asked.submitted_on, moment.timetz())
    with at(moment):
        (made,) = QuerySet(PlanRequest).bulk_create([made])
    if asked.decided_on or asked.instructions or asked.status in {"APPROVED", "REJECTED"}:
        answer = CmsDecision(
            **known,
            request=made,
            status=asked.status,
            decided_on=asked.decided_on,
            instructions=asked.instructions,
        )
        (answer,) = QuerySet(CmsDecision).bulk_create([answer])
        if asked.instructions_read:
            InstructionsRead.objects.create(decision=answer, by=known["author"])


def _columns(record: Any, kind: Any) -> dict[str, Any]:
    """Facts that are columns of the same name."""
    named = {field.name for field in kind._meta.fields} - {"note"}
    return {name: value for name, value in vars(record).items() if name in named}


# The composed note of a flagged case may hold no date; the SOP's cases are about the request.
DATED = ("I.3", "The dates stand in the notes before this one.")


def enter(facts: CaseFacts, action: Action, complaint: Complaint, author: Any) -> None:
    """Does what the action is about, past every door but the model's own."""
    record, given = RECORDS[action][0], values(facts, action)
    if action is not Action.SUBMIT_REQUEST:
        record.enter(complaint.pk, author, **given)
        return
    said = given.pop("cms_direction_reference") if given.pop("directed_by_cms") else ""
    with transaction.atomic():
        draft = PlanRequest(complaint=complaint, author=author)
        draft_save(draft, author, given, said).submit(author, [Acknowledgement(*DATED)])


def values(facts: CaseFacts, action: Action) -> dict[str, Any]:
    """What somebody enters, by the names of model and API."""
    if action is Action.SAVE_NOTE:
        return {"text": facts.note.text, **_of(facts.note, _SHARED)}
    if action is Action.INTAKE:
        tags = list(facts.complaint.scenario_tags)
        return {**_columns(facts.intake, IntakeReview), "scenario_tags": tags}
    if action is Action.RECORD_RPC:
        return {**_columns(facts.rpc, RpcSubmission), "note": facts.rpc.note_text}
    if action is Action.SUBMIT_REQUEST:
        names = set(PlanRequestEntry().fields) - {"draft", "acknowledgements"}
        asked = facts.request
        where = asked.cms_direction_reference if asked.directed_by_cms else ""
        return {**_of(asked, sorted(names)), "cms_direction_reference": where}
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


def body(facts: CaseFacts, action: Action) -> dict[str, Any]:
    """The same as the API takes it."""
    if action is not Action.SUBMIT_REQUEST:
        return values(facts, action)
    return {
        **values(facts, action),
        "acknowledgements": [dict(zip(("rule", "reason"), DATED, strict=True))],
    }


def _of(record: Any, names: list[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
