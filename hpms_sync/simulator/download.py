"""Download Complaints (Appendix C 1.3): what the parameters mean and what they default to."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .records import Wanted
from .refusal import CallRefusedError, mismatch, missing

STRINGS = ("complaintStatus", "contracts", "dateFrom", "dateTo")
BOOLEANS = ("limitToAttachment", "limitToRequests")
STATUSES = {"": (True, True), "0": (True, False), "1": (False, True), "0,1": (True, True)}
DEFAULT_WINDOW = timedelta(days=90)


def read_parameters(body: object, key_contracts: tuple[str, ...], today: date) -> Wanted:
    """The filters, every default spelled out; CallRefusedError when a parameter is not right."""
    if not isinstance(body, dict):
        raise CallRefusedError(400, "Request body must be a JSON object")
    _check_types(body)
    if body["complaintStatus"] not in STATUSES:
        raise CallRefusedError(400, 'Parameter: complaintStatus allows "", "0", "1" and "0,1"')
    wants_open, wants_resolved = STATUSES[body["complaintStatus"]]
    return Wanted(
        contracts=_contracts(body["contracts"], key_contracts),
        open=wants_open,
        resolved=wants_resolved,
        date_from=_day(body, "dateFrom", today - DEFAULT_WINDOW),
        date_to=_day(body, "dateTo", today),
        with_attachment=body["limitToAttachment"] is True,
        with_answered_request=body["limitToRequests"] is True,
    )


def _check_types(body: dict[str, object]) -> None:
    for name in (*STRINGS, *BOOLEANS):
        if name not in body:
            raise missing(name)
    for name in STRINGS:
        if not isinstance(body[name], str):
            raise mismatch(name, "string", body[name])
    for name in BOOLEANS:
        if not isinstance(body[name], bool) and body[name] != "":
            raise mismatch(name, "boolean", body[name])


def _contracts(text: str, key_contracts: tuple[str, ...]) -> tuple[str, ...]:
    asked = tuple(part.strip() for part in text.split(",") if part.strip())
    foreign = [contract for contract in asked if contract not in key_contracts]
    if foreign:
        raise CallRefusedError(
            400, f"Parameter: contracts not associated with the API key: {', '.join(foreign)}"
        )
    return asked or key_contracts


def _day(body: dict[str, str], name: str, default: date) -> date:
    text = body[name]
    if text == "":
        return default
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise CallRefusedError(400, f"Parameter: {name} must be a date as yyyy-mm-dd") from None
