"""A fault script: with a given probability each call meets one of a list of weighted faults.

Which fault strikes depends on the seed, the endpoint and the call's number at that endpoint alone, so
the same seed gives the same faults in the same order at each endpoint. Which caller makes the n-th call
is up to the callers: several at once may change places from run to run."""

from __future__ import annotations

import time
from collections import Counter
from random import Random
from typing import Any

from .faults import ENDPOINTS, Fault, read_fault
from .refusal import CallRefusedError

PROBABILITY = 0.30
SECONDS = (0.2, 2.0)
ANY = ENDPOINTS

# Kind, weight, endpoints, and the fault's own. `seconds` as a pair: drawn between the two.
MIX: tuple[tuple[str, float, tuple[str, ...], dict[str, Any]], ...] = (
    ("status", 2, ANY, {"status": 401}),
    ("status", 2, ANY, {"status": 429}),
    ("status", 2, ANY, {"status": 500}),
    ("status", 1, ("upload",), {"status": 500, "after": True}),
    ("html", 2, ANY, {"status": 502}),
    ("html", 1, ANY, {}),
    ("html", 1, ("upload",), {"status": 502, "after": True}),
    ("hang", 1, ANY, {"seconds": SECONDS}),
    ("hang", 1, ("upload",), {"seconds": SECONDS, "after": True}),
    ("reset_before", 2, ANY, {}),
    ("reset_after", 3, ANY, {}),
    ("truncate", 2, ANY, {}),
    ("cut_connection", 1, ANY, {}),
    ("unreadable_json", 1, ANY, {}),
    ("incomplete_200", 2, ANY, {}),
    ("line_id_mismatch", 2, ("upload",), {}),
    ("slow", 1, ANY, {"seconds": SECONDS}),
    ("drip", 1, ANY, {"seconds": SECONDS}),
    ("late", 3, ("upload",), {"seconds": SECONDS}),
    ("duplicate_records", 2, ("download",), {}),
    ("reorder_records", 2, ("download",), {}),
    ("extra_columns", 1, ("download",), {}),
    ("missing_columns", 1, ("download",), {"columns": ("COMMENTS", "ACCESSIBLE_FORMAT")}),
    ("missing_columns", 1, ("download",), {"columns": ("PLAN_CASEWORK_NOTES",)}),
    ("long_values", 1, ("download",), {}),
    ("respace_notes", 1, ("download",), {}),
    ("entity_encode", 1, ("download",), {}),
    ("stale", 3, ("download",), {"seconds": SECONDS}),
    ("clock_jump", 0.5, ANY, {"seconds": SECONDS, "hours": 26}),
    ("clock_jump", 0.5, ANY, {"seconds": SECONDS, "hours": -26}),
    ("key_off", 0.5, ANY, {"seconds": SECONDS}),
    ("key_rotated", 0.5, ANY, {"seconds": SECONDS}),
)


class Script:
    """Not safe for threads of its own: Faults asks under its lock."""

    def __init__(self, wish: dict[str, Any]) -> None:
        """`wish` as posted to /_simulator/script; CallRefusedError when it makes no sense."""
        unknown = wish.keys() - {"seed", "probability", "faults", "seconds"}
        if unknown:
            raise CallRefusedError(400, "A script has seed, probability, seconds and faults")
        self._seed = wish.get("seed", 1)
        self._probability = _probabilities(wish.get("probability", PROBABILITY))
        entries = wish["faults"] if "faults" in wish else usual(tuple(wish.get("seconds", SECONDS)))
        self._entries: dict[str, list[tuple[float, dict[str, Any]]]] = {it: [] for it in ENDPOINTS}
        for entry in entries:
            fault, weight = _read(entry)
            self._entries[fault.endpoint].append((weight, entry))
        self._calls: Counter[str] = Counter()
        self._struck: Counter[str] = Counter()

    def has(self, kind: str) -> bool:
        return any(entry["kind"] == kind for it in self._entries.values() for _, entry in it)

    def strike(self, endpoint: str) -> Fault | None:
        """The fault of the next call at this endpoint, if it meets one."""
        self._calls[endpoint] += 1
        number = self._calls[endpoint]
        dice = Random(f"{self._seed} {endpoint} {number}")
        entries = self._entries[endpoint]
        if dice.random() >= self._probability[endpoint] or not entries:
            return None
        (entry,) = dice.choices([it for _, it in entries], [weight for weight, _ in entries])
        fault = _drawn(entry, dice)
        fault.script_call = number
        self._struck[f"{endpoint} {fault.kind}"] += 1
        return fault

    def told(self) -> dict[str, Any]:
        """How many calls it has seen by endpoint, and what it struck them with."""
        return {"calls": dict(self._calls), "struck": dict(sorted(self._struck.items()))}


def usual(seconds: tuple[float, ...]) -> list[dict[str, Any]]:
    """All kinds, the nasty ones more often; `seconds`: least and greatest of whatever takes time."""
    return [
        {"endpoint": endpoint, "kind": kind, "weight": weight, **own}
        | ({"seconds": seconds} if "seconds" in own else {})
        for kind, weight, endpoints, own in MIX
        for endpoint in endpoints
    ]


def _probabilities(wish: Any) -> dict[str, float]:
    given = wish if isinstance(wish, dict) else dict.fromkeys(ENDPOINTS, wish)
    numbers = {name: given.get(name, 0) for name in ENDPOINTS}
    if given.keys() - set(ENDPOINTS) or not all(
        isinstance(number, (int, float)) and 0 <= number <= 1 for number in numbers.values()
    ):
        raise CallRefusedError(400, "probability is a number from 0 to 1, or one for each endpoint")
    return numbers


def _read(entry: Any) -> tuple[Fault, float]:
    if not isinstance(entry, dict):
        raise CallRefusedError(400, "faults is a list of faults, each with a weight")
    weight = entry.get("weight", 1)
    if not isinstance(weight, (int, float)) or weight <= 0:
        raise CallRefusedError(400, "weight is a number above 0")
    return _drawn(entry, Random(0)), weight


def _drawn(entry: dict[str, Any], dice: Random) -> Fault:
    own = {name: value for name, value in entry.items() if name != "weight"}
    if isinstance(own.get("seconds"), (list, tuple)):
        own["seconds"] = dice.uniform(*own["seconds"])
    fault = read_fault(own)
    fault.as_of = time.time() - fault.seconds
    return fault
