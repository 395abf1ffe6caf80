"""The first line of a plan download: its headings, or the release a person names for a file without."""

from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from hpms_sync.files.lines import Line
from hpms_sync.layouts import COLUMNS, LAYOUTS, REQUIRED, column_name, heading, layout_of

RULE = "DL.file.header"
VERSIONS = tuple(layout.version for layout in LAYOUTS)
# A column without a heading, as a tab at the end of each line makes one; its place follows.
UNNAMED = "COLUMN_"
_BY_VERSION = {layout.version: layout for layout in LAYOUTS}
# A shorter column holds one word or a date: no line break can stand in it.
_TEXT_LENGTH = 250
_SHORT = frozenset(column.name for column in COLUMNS if column.length < _TEXT_LENGTH)


@dataclass(frozen=True)
class Headings:
    """`names`: the columns in the file's order, by their present names; `spelled`: by those of the file.
    `version`: the release they are of, "" for none that is known. `in_file`: the file's first line is no
    record."""

    names: tuple[str, ...]
    spelled: tuple[str, ...]
    version: str
    in_file: bool

    @property
    def ends_short(self) -> bool:
        """Whether the last column cannot go on in the next line."""
        return self.names[-1] in _SHORT or self.names[-1].startswith(UNNAMED)


def headings_of(first: Line, chosen: str = "") -> Headings:
    """Reads the headings of the file's first line; `chosen`: the release of a file without headings.

    Raises ValidationError (DL.file.header)."""
    words = first.text.rstrip("\r\n").split("\t")
    spelled = tuple(
        heading(word) or f"{UNNAMED}{place}" for place, word in enumerate(words, start=1)
    )
    names = tuple(map(column_name, spelled))
    if "COMPLAINT_ID" in names:
        _fit(names)
        layout = layout_of(spelled)
        return Headings(names, spelled, layout.version if layout else "", in_file=True)
    if not chosen:
        raise _refused(
            "The first line holds no column headings parted by tabs, so nobody can tell what stands where. "
            "Bring the tab-delimited text file as HPMS made it, not one saved by a spreadsheet or with commas; "
            "or name the layout yourself, if HPMS made the file without headings."
        )
    if chosen not in _BY_VERSION:
        raise _refused(f"{chosen} is no layout. Name one of {', '.join(VERSIONS)}.")
    layout = _BY_VERSION[chosen]
    then = {column_name(mark): mark for mark in layout.marks}
    spelled = tuple(then.get(name, name) for name in layout.names)
    return Headings(layout.names, spelled, chosen, in_file=False)


def _fit(names: tuple[str, ...]) -> None:
    if names[0] != "COMPLAINT_ID":
        raise _refused(
            "COMPLAINT_ID is not the first column, so nobody can tell where a record begins. Download "
            "the file anew and do not rearrange its columns."
        )
    if missing := sorted(REQUIRED - set(names)):
        raise _refused(
            f"The headings lack {', '.join(missing)}. This is no plan download, or the HPMS layout "
            "has changed: ask the HPMS Help Desk."
        )
    if twice := sorted(name for name, count in Counter(names).items() if count > 1):
        raise _refused(
            f"The headings name {', '.join(twice)} twice. Download the file anew and do not change it."
        )


def _refused(reason: str) -> ValidationError:
    return ValidationError(f"{reason} ({RULE})", code=RULE)
