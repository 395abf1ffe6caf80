"""What a fault makes of the body of a right answer. Nothing here is random: the same body and columns
give the same spoilt body."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from .layout import DOWNLOAD_COLUMNS, LONG_TEXT

Columns = Sequence[str]
"""Download columns a fault is told to meet; the kinds that need none ignore them."""

NEW_COLUMN = "MEMBER_PORTAL_CASE"
# Columns that grow beyond what the memo grants them.
GROWN = ("CASEWORKER", "CONTACT_LNAME", "COMPLAINT_SUBCAT_OTHER", "COMPLAINT_SUMMARY")


def truncate(body: bytes, _columns: Columns) -> bytes:
    return body[: max(1, len(body) * 2 // 3)]


def unreadable(_body: bytes, _columns: Columns) -> bytes:
    return b"\xff\xfe{not json"


def incomplete(body: bytes, _columns: Columns) -> bytes:
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


def mismatch(body: bytes, _columns: Columns) -> bytes:
    """Line numbers that no longer belong to their complaint ids."""
    value = json.loads(body)
    lines = value["Status"]
    ids = [line["complaintId"] for line in lines]
    moved = ids[1:] + ids[:1] if len(set(ids)) > 1 else ["C0000000000"] * len(ids)
    for line, complaint_id in zip(lines, moved, strict=True):
        line["complaintId"] = complaint_id
    return json.dumps(value).encode()


Record = dict[str, Any]


def _rewrite(change: Callable[[list[Record], Columns], list[Record]]) -> Spoiler:
    """A change of a download's records, whatever is around them."""

    def spoil(body: bytes, columns: Columns) -> bytes:
        value = json.loads(body)
        if isinstance(value, list):
            return json.dumps(change(value, columns)).encode()
        key = next(iter(value))
        return json.dumps({key: change(value[key], columns)}).encode()

    return spoil


def _texts(change: Callable[[str], str]) -> Callable[[list[Record], Columns], list[Record]]:
    """Changes the texts HPMS stores for the plan, in every record."""

    def rewritten(records: list[Record], _columns: Columns) -> list[Record]:
        for record in records:
            for column in ("PLAN_CASEWORK_NOTES", "RESOLUTION_SUMMARY", "COMMENTS"):
                if column in record:
                    record[column] = change(record[column])
        return records

    return rewritten


def _respace(text: str) -> str:
    return text.replace("\n", " \r\n ").replace(". ", ".  ")[:LONG_TEXT]


def _encode(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")[:LONG_TEXT]


def _duplicate(records: list[Record], _columns: Columns) -> list[Record]:
    """Every third record comes a second time, at the end."""
    return records + records[::3]


def _reorder(records: list[Record], _columns: Columns) -> list[Record]:
    """Last first, and the columns of each the other way round too."""
    return [dict(reversed(record.items())) for record in reversed(records)]


def _extra(records: list[Record], _columns: Columns) -> list[Record]:
    return [{**record, NEW_COLUMN: f"P-{number}"} for number, record in enumerate(records)]


def _missing(records: list[Record], columns: Columns) -> list[Record]:
    return [{k: v for k, v in record.items() if k not in columns} for record in records]


def _grow(records: list[Record], _columns: Columns) -> list[Record]:
    for record in records:
        for column in GROWN:
            record[column] = f"{record.get(column) or 'X'} ".ljust(
                DOWNLOAD_COLUMNS[column] + 20, "y"
            )
    return records


Spoiler = Callable[[bytes, Columns], bytes]

SPOILERS: dict[str, Spoiler] = {
    "truncate": truncate,
    "unreadable_json": unreadable,
    "incomplete_200": incomplete,
    "line_id_mismatch": mismatch,
    "respace_notes": _rewrite(_texts(_respace)),
    "entity_encode": _rewrite(_texts(_encode)),
    "duplicate_records": _rewrite(_duplicate),
    "reorder_records": _rewrite(_reorder),
    "extra_columns": _rewrite(_extra),
    "missing_columns": _rewrite(_missing),
    "long_values": _rewrite(_grow),
}
