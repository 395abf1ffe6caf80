"""Faults HPMS can be told to have: one endpoint and a number of calls at a time, or by a script."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .answer import Answer
from .refusal import CallRefusedError
from .spoilers import SPOILERS

if TYPE_CHECKING:
    from .script import Script

ENDPOINTS = ("token", "download", "upload")

GATEWAY_PAGE = (
    b"<!DOCTYPE html><html><body><h1>The system is temporarily unavailable</h1></body></html>"
)


@dataclass
class Fault:
    """kind: a name in KINDS. times: calls it lasts for. after: the call is carried out all the same
    before it goes wrong. seconds: how long 'hang', 'slow' and 'drip' take, after how long a 'late' call
    is carried out, how long a change of clock or keys lasts, how old the records of a script's 'stale'
    are. hours: how far the clock jumps. columns: those a download lacks."""

    endpoint: str
    kind: str
    status: int = 500
    times: int = 1
    after: bool = False
    seconds: float = 30.0
    hours: float = 26.0
    columns: tuple[str, ...] = ("PLAN_CASEWORK_NOTES", "ACCESSIBLE_FORMAT")
    # When it was ordered: a 'stale' download shows the records as they were then.
    as_of: float = field(default_factory=time.time, init=False)
    # The call of this endpoint, counted by the script that struck it; 0: ordered by hand.
    script_call: int = field(default=0, init=False)

    @property
    def carries_out(self) -> bool:
        """Whether HPMS does what the call asks before the fault strikes."""
        return self.after or self.kind not in NOT_CARRIED_OUT

    @property
    def drops_connection(self) -> bool:
        return self.kind in ("reset_before", "reset_after", "hang", "late")

    def spoil(self, answer: Answer) -> Answer:
        """The answer as the fault leaves it; one that already is an error stays what it is."""
        if self.kind in ANSWERS:
            return ANSWERS[self.kind](self)
        if answer.status != 200 or self.kind not in SPOILERS:
            return answer
        return replace(answer, body=SPOILERS[self.kind](answer.body, self.columns))


def _error_status(fault: Fault) -> Answer:
    return Answer.error(fault.status, "Internal Server Error")


def _html(fault: Fault) -> Answer:
    status = 200 if fault.status == 500 else fault.status
    return Answer(status, GATEWAY_PAGE, "text/html; charset=utf-8")


NOT_CARRIED_OUT = ("status", "html", "hang", "reset_before", "late")

ANSWERS: dict[str, Callable[[Fault], Answer]] = {"status": _error_status, "html": _html}

# kind -> the endpoints it makes sense for
KINDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("status", "html", "truncate", "unreadable_json", "incomplete_200"), ENDPOINTS),
    **dict.fromkeys(("hang", "slow", "drip", "cut_connection"), ENDPOINTS),
    **dict.fromkeys(("reset_before", "reset_after"), ENDPOINTS),
    **dict.fromkeys(("clock_jump", "key_off", "key_rotated"), ENDPOINTS),
    "line_id_mismatch": ("upload",),
    "late": ("upload",),
    "respace_notes": ("download",),
    "entity_encode": ("download",),
    "duplicate_records": ("download",),
    "reorder_records": ("download",),
    "extra_columns": ("download",),
    "missing_columns": ("download",),
    "long_values": ("download",),
    "stale": ("download",),
}


class Faults:
    """The faults still to come: those ordered, first ordered first struck, and then the script's."""

    def __init__(self, on_stale: Callable[[], None]) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self._script: Script | None = None
        self._on_stale = on_stale

    def order(self, wish: Any) -> dict[str, Any]:
        """Take on a fault as posted to /_simulator/faults, and say what comes.

        CallRefusedError when it makes no sense.
        """
        fault = read_fault(wish)
        if fault.kind == "stale":
            self._on_stale()
            fault.as_of = time.time()
        with self._lock:
            self._waiting.append(fault)
        return {"faults": self.waiting()}

    def follow(self, script: Script) -> None:
        """From now on a call that meets no ordered fault is the script's."""
        if script.has("stale"):
            self._on_stale()
        with self._lock:
            self._script = script

    def strike(self, endpoint: str) -> Fault | None:
        """The fault this call meets, if any; it counts as used."""
        with self._lock:
            for fault in self._waiting:
                if fault.endpoint == endpoint:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault
            return self._script.strike(endpoint) if self._script else None

    def clear(self) -> dict[str, Any]:
        with self._lock:
            self._waiting.clear()
        return {"faults": []}

    def end_script(self) -> dict[str, Any]:
        with self._lock:
            ended, self._script = self._script, None
        return ended.told() if ended else {"calls": {}, "struck": {}}

    def script(self) -> dict[str, Any]:
        with self._lock:
            return self._script.told() if self._script else {"calls": {}, "struck": {}}

    def waiting(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._waiting]


def read_fault(wish: Any) -> Fault:
    """A fault as posted. CallRefusedError when it makes no sense."""
    try:
        fault = Fault(**wish)
    except TypeError:
        raise CallRefusedError(
            400,
            "A fault has endpoint, kind and if wanted status, times, after, seconds, hours, columns",
        ) from None
    if fault.kind not in KINDS:
        raise CallRefusedError(400, f"Unknown fault kind; known are {', '.join(KINDS)}")
    if fault.endpoint not in KINDS[fault.kind]:
        raise CallRefusedError(400, f"{fault.kind} is for {', '.join(KINDS[fault.kind])} only")
    return fault
