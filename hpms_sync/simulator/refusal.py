"""A call HPMS turns down as a whole, and the types it names when it does."""

from __future__ import annotations


class CallRefusedError(Exception):
    """Answered as {"error": message} with an HTTP status; nothing was changed."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def json_type(value: object) -> str:
    """The name HPMS gives a JSON value's type in an error ('number' in the memo's example)."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def mismatch(name: str, expected: str, value: object) -> CallRefusedError:
    return CallRefusedError(
        400,
        f"Parameter: {name} type mismatch. Expected: {expected} Actual: {json_type(value)}",
    )


def missing(name: str) -> CallRefusedError:
    return CallRefusedError(400, f"Parameter: {name} is required")
