"""The SOP's cases as data: what is done, with which facts, and what the rules must find.

Each case starts from the plain closing, note, contact or upload row below and says what differs.
Dates are relative (`today-2`, `today-1 13:30`, `{today-1}` inside a text), so that the same case can be
run on made-up facts, through `save()` and through the REST API.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import yaml

from complaints.sent_text import sent_text
from complaints.sop import (
    Action,
    CaseFacts,
    NoteFacts,
    ResolutionFacts,
)

FOLDER = Path(__file__).parent / "cases"
TODAY = date(2025, 8, 24)
ZONE = "America/New_York"

PLAIN_TEXT = (
    "Beneficiary was billed the August premium twice. Called her, found the second payment in the "
    "billing system and refunded it. She was told the outcome by phone and agrees."
)
_COMPLAINT = {
    "complaint.complaint_id": "C2508220001",
    "complaint.contract_id": "H1234",
    "complaint.plan_type": "MAO",
    "complaint.complaint_type": "Beneficiary",
    "complaint.complaint_category": "Premiums and Costs",
    "complaint.complaint_subcategory": "Billed twice",
    "complaint.received_date": "today-2",
    "complaint.assignment_date": "today-2",
    "complaint.issue_level": "URGENT",
}
_CONTACT = {"method": "PHONE", "party": "BENEFICIARY", "purpose": "RESOLUTION"}
_REACHED = {"attempted_at": "today-1 09:05", "outcome": "REACHED"}
_CLOSING = {
    **_COMPLAINT,
    "contacts": [_REACHED],
    "resolution.resolution_date": "today",
    "resolution.note.text": PLAIN_TEXT,
    "resolution.contact_made": "BENEFICIARY",
    "resolution.complainant_satisfied": "Y",
    "resolution.hpi_related": "N",
    "resolution.resolution_notification": "1",
    "resolution.resolve_complaint": "Y",
}
PLAIN = {
    Action.INTAKE: {**_COMPLAINT, "intake.has_access_to_care": True},
    Action.SAVE_COMPLAINT: _COMPLAINT,
    Action.SUBMIT_REQUEST: {
        **_COMPLAINT,
        "notes": [{"text": PLAIN_TEXT, "created_at": "today-1 10:00"}],
        "contacts": [{**_REACHED, "purpose": "PLANNED_ACTIONS"}],
        "request.request_type": "CMS_ISSUE",
        "request.reason_code": "OTHER",
        "request.justification": "MARx rejects the correction with TRC 023, the plan cannot mend it.",
        "request.note_text": PLAIN_TEXT,
        "request.cms_intervention_reason": "MARx rejects the correction with TRC 023.",
        "request.access_provided": "YES",
        "request.beneficiary_contacted": "YES",
    },
    Action.RECORD_DECISION: {
        **_COMPLAINT,
        "decision.request_type": "CMS_ISSUE",
        "decision.reason_code": "OTHER",
        "decision.status": "REJECTED",
        "decision.decided_on": "today",
        "decision.instructions": "Correct the record in MARx with TC 51.",
    },
    Action.RECORD_RPC: {
        **_COMPLAINT,
        "complaint.scenario_tags": ["RETRO_ENROLLMENT"],
        "retro.retro_request_valid": True,
        "retro.requested_effective_date": "today-30",
        "retro.plan_can_update_marx": False,
        "retro.plan_system_updated_on": "today",
        "retro.plan_system_effective_date": "today-30",
        "retro.meets_rpc_requirements": True,
        "rpc.submitted_on": "today",
        "rpc.documentation_complete": True,
        "rpc.note_text": "RPC request sent today, reference 123. The plan's own system is updated.",
    },
    Action.RECORD_ACCESS: {**_COMPLAINT, "access.access_granted_on": "today"},
    Action.SEND_BAE: {
        **_COMPLAINT,
        "intake.beneficiary_state": "NH",
        "bae.bae_plan_part_complete": True,
        "bae.worksheet_attached": True,
        "bae.bae_immediate": True,
        "bae.email_to": "PartDComplaints_RO1@cms.hhs.gov",
        "bae.email_subject": "Immediate BAE Assistance Needed",
        "bae.sent_encrypted": True,
        "bae.sent_on": "today",
    },
    Action.ATTACH: {
        **_COMPLAINT,
        "attachment.filename": "letter_20250824.pdf",
        "attachment.document_type": "BENEFICIARY_LETTER",
        "attachment.content_matches": True,
        "attachment.uploaded_by_contract": "H1234",
    },
    Action.COMPOSE_EMAIL: {
        **_COMPLAINT,
        "email.kind": "QUESTION",
        "email.question_type": "TECHNICAL",
        "email.email_to": "CTM@cms.hhs.gov",
        "email.email_cc": "manager@example.com",
        "email.email_subject": "CTM question",
        "email.body": "H1234, C2508220001: why does the complaint not save?",
        "email.contract_id": "H1234",
        "email.complaint_ids": ["C2508220001"],
    },
    Action.ACCESS_REQUEST: {**_COMPLAINT, "access_request.form_completed_on": "today"},
    Action.CLOSE: _CLOSING,
    Action.UPLOAD_BUILD: _CLOSING,
    Action.UPLOAD_SEND: _CLOSING,
    Action.SAVE_NOTE: {**_COMPLAINT, "note.text": PLAIN_TEXT},
    Action.LOG_CONTACT: {
        **_COMPLAINT,
        **{f"contact.{name}": value for name, value in {**_CONTACT, **_REACHED}.items()},
    },
}
_KEYS = {"name", "action", "facts", "findings", "rule", "near_miss_of", "rules_only"}


@dataclass(frozen=True)
class Case:
    """`facts` are dotted names with their values as written; `findings` are all ids expected.

    A near miss (`near_miss_of`) differs from that case in one fact and no longer meets `rule`.
    `rules_only` marks what no other door lets through, such as a row that was tampered with.
    """

    scenario: str
    name: str
    action: Action
    facts: Mapping[str, Any]
    findings: tuple[str, ...]
    rule: str = ""
    near_miss_of: str = ""
    rules_only: bool = False

    def case_facts(self, today: date = TODAY, zone: str = ZONE, as_sent: bool = True) -> CaseFacts:
        """The facts as of 2 PM of `today`; notes get the text HPMS would see unless one is given."""
        values = {name: _value(value, today, zone) for name, value in self.facts.items()}
        made = {
            name: tuple(_sent(kind(**{**_USUAL.get(name, {}), **one}), as_sent) for one in given)
            for name, kind in _MANY.items()
            if (given := values.pop(name, ()))
        }
        if resolution := _fields_of("resolution", values):
            note = _sent(NoteFacts(**_fields_of("resolution.note", values)), as_sent)
            own = {name: value for name, value in resolution.items() if "." not in name}
            made["resolution"] = ResolutionFacts(**own, note=note)
        for name, kind in ONE.items():
            if given := _fields_of(name, values):
                made[name] = _sent(kind(**given), as_sent)
        now = datetime(today.year, today.month, today.day, 14, tzinfo=ZoneInfo(zone))
        return CaseFacts(today=today, now=now, time_zone=zone, **made)


def _records(many: bool) -> dict[str, type]:
    """The records of a case by name: those there are many of, or one."""
    found = {}
    for name, hint in get_type_hints(CaseFacts).items():
        kind = next((one for one in (hint, *get_args(hint)) if is_dataclass(one)), None)
        if kind and many == (get_origin(hint) is tuple) and name != "parameters":
            found[name] = kind
    return found


_MANY = _records(many=True)
ONE = {name: kind for name, kind in _records(many=False).items() if name != "resolution"}
_USUAL = {"contacts": _CONTACT}


def load_cases() -> tuple[Case, ...]:
    """Every case of every file. Raises ValueError on unknown or duplicate keys, names or scenarios."""
    cases: dict[str, Case] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in read_cases(path.read_text(encoding="utf-8"), cases):
            cases[case.name] = case
    return tuple(cases.values())


def read_cases(text: str, known: Mapping[str, Case] | None = None) -> Iterator[Case]:
    """The cases of one file's text."""
    content = yaml.load(text, Loader=_StrictLoader)
    if set(content) != {"scenario", "cases"}:
        raise ValueError(f"a file has `scenario` and `cases`, not {sorted(content)}")
    seen = dict(known or {})
    for entry in content["cases"]:
        if unknown := set(entry) - _KEYS:
            raise ValueError(f"unknown keys {sorted(unknown)} in {entry.get('name')!r}")
        if entry["name"] in seen:
            raise ValueError(f"two cases are called {entry['name']!r}")
        seen[entry["name"]] = case = _case(str(content["scenario"]), entry, seen)
        yield case


def _case(scenario: str, entry: dict[str, Any], seen: Mapping[str, Case]) -> Case:
    parent = seen[entry["near_miss_of"]] if "near_miss_of" in entry else None
    action = Action(entry["action"]) if "action" in entry else parent.action
    facts = dict(parent.facts if parent else PLAIN[action])
    changed = entry.get("facts") or {}
    if changed.get("resolution", ...) is None:
        facts = {name: value for name, value in facts.items() if not name.startswith("resolution.")}
        changed = {name: value for name, value in changed.items() if name != "resolution"}
    return Case(
        scenario=scenario,
        name=entry["name"],
        action=action,
        facts={**facts, **changed},
        findings=tuple(entry["findings"]),
        rule=entry.get("rule") or (parent.rule if parent else ""),
        near_miss_of=entry.get("near_miss_of", ""),
        rules_only=entry.get("rules_only", parent.rules_only if parent else False),
    )


def differences(one: Any, other: Any) -> int:
    """How many facts differ; a contact or note that is there or not counts as one."""
    if is_dataclass(one) and type(one) is type(other):
        names = [field.name for field in fields(one)]
        return sum(differences(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return sum(differences(left, right) for left, right in zip_longest(one, other))
    return int(one != other)


def _fields_of(record: str, values: Mapping[str, Any]) -> dict[str, Any]:
    prefix = f"{record}."
    return {name[len(prefix) :]: value for name, value in values.items() if name.startswith(prefix)}


def _sent(note: Any, as_sent: bool) -> Any:
    if not as_sent or not isinstance(note, NoteFacts) or note.sent_text is not None:
        return note
    return replace(note, sent_text=sent_text(note.text).text)


def _value(value: Any, today: date, zone: str) -> Any:
    if isinstance(value, list) and not any(isinstance(one, dict) for one in value):
        return tuple(_value(one, today, zone) for one in value)
    if isinstance(value, list):
        return [{name: _value(one, today, zone) for name, one in entry.items()} for entry in value]
    if isinstance(value, dict):
        return value["repeat"] * value["times"]
    if not isinstance(value, str):
        return value
    if found := re.fullmatch(r"today([+-]\d+)?(?: (\d\d):(\d\d))?", value):
        day = today + timedelta(days=int(found[1] or 0))
        if found[2] is None:
            return day
        return datetime(
            day.year, day.month, day.day, int(found[2]), int(found[3]), tzinfo=ZoneInfo(zone)
        )
    return re.sub(r"\{(today(?:[+-]\d+)?)\}", lambda found: _written(found[1], today), value)


def _written(expression: str, today: date) -> str:
    day = today + timedelta(days=int(expression.removeprefix("today") or 0))
    return f"{day.month}/{day.day}/{day.year}"


class _StrictLoader(yaml.SafeLoader):
    """A mapping that names a key twice is a mistake, not the last one's victory."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        own = [key for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        keys = [self.construct_object(key, deep=deep) for key in own]
        if len(keys) != len(set(keys)):
            raise ValueError(f"duplicate key in {keys} {node.start_mark}")
        return super().construct_mapping(node, deep=deep)
