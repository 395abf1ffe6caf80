"""CMS at work: the changes a plan sees between two downloads, each with its usual side effects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .clock import Clock, us_date
from .database import Database
from .keys import Keys
from .layout import ASSIGNMENT_DATE, DEFAULTS, LEVELS, REQUEST_COLUMNS
from .records import Complaint, Records
from .refusal import CallRefusedError
from .upload import prepend

Order = dict[str, Any]
"""What was posted to /_simulator/cms: an action, mostly a complaint_id, and the action's own."""


class Cms:
    def __init__(self, database: Database, records: Records, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._records = records
        self._keys = keys
        self._clock = clock

    def play(self, order: Order) -> dict[str, Any]:
        """Carry out one action; CallRefusedError (400, 404) when it can't be."""
        action = str(order.get("action", "")).replace("-", "_")
        with self._database.transaction():
            if action in CASE_ACTIONS:
                complaint = self._complaint(order)
                CASE_ACTIONS[action](self, complaint, order)
                self._records.save(complaint)
                return {"complaint_id": complaint.complaint_id, "record": complaint.record}
            if action in OTHER_ACTIONS:
                return OTHER_ACTIONS[action](self, order)
        known = ", ".join(sorted({*CASE_ACTIONS, *OTHER_ACTIONS}))
        raise CallRefusedError(400, f"Unknown action; known are {known}")

    def _complaint(self, order: Order) -> Complaint:
        complaint = self._records.find(_text(order, "complaint_id"))
        if complaint is None:
            raise CallRefusedError(404, "HPMS holds no complaint with this id")
        return complaint

    def _say(self, complaint: Complaint, text: str, author: str = "System") -> None:
        prepend(complaint.record, "COMMENTS", f"{self._clock.stamp(author)} {text}")

    def _assign_today(self, complaint: Complaint) -> None:
        complaint.record[ASSIGNMENT_DATE] = us_date(self._clock.today())

    def _file_request(self, complaint: Complaint, order: Order) -> None:
        """The plan files a Plan Request on HPMS's own screen, where no API reaches."""
        kind = _request(order)
        complaint.record[REQUEST_COLUMNS[kind]] = "Pending"
        if order.get("to"):
            complaint.filed[kind] = str(order["to"])
        self._say(complaint, f"Plan Request submitted: {kind.replace('_', ' ')}.")

    def _approve_request(self, complaint: Complaint, order: Order) -> None:
        kind = _request(order)
        to = str(order.get("to") or complaint.filed.pop(kind, ""))
        complaint.record[REQUEST_COLUMNS[kind]] = "Approved"
        self._say(complaint, f"Plan Request approved: {kind.replace('_', ' ')}.")
        if order.get("text"):
            self._say(complaint, str(order["text"]), "CMS")
        if kind == "contract_change":
            self._move(complaint, to or "H9999")
        elif kind == "issue_level":
            complaint.record["ISSUE_LEVEL"] = to or _next_lower(complaint.record["ISSUE_LEVEL"])
            self._assign_today(complaint)
        else:
            complaint.record["CATEGORY_LEAD"] = "CMS"
            complaint.visible = bool(order.get("keep_visible"))
            self._assign_today(complaint)

    def _reject_request(self, complaint: Complaint, order: Order) -> None:
        kind = _request(order)
        complaint.filed.pop(kind, None)
        complaint.record[REQUEST_COLUMNS[kind]] = "Rejected"
        self._say(complaint, f"Plan Request rejected: {kind.replace('_', ' ')}.")
        reason = order.get("text") or "Does not meet the criteria. Please continue casework."
        self._say(complaint, str(reason), "CMS")

    def _reassign(self, complaint: Complaint, order: Order) -> None:
        self._move(complaint, _text(order, "contract"))

    def _move(self, complaint: Complaint, contract: str) -> None:
        old = complaint.record["CONTRACT_ID"]
        complaint.record["CONTRACT_ID"] = complaint.contract = contract
        self._assign_today(complaint)
        self._say(complaint, f"Complaint reassigned from contract {old} to contract {contract}.")

    def _reopen(self, complaint: Complaint, order: Order) -> None:
        """The date goes; the summary of the earlier resolution stays on the record."""
        complaint.record["RESOLUTION_DATE"] = ""
        self._assign_today(complaint)
        self._say(complaint, "Complaint reopened.")
        if order.get("text"):
            self._say(complaint, str(order["text"]), "CMS")

    def _change_level(self, complaint: Complaint, order: Order) -> None:
        """Raising a level resets the assignment date, lowering it does not (SOP T.1.b)."""
        old, new = complaint.record["ISSUE_LEVEL"], _text(order, "level")
        complaint.record["ISSUE_LEVEL"] = new
        if old in LEVELS and new in LEVELS and LEVELS.index(new) > LEVELS.index(old):
            self._assign_today(complaint)
        self._say(complaint, f"Issue level changed from {old} to {new}.")

    def _comment(self, complaint: Complaint, order: Order) -> None:
        self._say(complaint, _text(order, "text"), "CMS")

    def _resolve(self, complaint: Complaint, order: Order) -> None:
        text = str(order.get("text") or "Resolved by CMS caseworker.")
        complaint.record["RESOLUTION_DATE"] = us_date(self._clock.today())
        complaint.record["RESOLUTION_SUMMARY"] = text
        complaint.record["RESOLUTION_NOTIFICATION"] = "Unknown"
        self._say(complaint, "Complaint resolved by CMS.")

    def _return_to_plan(self, complaint: Complaint, _order: Order) -> None:
        complaint.record["CATEGORY_LEAD"] = "Plan"
        complaint.visible = True
        self._assign_today(complaint)
        self._say(complaint, "CMS Issue removed; complaint returned to the plan.")

    def _set(self, complaint: Complaint, order: Order) -> None:
        """Any column to any value, sensible or not; 'drop' leaves columns out of the record."""
        columns = order.get("columns") or {}
        if not isinstance(columns, dict):
            raise CallRefusedError(400, "columns must be an object of column names and values")
        complaint.record.update(columns)
        for name in order.get("drop") or ():
            complaint.record.pop(name, None)
        if "CONTRACT_ID" in columns and columns["CONTRACT_ID"] in self._keys.known_contracts():
            complaint.contract = columns["CONTRACT_ID"]

    def _add_record(self, order: Order) -> dict[str, Any]:
        """A record on top of a plain one. A contract no key covers is delivered with H1234's."""
        today = us_date(self._clock.today())
        record = DEFAULTS | {"RECEIVED_DATE": today, ASSIGNMENT_DATE: today, "CONTRACT_ID": "H1234"}
        record |= PLAIN_CATEGORY | (order.get("record") or {})
        known = record.get("CONTRACT_ID") in self._keys.known_contracts()
        contract = order.get("deliver_to") or (record["CONTRACT_ID"] if known else "H1234")
        complaint = Complaint(record, contract=str(contract))
        self._records.save(complaint)
        return {"complaint_id": complaint.complaint_id, "record": record}

    def _remove_record(self, order: Order) -> dict[str, Any]:
        return {"removed": self._records.remove(_text(order, "complaint_id"))}

    def _deactivate_key(self, order: Order) -> dict[str, Any]:
        return _known_key(self._keys.deactivate(_text(order, "key_id")))

    def _rotate_key(self, order: Order) -> dict[str, Any]:
        new_key_id, new_secret = _text(order, "new_key_id"), _text(order, "new_secret")
        return _known_key(self._keys.rotate(_text(order, "key_id"), new_key_id, new_secret))

    def _expire_tokens(self, _order: Order) -> dict[str, Any]:
        return {"expired": self._keys.expire_tokens()}


PLAIN_CATEGORY = {
    "COMPLAINT_CATEGORY": "Premiums and Costs",
    "COMPLAINT_SUBCATEGORY": "Premium amount or billing",
}

CASE_ACTIONS: dict[str, Callable[[Cms, Complaint, Order], None]] = {
    "file_request": Cms._file_request,
    "approve_request": Cms._approve_request,
    "reject_request": Cms._reject_request,
    "reassign": Cms._reassign,
    "reopen": Cms._reopen,
    "change_level": Cms._change_level,
    "comment": Cms._comment,
    "resolve": Cms._resolve,
    "return_to_plan": Cms._return_to_plan,
    "set": Cms._set,
}

OTHER_ACTIONS: dict[str, Callable[[Cms, Order], dict[str, Any]]] = {
    "add_record": Cms._add_record,
    "remove_record": Cms._remove_record,
    "deactivate_key": Cms._deactivate_key,
    "rotate_key": Cms._rotate_key,
    "expire_tokens": Cms._expire_tokens,
}


def _text(order: Order, name: str) -> str:
    value = order.get(name)
    if not isinstance(value, str) or not value:
        raise CallRefusedError(400, f"{name} is required")
    return value


def _request(order: Order) -> str:
    kind = str(order.get("request", "")).replace("-", "_")
    if kind not in REQUEST_COLUMNS:
        raise CallRefusedError(400, f"request must be one of {', '.join(REQUEST_COLUMNS)}")
    return kind


def _next_lower(level: str) -> str:
    return LEVELS[max(0, LEVELS.index(level) - 1)] if level in LEVELS else LEVELS[0]


def _known_key(found: bool) -> dict[str, Any]:
    if not found:
        raise CallRefusedError(404, "HPMS knows no API key with this id")
    return {"done": True}
