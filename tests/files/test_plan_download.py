"""The tab-delimited plan download, read line by line: what makes a record and what does not."""

import io
import tracemalloc
from collections.abc import Iterator
from typing import IO

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from hpms_sync.files.lines import LONGEST
from hpms_sync.files.plan_download import FileRecord, LooseLines, PlanDownload
from tests.files.plan_file import CASES, NAMES, SUMMARY, line, plan_file, record, text

FIRST, SECOND, THIRD = CASES[:3]


def read(content: bytes, version: str = "") -> list[FileRecord | LooseLines]:
    return list(PlanDownload(io.BytesIO(content), version))


def ids(items: list[FileRecord | LooseLines]) -> list[str]:
    return [item.columns["COMPLAINT_ID"] for item in items if isinstance(item, FileRecord)]


def loose(items: list[FileRecord | LooseLines]) -> list[tuple[int, int, str]]:
    return [(one.line, one.last_line, one.rule) for one in items if isinstance(one, LooseLines)]


def refused(content: bytes, version: str = "") -> str:
    with pytest.raises(ValidationError) as caught:
        read(content, version)
    return caught.value.messages[0]


def split_in(values: dict[str, str], at: str, into: str = "\r\n") -> str:
    """The record's line with a break in its summary."""
    return line(values | {"COMPLAINT_SUMMARY": SUMMARY.replace(at, f"{at}{into}", 1)})


# Records by their headings


def test_columns_are_read_by_name_whatever_their_order() -> None:
    names = [NAMES[0], *reversed(NAMES[1:])]
    (only,) = read(plan_file(record(), names=names))
    assert isinstance(only, FileRecord)
    assert (only.line, only.columns["ISSUE_LEVEL"]) == (2, "Urgent")


def test_headings_may_be_spelled_as_the_memo_prints_them() -> None:
    damaged = text(record()).replace("COMPLAINT_SUMMARY", "complaint summary", 1)
    (only,) = read(b"\xef\xbb\xbf" + damaged.encode())
    assert isinstance(only, FileRecord)
    assert only.columns["COMPLAINT_SUMMARY"] == SUMMARY


def test_a_column_nobody_knows_is_kept() -> None:
    (only,) = read(plan_file(record(NEW_COLUMN="yes"), names=[*NAMES, "NEW_COLUMN"]))
    assert isinstance(only, FileRecord)
    assert only.columns["NEW_COLUMN"] == "yes"


def test_a_tab_at_the_end_of_every_line_adds_no_column() -> None:
    ending = "".join(f"{one}\t\r\n" for one in text(record()).splitlines())
    (only,) = read(ending.encode())
    assert isinstance(only, FileRecord)
    assert tuple(only.columns) == NAMES


def test_a_quote_is_a_character_like_others() -> None:
    quoted = record(COMPLAINT_SUMMARY='"She said "no', COMMENTS='5" hose')
    (only,) = read(plan_file(quoted))
    assert isinstance(only, FileRecord)
    assert only.columns == quoted


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_either_line_end_is_read_and_is_no_part_of_the_last_value(end: str) -> None:
    items = read(text(record(FIRST), record(SECOND)).replace("\r\n", end).encode())
    assert [item.columns["ACCESSIBLE_FORMAT"] for item in items] == ["No", "No"]


def test_the_last_line_needs_no_line_end() -> None:
    assert ids(read(plan_file(record(FIRST), record(SECOND)).rstrip())) == [FIRST, SECOND]


# A file without headings (DL.file.header)


def test_a_file_without_headings_is_refused() -> None:
    assert "no column headings" in refused(plan_file(record(), headings=False))


@pytest.mark.parametrize(("version", "columns"), [("2025-10", 42), ("2024-10", 38)])
def test_a_file_without_headings_is_read_by_the_layout_named(version: str, columns: int) -> None:
    newer = {"AGENT_BROKER_FNAME", "AGENT_BROKER_LNAME", "AGENT_BROKER_NPN", "AGENT_BROKER_FMO"}
    names = NAMES if version == "2025-10" else [name for name in NAMES if name not in newer]
    (only,) = read(plan_file(record(), names=names, headings=False), version)
    assert isinstance(only, FileRecord)
    assert (only.line, len(only.columns), only.columns["ACCESSIBLE_FORMAT"]) == (1, columns, "No")


def test_headings_count_more_than_a_layout_named() -> None:
    download = PlanDownload(io.BytesIO(plan_file(record())), "pre-2024")
    assert download.headings.version == "2025-10"
    assert ids(list(download)) == [FIRST]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([*NAMES[1:], NAMES[0]], "COMPLAINT_ID is not the first column"),
        ([name for name in NAMES if name != "RECEIVED_DATE"], "lack RECEIVED_DATE"),
        ([*NAMES, "COMMENTS"], "COMMENTS twice"),
    ],
)
def test_headings_that_tell_too_little_are_refused(names: list[str], said: str) -> None:
    assert said in refused(plan_file(record(), names=names))


def test_an_empty_file_and_a_spreadsheet_s_unicode_text_are_refused() -> None:
    assert "empty" in refused(b"")
    assert "UTF-16" in refused(text(record()).encode("utf-16"))


# Line breaks and tabs inside texts (DL.file.line)


@pytest.mark.parametrize("into", ["\r\n", "\n", "\r\n\r\n", "\r\ninformation "])
def test_a_record_split_by_line_breaks_is_joined_as_it_was(into: str) -> None:
    items = read(plan_file(split_in(record(FIRST), "billed", into), record(SECOND)))
    assert ids(items) == [FIRST, SECOND]
    assert isinstance(items[0], FileRecord)
    assert items[0].columns["COMPLAINT_SUMMARY"] == SUMMARY.replace("billed", f"billed{into}")
    assert items[0].last_line == 2 + into.count("\n")


def test_two_parts_are_not_joined_when_the_second_begins_with_an_id() -> None:
    items = read(plan_file(split_in(record(FIRST), "billed", f"\r\n{THIRD}"), record(SECOND)))
    assert ids(items) == [SECOND]
    assert loose(items) == [(2, 2, "DL.file.line"), (3, 3, "DL.file.line")]


def test_a_cut_record_does_not_take_the_next_one_with_it() -> None:
    cut = "\t".join(line(record(FIRST)).split("\t")[:31])
    items = read(plan_file(cut, record(SECOND)))
    assert ids(items) == [SECOND]
    assert loose(items) == [(2, 2, "DL.file.line")]


def test_a_tab_inside_a_text_quarantines_the_record() -> None:
    items = read(plan_file(split_in(record(FIRST), "billed", "\t"), record(SECOND)))
    assert ids(items) == [SECOND]
    (bad,) = [item for item in items if isinstance(item, LooseLines)]
    assert "43 fields" in bad.reason
    assert "tab" in bad.reason
    assert (bad.complaint_id, bad.contract_id) == (FIRST, "H1234")
    assert bad.text == split_in(record(FIRST), "billed", "\t")


def test_a_line_after_a_whole_record_is_not_added_to_it() -> None:
    items = read(plan_file(record(FIRST), "She called again.", record(SECOND)))
    assert ids(items) == [FIRST, SECOND]
    assert [
        item.columns["ACCESSIBLE_FORMAT"] for item in items if isinstance(item, FileRecord)
    ] == [
        "No",
        "No",
    ]
    assert loose(items) == [(3, 3, "DL.file.line")]


def test_blank_lines_between_and_after_records_are_nothing() -> None:
    download = PlanDownload(io.BytesIO(plan_file(record(FIRST), "", record(SECOND), "", "  ")))
    assert ids(list(download)) == [FIRST, SECOND]
    assert (download.tally.blank, download.tally.loose) == (3, 0)


def test_no_reason_quotes_the_record() -> None:
    items = read(plan_file(split_in(record(), "billed", "\t"), "Whitaker called"))
    reasons = " ".join(item.reason for item in items if isinstance(item, LooseLines))
    assert "Whitaker" not in reasons
    assert "billed" not in reasons
    assert FIRST not in reasons


# Bytes


def test_a_line_that_is_no_utf_8_is_read_as_windows_1252() -> None:
    content = plan_file(record(FIRST, CONTACT_LNAME="Müller"))
    content += line(record(SECOND, CONTACT_LNAME="Núñez’s")).encode("cp1252") + b"\r\n"
    names = [item.columns["CONTACT_LNAME"] for item in read(content)]
    assert names == ["Müller", "Núñez’s"]


def test_bytes_of_no_encoding_quarantine_their_line_alone() -> None:
    content = plan_file(record(FIRST), record(SECOND)).replace(b"billed", b"bil\x81\xfeled", 1)
    items = read(content)
    assert ids(items) == [SECOND]
    (bad,) = [item for item in items if isinstance(item, LooseLines)]
    assert bad.rule == "DL.file.format"
    assert "\\x81\\xfe" in bad.text


def test_a_record_is_not_joined_with_a_part_nobody_can_read() -> None:
    content = plan_file(split_in(record(FIRST), "billed"), record(SECOND))
    items = read(content.replace(b"the same", b"the \x81\xfe same", 1))
    assert ids(items) == [SECOND]
    assert loose(items) == [(2, 2, "DL.file.line"), (3, 3, "DL.file.format")]


def test_an_endless_line_is_cut_and_the_next_is_read() -> None:
    endless = "x" * (3 * LONGEST)
    items = read(plan_file(record(FIRST), endless, record(SECOND)))
    assert ids(items) == [FIRST, SECOND]
    (bad,) = [item for item in items if isinstance(item, LooseLines)]
    assert len(bad.text) == LONGEST


class _Made(io.RawIOBase):
    """A file of so many records that is never in memory."""

    def __init__(self, records: int) -> None:
        self.parts = self._lines(records)
        self.left = b""

    @staticmethod
    def _lines(records: int) -> Iterator[bytes]:
        yield text().encode()
        one = line(record("C0000000000", COMMENTS="x" * 900)).encode() + b"\r\n"
        for number in range(records):
            yield one.replace(b"C0000000000", b"C%010d" % number, 1)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self.left = self.left or next(self.parts, b"")
        taken, self.left = self.left[: len(buffer)], self.left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)

    def seekable(self) -> bool:
        return False


class _Forward(io.BufferedReader):
    """Answers the two looks at the beginning without going back."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def read(self, size: int | None = -1) -> bytes:
        return self.peek(2)[:2] if size == 2 else super().read(size)


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(records: int) -> int:
        file: IO[bytes] = _Forward(_Made(records))
        tracemalloc.start()
        count = sum(1 for _ in PlanDownload(file))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == records
        return most

    assert peak(4_000) < 1.2 * peak(400) + 50_000


# Whatever comes

PARTS = st.one_of(
    st.sampled_from(
        [
            line(record(FIRST)).encode(),
            line(record(SECOND, CONTACT_LNAME="Núñez")).encode("cp1252"),
            split_in(record(THIRD), "billed").encode(),
            split_in(record(THIRD), "billed", "\t").encode(),
            b"",
            b"\t" * 41,
            b"C2612345699\t",
            b"\x81",
            "\ufeff".encode(),
        ]
    ),
    st.binary(max_size=60),
    st.text(alphabet='C0123456789\t"\r\n é', max_size=80).map(str.encode),
)
FILES = st.tuples(
    st.sampled_from([text().encode(), text().encode(), b"", b"\xef\xbb\xbf" + text().encode()]),
    st.lists(st.tuples(PARTS, st.sampled_from([b"\r\n", b"\n", b""])), max_size=8),
).map(lambda parts: parts[0] + b"".join(part + end for part, end in parts[1]))


@settings(max_examples=400, deadline=None)
@given(FILES, st.sampled_from(["", "2025-10", "pre-2024"]))
def test_every_line_of_any_bytes_is_accounted_for(content: bytes, version: str) -> None:
    try:
        download = PlanDownload(io.BytesIO(content), version)
    except ValidationError:
        return
    items, tally = list(download), download.tally
    lines = content.count(b"\n") + (not content.endswith(b"\n") and content != b"")
    assert tally.lines == lines
    assert tally.headings + tally.of_records + tally.loose + tally.blank == lines
    told = [number for item in items for number in range(item.line, item.last_line + 1)]
    assert sorted(set(told)) == told
    assert len(told) == tally.of_records + tally.loose
    wanted = set(download.headings.names)
    for item in items:
        if isinstance(item, FileRecord):
            assert set(item.columns) == wanted  # never half a record
