"""One downloaded record, read by the layout: a row for staging, or the reason it cannot be read."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from hpms_sync.layouts import (
    COLUMNS,
    EVIDENCE,
    REQUIRED,
    WHEN_ABSENT,
    Column,
    Unreadable,
    column_name,
)

NAMES = frozenset(column.name for column in COLUMNS)
WATCHED = EVIDENCE | WHEN_ABSENT.keys()
normalised = lru_cache(maxsize=512)(column_name)


@dataclass(frozen=True)
class ReadRecord:
    """A record every value of which could be read, by model field.

    `absent`: fields whose column did not come, so that what is known of them stays."""

    values: dict[str, Any]
    absent: list[str]
    review_flags: list[str]
    extra: dict[str, Any]
    digest: bytes


@dataclass(frozen=True)
class UnreadableRecord:
    """A record whose identity or a date cannot be read; `identity`: nobody knows whose it is."""

    raw: Any
    complaint_id: str
    contract_id: str
    column: str
    rule: str
    reason: str
    digest: bytes
    identity: bool = field(default=False)


def digest_of(raw: Any) -> bytes:
    """SHA-256 over the record as it came, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(raw, sort_keys=True, default=str).encode()).digest()


def complaint_id_of(raw: Any) -> str:
    """The record's complaint id as the layout reads it, "" when there is none."""
    if not isinstance(raw, dict):
        return ""
    given = raw.get("COMPLAINT_ID")
    return (
        _clean(given) if isinstance(given, str) else _texts(raw).get("COMPLAINT_ID", "")
    ).strip()


def columns_missed(raw: Any) -> frozenset[str]:
    """Which of the watched columns did not come. Cheap where all came: every record is asked."""
    if not isinstance(raw, dict) or raw.keys() >= WATCHED:
        return frozenset()
    return WATCHED - {normalised(str(name)) for name in raw}


def read_record(
    raw: Any, digest: bytes, contracts: frozenset[str]
) -> ReadRecord | UnreadableRecord:
    """Reads one record. `contracts` are those the download asked for: another's casework is not ours."""
    if not isinstance(raw, dict):
        return _unreadable(raw, digest, {}, "", "DL.file.format", "This is no record with columns.")
    texts = _texts(raw)
    if missing := sorted(REQUIRED - set(texts)):
        reason = "The column is missing. Ask the HPMS Help Desk whether the layout has changed."
        return _unreadable(raw, digest, texts, missing[0], f"DL.{missing[0]}", reason)
    values: dict[str, Any] = {}
    flags: list[str] = []
    for column in COLUMNS:
        try:
            values[column.field] = _value(column, texts, flags)
        except Unreadable as error:
            return _unreadable(raw, digest, texts, column.name, column.rule, error.reason)
    if values["contract_id"] not in contracts:
        reason = (
            "The download did not ask for this contract. Add an API key that serves it, "
            "or ask the HPMS Help Desk why the complaint came."
        )
        return _unreadable(raw, digest, texts, "CONTRACT_ID", "DL.CONTRACT_ID", reason)
    values["issue_level_text"] = texts["ISSUE_LEVEL"]
    # Of a column that did not come only the column's own flag is told: ours may say otherwise.
    raised = any(values[name.lower()] for name in ("SWIFT", "CONGRESSIONAL") if name in texts)
    if raised and values["issue_level"] == "NO_ISSUE_LEVEL":
        flags.append("I.note.1")
    return ReadRecord(
        values=values,
        absent=[column.field for column in COLUMNS if column.name not in texts],
        review_flags=flags,
        extra={name: text for name, text in texts.items() if name not in NAMES},
        digest=digest,
    )


def _value(column: Column, texts: dict[str, str], flags: list[str]) -> Any:
    if column.name in WHEN_ABSENT and column.name not in texts:
        flags.append(column.rule)
        return WHEN_ABSENT[column.name]
    text = texts.get(column.name, "")
    plain = text if column.length >= 250 else text.strip()
    reading = column.read(plain)
    if reading.odd or len(plain) > column.length:
        flags.append(column.rule)
    return reading.value


def _texts(raw: dict[Any, Any]) -> dict[str, str]:
    """Columns by their name in the layout, values as text; PostgreSQL keeps no NUL characters."""
    return {
        normalised(str(name)): "" if value is None else _clean(str(value))
        for name, value in raw.items()
    }


def _clean(text: str) -> str:
    return text.replace("\x00", "\ufffd")


def _unreadable(
    raw: Any, digest: bytes, texts: dict[str, str], column: str, rule: str, reason: str
) -> UnreadableRecord:
    return UnreadableRecord(
        raw=json.loads(json.dumps(raw, default=str).replace("\\u0000", "\\ufffd")),
        complaint_id=texts.get("COMPLAINT_ID", "").strip()[:50],
        contract_id=texts.get("CONTRACT_ID", "")[:50],
        column=column,
        rule=rule,
        reason=reason,
        digest=digest,
        identity=column in {"", "COMPLAINT_ID"},
    )
