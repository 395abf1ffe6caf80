"""One downloaded record, read by the layout: a row for staging, or the reason it cannot be read.

Records of one download have the same headings, so how to read them is worked out once for each set of
headings (`Plan`) and not for each record."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from hpms_sync.download.arrived import digest_of
from hpms_sync.layouts import (
    COLUMNS,
    FIELDS,
    REQUIRED,
    WHEN_ABSENT,
    Column,
    Layout,
    Reading,
    Unreadable,
    column_name,
    layout_of,
)
from hpms_sync.layouts.readings import complaint_id, digits, text

PLACES = {column.name: place for place, column in enumerate(COLUMNS)}
# Texts of columns shorter than this are names and codes: blanks around them say nothing.
PROSE = 250
# These are in indexes, which take no more. A text so long is none of theirs: columns are shifted.
INDEXED = frozenset({"BENE_ID", "CONTACT_FNAME", "CONTACT_LNAME"})
INDEXABLE = 250
# What is kept of an unreadable record's ids beside the record, for lists that more people see than it:
# where columns are shifted a name or a phone number stands in their place.
ID_LIKE = {
    "COMPLAINT_ID": re.compile("[A-Za-z][0-9][0-9/ .-]{3,20}"),
    "CONTRACT_ID": re.compile("(?=.*[0-9])[A-Za-z][A-Za-z0-9]{1,5}"),
}
_LEVEL, _CONTRACT = FIELDS.index("issue_level"), FIELDS.index("contract_id")
_RAISE_THE_LEVEL = ("SWIFT", "CONGRESSIONAL")

MISSING = "The column is missing. Ask the HPMS Help Desk whether the layout has changed."
NOT_ASKED_FOR = (
    "The download did not ask for this contract. Add an API key that serves it, or ask the HPMS Help Desk why "
    "the complaint came."
)
SHIFTED = "{:,} characters where at most {} belong: columns seem to be shifted. Ask CMS to correct it in HPMS."


class ReadRecord(NamedTuple):
    """A record every value of which could be read: `row` in the order of layouts.FIELDS.

    `layout`: None for one that is not known. `absent`: fields whose column did not come, so that what is
    known of them stays."""

    row: list[Any]
    layout: Layout | None
    issue_level_text: str
    absent: list[str]
    review_flags: list[str]
    extra: dict[str, Any]
    digest: bytes

    @property
    def values(self) -> dict[str, Any]:
        """By model field."""
        return dict(zip(FIELDS, self.row, strict=True))


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
    layout: Layout | None = None


class _Remembered(dict[str, Reading]):
    """What the texts of a column read as: days and codes come again and again."""

    MOST = 4096

    def __init__(self, column: Column) -> None:
        self.column = column

    def __missing__(self, raw: str) -> Reading:
        """Raises Unreadable."""
        reading = self.column.read(raw)
        if len(raw) > self.column.length:
            return Reading(reading.value, odd=True)
        if len(self) < self.MOST and self.column.read not in (complaint_id, digits):
            self[raw] = reading
        return reading


_READINGS = {column.name: _Remembered(column) for column in COLUMNS}


@dataclass(frozen=True)
class Plan:
    """How records with these headings are read. `row`: what stands where no column came; `found`: the
    headings by the columns' names; `texts`, `coded`: place in the row, heading, column."""

    layout: Layout | None
    missing: str
    row: tuple[Any, ...]
    absent: tuple[str, ...]
    absent_flags: tuple[int, ...]
    texts: tuple[tuple[int, str, int, bool], ...]
    coded: tuple[tuple[int, str, _Remembered], ...]
    extra: tuple[tuple[str, str], ...]
    found: dict[str, str]


@lru_cache(maxsize=64)
def plan_for(headings: tuple[str, ...]) -> Plan:
    """The plan for records whose columns have these headings, in this order."""
    found = {column_name(heading): heading for heading in headings}
    came = [column for column in COLUMNS if column.name in found]
    absent = [column for column in COLUMNS if column.name not in found]
    return Plan(
        layout=layout_of(headings),
        missing=min(REQUIRED - found.keys(), default=""),
        row=tuple(None if c.name in found else _when_absent(c) for c in COLUMNS),
        absent=tuple(column.field for column in absent),
        absent_flags=tuple(PLACES[c.name] for c in absent if c.name in WHEN_ABSENT),
        texts=tuple(
            (PLACES[c.name], found[c.name], c.length, c.length < PROSE)
            for c in came
            if c.read is text
        ),
        coded=tuple(
            (PLACES[c.name], found[c.name], _READINGS[c.name]) for c in came if c.read is not text
        ),
        extra=tuple((name, heading) for name, heading in found.items() if name not in PLACES),
        found=found,
    )


def _when_absent(column: Column) -> Any:
    if column.name in REQUIRED:
        return None  # such a record is not read
    return WHEN_ABSENT.get(column.name, column.read("").value)


def read_record(
    raw: Any, digest: bytes, contracts: frozenset[str]
) -> ReadRecord | UnreadableRecord:
    """Reads one record. `contracts` are those the download asked for: another's casework is not ours."""
    if not isinstance(raw, dict):
        return _unreadable(raw, None, "", "DL.file.format", "This is no record with columns.")
    plan = plan_for(tuple(raw))
    if plan.missing:
        return _unreadable(raw, plan, plan.missing, f"DL.{plan.missing}", MISSING)
    row, odd = list(plan.row), list(plan.absent_flags)
    try:
        _read_texts(raw, plan, row, odd)
        _read_codes(raw, plan, row, odd)
    except _Refused as refused:
        return _unreadable(raw, plan, refused.column.name, refused.column.rule, refused.reason)
    if row[_CONTRACT] not in contracts:
        return _unreadable(raw, plan, "CONTRACT_ID", "DL.CONTRACT_ID", NOT_ASKED_FOR)
    return ReadRecord(
        row=row,
        layout=plan.layout,
        issue_level_text=_text(raw[plan.found["ISSUE_LEVEL"]]),
        absent=list(plan.absent),
        review_flags=_flags(row, odd, plan),
        extra={name: _text(raw[heading]) for name, heading in plan.extra} if plan.extra else {},
        digest=digest,
    )


class _Refused(Exception):
    """A column whose value has no safe reading."""

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = COLUMNS[place], reason


def _read_texts(raw: dict[str, Any], plan: Plan, row: list[Any], odd: list[int]) -> None:
    for place, heading, length, short in plan.texts:
        value = raw[heading]
        if value.__class__ is not str:
            value = _text(value)
        if short:
            value = value.strip()
        if len(value) > length:
            odd.append(place)
            if COLUMNS[place].name in INDEXED and len(value) > INDEXABLE:
                raise _Refused(place, SHIFTED.format(len(value), length))
        row[place] = value


def _read_codes(raw: dict[str, Any], plan: Plan, row: list[Any], odd: list[int]) -> None:
    for place, heading, readings in plan.coded:
        value = raw[heading]
        if value.__class__ is not str:
            value = _text(value)
        try:
            row[place], is_odd = readings[value.strip()]
        except Unreadable as error:
            raise _Refused(place, error.reason) from None
        if is_odd:
            odd.append(place)


def _flags(row: list[Any], odd: list[int], plan: Plan) -> list[str]:
    """Rules a person should look at. Of a column that did not come only its own flag is told: ours may
    say otherwise."""
    flags = [COLUMNS[place].rule for place in sorted(odd)]
    if row[_LEVEL] == "NO_ISSUE_LEVEL" and any(
        row[PLACES[name]] for name in _RAISE_THE_LEVEL if name in plan.found
    ):
        flags.append("I.note.1")
    return flags


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _unreadable(
    raw: Any, plan: Plan | None, column: str, rule: str, reason: str
) -> UnreadableRecord:
    found = plan.found if plan else {}

    def told(name: str) -> str:
        came = _text(raw[found[name]]).strip() if name in found else ""
        return came if ID_LIKE[name].fullmatch(came) else ""

    return UnreadableRecord(
        raw=raw,
        complaint_id=told("COMPLAINT_ID"),
        contract_id=told("CONTRACT_ID"),
        column=column,
        rule=rule,
        reason=reason,
        digest=digest_of(raw),
        identity=column in {"", "COMPLAINT_ID"},
        layout=plan.layout if plan else None,
    )
