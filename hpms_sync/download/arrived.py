"""What a reader yields, of a JSON body (json_body.records_in) or of a file: one record as it came.

Staging wants three things of it: whose it is, a digest to compare with ours, and, only where the digest
differs, its columns."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from hpms_sync.layouts import column_name

# So much is kept of a complaint id that is none.
LONGEST_ID = 50
# A record with more lists and objects than this is looked at for how deep they nest.
FEW_VALUES, DEEPEST = 50, 20
# Read once more by the slow way: msgspec refuses lone surrogates, other encodings and endless numbers.
_TROUBLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Arrived(NamedTuple):
    """`complaint_id` as the layout reads it, "" where there is none to be read. `digest`: SHA-256 of the
    record's own bytes. `raw`: those bytes, or the columns of a file's line."""

    complaint_id: str
    digest: bytes
    raw: msgspec.Raw | bytes | dict[str, Any]

    @classmethod
    def of_columns(cls, columns: Mapping[str, Any]) -> "Arrived":
        """A line of a file, or a record a person mended: values by heading, as it is spelled there."""
        plain = _cleaned(dict(columns))
        return cls(complaint_id_in(plain), digest_of(plain), plain)

    @classmethod
    def of_json(cls, raw: msgspec.Raw | bytes, complaint_id: str | None = None) -> "Arrived":
        """A record of a JSON body; the id where it is known already."""
        if complaint_id is None:
            complaint_id = complaint_id_in(decoded(bytes(raw)))
        return cls(complaint_id, hashlib.sha256(raw).digest(), raw)

    def columns(self) -> Any:
        """The record's values by heading; whatever else it is when it is no record."""
        return self.raw if isinstance(self.raw, dict) else decoded(bytes(self.raw))


def digest_of(value: Any) -> bytes:
    """SHA-256 over what a record says, whatever the order of its columns."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).digest()


def complaint_id_in(columns: Any) -> str:
    """By whatever spelling of the heading, shortened to what is kept of one; "" where there is none, or
    no record."""
    if not isinstance(columns, dict):
        return ""
    ids = [value for name, value in columns.items() if column_name(name) == "COMPLAINT_ID"]
    return "" if not ids or ids[-1] is None else str(ids[-1]).strip()[:LONGEST_ID]


def decoded(raw: bytes) -> Any:
    """The JSON value of these bytes, without what PostgreSQL cannot keep (NUL, lone surrogates). Bytes
    that are no UTF-8 count as cp1252 (DL.file.format); what is no JSON at all, or nests without end,
    comes back as its text."""
    try:
        value = msgspec.json.decode(raw)
    except _TROUBLE:
        return _slowly(raw)
    if raw.count(b"{") + raw.count(b"[") > FEW_VALUES:
        return _slowly(raw)
    return _cleaned(value) if b"\\u0000" in raw else value


def _slowly(raw: bytes) -> Any:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    try:
        value = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return clean(text)
    return _cleaned(value) if _nests_at_most(DEEPEST, value) else clean(text)


def _nests_at_most(levels: int, value: Any) -> bool:
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_nests_at_most(levels - 1, one) for one in inner)


def _cleaned(value: Any) -> Any:
    """Clean in every text and heading, however deep."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(name): _cleaned(inner) for name, inner in value.items()}
    return [_cleaned(inner) for inner in value] if isinstance(value, list) else value


def clean(text: str) -> str:
    """The text with U+FFFD for NUL and lone surrogates."""
    if "\0" not in text and text.isascii():
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\ufffd")
