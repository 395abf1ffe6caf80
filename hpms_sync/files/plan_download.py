"""The tab-delimited plan download as records, and as lines that make none.

Source: CMS memo of September 22, 2025, Appendix A. HPMS has no quoting rule, so a quote is a character
like others, and a line break or tab inside a text splits a record (DL.file.line)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO, NamedTuple

from django.core.exceptions import ValidationError

from hpms_sync.files.headings import UNNAMED, Headings, headings_of
from hpms_sync.files.lines import LONGEST, Line, lines

# 11 letters and digits, a digit among them: "information" begins no record.
STARTS = re.compile(r"(?=[A-Za-z]*[0-9])[A-Za-z0-9]{11}(?![A-Za-z0-9])")
_CONTRACT = re.compile(r"[A-Z][A-Z0-9]{4}")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# A record's own breaks are a few: a file of loose lines is not read into one record.
MOST_LINES = 1_000


class FileRecord(NamedTuple):
    """One record: its lines in the file, and its columns by the file's headings, as text."""

    line: int
    last_line: int
    columns: dict[str, str]


class LooseLines(NamedTuple):
    """Lines that make no record: kept whole in quarantine. Ids as far as they can be told."""

    line: int
    last_line: int
    text: str
    rule: str
    reason: str
    complaint_id: str
    contract_id: str


@dataclass
class Tally:
    """Where every line of the file went; `loose`: to quarantine."""

    lines: int = 0
    headings: int = 0
    of_records: int = 0
    loose: int = 0
    blank: int = 0


class PlanDownload:
    """A plan download, read once from its beginning to its end. Raises ValidationError at once when the
    file cannot be read by columns at all (see headings_of)."""

    def __init__(self, file: IO[bytes], chosen_version: str = "") -> None:
        self.tally = Tally()
        file.seek(0)
        if file.read(2) in _UTF_16:
            raise ValidationError(
                "This file is UTF-16, as spreadsheets save it. Bring the file as HPMS made it, or save "
                "it as UTF-8 text. (DL.file.format)",
                code="DL.file.format",
            )
        file.seek(0)
        self._lines = lines(file)
        first = next(self._lines, None)
        if first is None:
            raise ValidationError("This file is empty. Choose another.", code="DL.file.format")
        self.headings: Headings = headings_of(first, chosen_version)
        if self.headings.in_file:
            self.tally.lines = self.tally.headings = 1
        else:
            self._lines = chain([first], self._lines)

    def __iter__(self) -> Iterator[FileRecord | LooseLines]:
        """Records and loose lines in the file's order."""
        group: list[Line] = []
        for line in self._lines:
            self.tally.lines += 1
            if group and self._goes_on(group, line):
                group.append(line)
                continue
            if group:
                yield self._closed(group)
            group = []
            if line.blank:
                self.tally.blank += 1
            elif line.objection or not STARTS.match(line.text):
                yield self._loose([line], *_why_alone(line))
            else:
                group = [line]
        if group:
            yield self._closed(group)

    def _goes_on(self, group: list[Line], line: Line) -> bool:
        """Whether the line belongs to the record begun: one that lacks fields, or whose last text may
        have a line break in it."""
        if line.objection or STARTS.match(line.text):
            return False
        # A record read to its end: blank lines after it are nothing, other lines nobody's.
        full = self._fields(group) >= len(self.headings.names)
        if full and (self.headings.ends_short or line.blank):
            return False
        return len(group) < MOST_LINES and sum(len(part.text) for part in group) <= LONGEST

    @staticmethod
    def _fields(group: list[Line]) -> int:
        return 1 + sum(line.text.count("\t") for line in group)

    def _closed(self, group: list[Line]) -> FileRecord | LooseLines:
        wanted, count = len(self.headings.names), self._fields(group)
        if count != wanted:
            return self._loose(group, "DL.file.line", _why_split(group, count, wanted))
        values = _joined(group).split("\t")
        self.tally.of_records += len(group)
        columns = {
            name: value
            for name, value in zip(self.headings.spelled, values, strict=True)
            if value or not name.startswith(UNNAMED)
        }
        return FileRecord(group[0].number, group[-1].number, columns)

    def _loose(self, group: list[Line], rule: str, reason: str) -> LooseLines:
        self.tally.loose += len(group)
        text = _joined(group)
        values = dict(zip(self.headings.names, text.split("\t"), strict=False))
        complaint = values["COMPLAINT_ID"] if STARTS.fullmatch(values["COMPLAINT_ID"]) else ""
        contract = values.get("CONTRACT_ID", "") if complaint else ""
        known = contract if _CONTRACT.fullmatch(contract) else ""
        first, last = group[0].number, group[-1].number
        return LooseLines(first, last, text, rule, reason, complaint, known)


def _joined(group: list[Line]) -> str:
    """The record's text without the line break that ends it; those inside stay as they are."""
    return "".join(line.text for line in group).removesuffix("\n").removesuffix("\r")


def _why_alone(line: Line) -> tuple[str, str]:
    if line.objection:
        return (
            "DL.file.format",
            f"{line.objection} Download the file anew; if that does not help, {_ASK}",
        )
    return "DL.file.line", (
        "It begins with no complaint id and goes on with no record before it. "
        f"Download the file anew; if that does not help, {_ASK}"
    )


_ASK = "ask CMS to correct the complaint's texts in HPMS."


def _why_split(group: list[Line], count: int, wanted: int) -> str:
    whole = f"{len(group)} lines together have" if len(group) > 1 else "It has"
    if count > wanted:
        return (
            f"{whole} {count} fields where the headings name {wanted}: a tab stands inside a text, and "
            f"nobody can tell in which. To take it out, {_ASK}"
        )
    return (
        f"{whole} {count} fields where the headings name {wanted}: a line break stands inside a text, or "
        f"the record was cut off. Download the file anew; if that does not help, {_ASK}"
    )
