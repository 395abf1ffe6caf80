"""The JSON body of a download, cut into its records without reading them.

The body comes in blocks. A block is taken up to the last place where one record seems to end and another
to begin, and msgspec is asked whether what lies before it is a list: it is none where that place lies
inside a text or a nested value, so a record is never cut."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import IO, NoReturn

import msgspec

from hpms_sync.download.arrived import Arrived
from hpms_sync.errors import HpmsUnreadable

BLOCK = 1 << 20
# A record of the layout has at most some 50,000 characters.
LONGEST_RECORD = 4 << 20
# What may stand around the list of complaints: the names of a wrapper and its other values.
LONGEST_WRAPPER = 1 << 16
# Places tried in a block before it is read value by value.
TRIES = 8

_TEXT_OR_LIST = re.compile(rb'"(?:[^"\\]|\\.)*"|\[', re.DOTALL)
_RECORD_FOLLOWS = re.compile(rb"\s*\{")
# The layout begins with the id. Elsewhere, or spelled otherwise, it takes reading the record.
_ID_FIRST = re.compile(rb'\{\s*"COMPLAINT_ID"\s*:\s*"([A-Za-z0-9]{1,50})"')
_COMMA = re.compile(rb"\s*,")
_BLANKS = re.compile(r"[ \t\r\n]*")
_TROUBLE = (msgspec.DecodeError, RecursionError)
Raws = Sequence[msgspec.Raw | bytes]


_raws = msgspec.json.Decoder(list[msgspec.Raw])


def records_in(file: IO[bytes]) -> Iterator[Arrived]:
    """The records of a download's JSON: a bare array, or an array under one key.

    Raises HpmsUnreadable for HTML, truncated or other JSON; what came before it is yielded first."""
    before, rest = _opening(file)
    some = False
    while block := file.read(BLOCK):
        block = rest + block
        records, rest = _cut(block)
        yield from _arrived(records, block[: len(block) - len(rest)])
        some = some or bool(records)
        if len(rest) > LONGEST_RECORD:
            raise _damaged()
    records = _last(before, rest, some)
    yield from _arrived(records, rest)


def _arrived(records: Raws, block: bytes) -> Iterator[Arrived]:
    """`block`: the bytes the records were cut from."""
    once = block.count(b"COMPLAINT_ID") == len(records)
    for raw in records:
        found = _ID_FIRST.match(raw) if once else None
        yield Arrived.of_json(raw, found[1].decode() if found else None)


def _damaged() -> HpmsUnreadable:
    return HpmsUnreadable("HPMS's JSON breaks off or is damaged.")


def _opening(file: IO[bytes]) -> tuple[bytes, bytes]:
    """What stands before the list of complaints, and what has been read of the list: of several lists the
    first that holds objects."""
    start = file.read(LONGEST_WRAPPER).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith((b"[", b"{")):
        raise HpmsUnreadable("HPMS answered with something else than JSON, such as a page of HTML.")
    begins = [found.end() for found in _TEXT_OR_LIST.finditer(start) if found[0] == b"["]
    if not begins:
        raise HpmsUnreadable("HPMS's JSON holds no list of complaints.")
    holding = (place for place in begins if _RECORD_FOLLOWS.match(start, place))
    at = begins[0] if start.startswith(b"[") else next(holding, begins[0])
    return start[: at - 1], start[at:]


def _cut(block: bytes) -> tuple[Raws, bytes]:
    """The whole records at the beginning of the block, and what is left of it."""
    end = len(block)
    for _ in range(TRIES):
        end = block.rfind(b"}", 0, end)
        if end < 0:
            break
        comma = _COMMA.match(block, end + 1)
        records = _listed(block[: end + 1]) if comma else None
        if comma and records:
            return records, block[comma.end() :]
    return _one_by_one(block)


def _last(before: bytes, rest: bytes, some: bool) -> Raws:
    """The records of the end of the body; `some` came before them, so that a comma must be followed.

    The list ends where all else is JSON without it."""
    end = len(rest)
    while (end := rest.rfind(b"]", max(0, len(rest) - LONGEST_WRAPPER), end)) >= 0:
        if not _is_json(before + b"[]" + rest[end + 1 :]):
            continue
        records: Raws | None = _listed(rest[:end])
        if records is None:
            records = _all_of(rest[:end])
        if records or (records is not None and not some):
            return records
    raise _damaged()


def _listed(values: bytes) -> list[msgspec.Raw] | None:
    try:
        return _raws.decode(b"[%b]" % values)
    except _TROUBLE:
        return None


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _all_of(values: bytes) -> Raws | None:
    """The values of a list that msgspec refuses: lone surrogates it takes for a text cut short."""
    records, rest = _one_by_one(values + b",")
    return None if rest.strip() else records


def _one_by_one(block: bytes) -> tuple[list[bytes], bytes]:
    """The values that a comma follows, read by the standard library's parser, and what is left."""
    text = block.decode(errors="surrogateescape")
    records, at = [], 0
    while True:
        begins = _BLANKS.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing too
        try:
            _, ends = _READER.raw_decode(text, begins)
        except (ValueError, RecursionError):
            break
        follows = _BLANKS.match(text, ends).end()  # type: ignore[union-attr]
        if text[follows : follows + 1] != ",":
            break
        records.append(text[begins:ends].encode(errors="surrogateescape"))
        at = follows + 1
    return records, text[at:].encode(errors="surrogateescape")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


_READER = json.JSONDecoder(parse_constant=_no_number, parse_int=str, parse_float=str)
