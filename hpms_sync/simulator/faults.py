"""Faults HPMS can be told to have, one endpoint and a number of calls at a time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from .answer import Answer
from .layout import LONG_TEXT
from .refusal import CallRefusedError

ENDPOINTS = ("token", "download", "upload")

GATEWAY_PAGE = (
    b"<!DOCTYPE html><html><body><h1>The system is temporarily unavailable</h1></body></html>"
)


@dataclass
class Fault:
    """kind: a name in KINDS. times: calls it lasts for. after: the call is carried out all the same
    before it goes wrong. seconds: how long 'hang' and 'slow' take."""

    endpoint: str
    kind: str
    status: int = 500
    times: int = 1
    after: bool = False
    seconds: float = 30.0

    @property
    def carries_out(self) -> bool:
        """Whether HPMS does what the call asks before the fault strikes."""
        return self.after or self.kind not in NOT_CARRIED_OUT

    @property
    def drops_connection(self) -> bool:
        return self.kind in ("reset_before", "reset_after", "hang")

    def spoil(self, answer: Answer) -> Answer:
        """The answer as the fault leaves it; one that already is an error stays what it is."""
        if self.kind in ANSWERS:
            return ANSWERS[self.kind](self)
        if answer.status != 200 or self.kind not in SPOILERS:
            return answer
        return replace(answer, body=SPOILERS[self.kind](answer.body))


def _error_status(fault: Fault) -> Answer:
    return Answer.error(fault.status, "Internal Server Error")


def _html(fault: Fault) -> Answer:
    status = 200 if fault.status == 500 else fault.status
    return Answer(status, GATEWAY_PAGE, "text/html; charset=utf-8")


def _truncate(body: bytes) -> bytes:
    return body[: max(1, len(body) * 2 // 3)]


def _unreadable(_body: bytes) -> bytes:
    return b"\xff\xfe{not json"


def _incomplete(body: bytes) -> bytes:
    """Readable JSON that lacks the last half: lines of an upload, records, a token's value."""
    value = json.loads(body)
    if isinstance(value, dict) and "accessToken" in value:
        value.pop("accessToken")
    elif isinstance(value, dict):
        key = next(iter(value))
        value[key] = value[key][: len(value[key]) // 2]
    else:
        value = value[: len(value) // 2]
    return json.dumps(value).encode()


def _mismatch(body: bytes) -> bytes:
    """Line numbers that no longer belong to their complaint ids."""
    value = json.loads(body)
    lines = value["Status"]
    ids = [line["complaintId"] for line in lines]
    moved = ids[1:] + ids[:1] if len(set(ids)) > 1 else ["C0000000000"] * len(ids)
    for line, complaint_id in zip(lines, moved, strict=True):
        line["complaintId"] = complaint_id
    return json.dumps(value).encode()


def _respace(text: str) -> str:
    return text.replace("\n", " \r\n ").replace(". ", ".  ")[:LONG_TEXT]


def _encode(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")[:LONG_TEXT]


def _rewrite(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """Rewrite the texts HPMS stores for the plan, in every record of a download."""

    def spoil(body: bytes) -> bytes:
        value = json.loads(body)
        records = value if isinstance(value, list) else next(iter(value.values()))
        for record in records:
            for column in ("PLAN_CASEWORK_NOTES", "RESOLUTION_SUMMARY", "COMMENTS"):
                record[column] = change(record[column])
        return json.dumps(value).encode()

    return spoil


NOT_CARRIED_OUT = ("status", "html", "hang", "reset_before")

ANSWERS: dict[str, Callable[[Fault], Answer]] = {"status": _error_status, "html": _html}

SPOILERS: dict[str, Callable[[bytes], bytes]] = {
    "truncate": _truncate,
    "unreadable_json": _unreadable,
    "incomplete_200": _incomplete,
    "line_id_mismatch": _mismatch,
    "respace_notes": _rewrite(_respace),
    "entity_encode": _rewrite(_encode),
}

# kind -> the endpoints it makes sense for
KINDS: dict[str, tuple[str, ...]] = {
    "status": ENDPOINTS,
    "html": ENDPOINTS,
    "truncate": ENDPOINTS,
    "cut_connection": ENDPOINTS,
    "hang": ENDPOINTS,
    "slow": ENDPOINTS,
    "reset_before": ENDPOINTS,
    "reset_after": ENDPOINTS,
    "unreadable_json": ENDPOINTS,
    "incomplete_200": ENDPOINTS,
    "line_id_mismatch": ("upload",),
    "respace_notes": ("download",),
    "entity_encode": ("download",),
}


class Faults:
    """The faults still to come, first ordered first struck."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def order(self, wish: Any) -> dict[str, Any]:
        """Take on a fault as posted to /_simulator/faults, and say what comes.

        CallRefusedError when it makes no sense.
        """
        fault = _read(wish)
        with self._lock:
            self._waiting.append(fault)
        return {"faults": self.waiting()}

    def strike(self, endpoint: str) -> Fault | None:
        """The fault this call meets, if any; it counts as used."""
        with self._lock:
            for fault in self._waiting:
                if fault.endpoint == endpoint:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault
        return None

    def clear(self) -> dict[str, Any]:
        with self._lock:
            self._waiting.clear()
        return {"faults": []}

    def waiting(self) -> list[dict[str, Any]]:
        with self._lock:
            return [vars(fault).copy() for fault in self._waiting]


def _read(wish: Any) -> Fault:
    try:
        fault = Fault(**wish)
    except TypeError:
        raise CallRefusedError(
            400, "A fault has endpoint, kind and if wanted status, times, after, seconds"
        ) from None
    if fault.kind not in KINDS:
        raise CallRefusedError(400, f"Unknown fault kind; known are {', '.join(KINDS)}")
    if fault.endpoint not in KINDS[fault.kind]:
        raise CallRefusedError(400, f"{fault.kind} is for {', '.join(KINDS[fault.kind])} only")
    return fault
