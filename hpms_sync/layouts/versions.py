"""The releases of the download layout, each known by the names of its columns, never by their number.

Of the two older ones the memos tell only what changed; their columns are worked out from that."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from hpms_sync.layouts.columns import COLUMNS, REQUIRED, Column
from hpms_sync.layouts.headings import column_name, heading

_NEW_IN_2025 = {"AGENT_BROKER_FNAME", "AGENT_BROKER_LNAME", "AGENT_BROKER_NPN", "AGENT_BROKER_FMO"}
_NEW_IN_2024 = {"SWIFT", "SWIFT_CONTROL_NUMBER"}


@dataclass(frozen=True)
class Layout:
    """`since`: the day HPMS began to send it, None where no source says. `marks`: headings, as that
    release spells them, that it has; `lacks`: headings it has not. `columns` in order, under their
    present names."""

    version: str
    since: dt.date | None
    marks: frozenset[str]
    lacks: frozenset[str]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def has(self, headings: frozenset[str]) -> bool:
        """Whether these headings (see headings.heading) are this release's."""
        return self.marks <= headings and not self.lacks & headings


def _without(names: set[str]) -> tuple[Column, ...]:
    return tuple(column for column in COLUMNS if column.name not in names)


LAYOUTS = (
    Layout(
        version="2025-10",
        since=dt.date(2025, 10, 31),
        marks=frozenset({"AGENT_BROKER_NOTES", "AGENT_BROKER_FNAME"}),
        lacks=frozenset(),
        columns=COLUMNS,
    ),
    Layout(
        version="2024-10",
        since=dt.date(2024, 10, 1),
        marks=frozenset({"AGENT_BROKER_INFORMATION", "SWIFT"}),
        lacks=frozenset({"AGENT_BROKER_FNAME"}),
        columns=_without(_NEW_IN_2025),
    ),
    Layout(
        version="pre-2024",
        since=None,
        marks=frozenset({"CMS_ISSUE_CHANGE_REQUESTS"}),
        lacks=frozenset({"SWIFT", "CMS_LEAD_CHANGE_REQUESTS"}),
        columns=_without(_NEW_IN_2025 | _NEW_IN_2024),
    ),
)


def layout_of(names: Iterable[str]) -> Layout | None:
    """The release these headings are of; None when they are of none that is known, or a column that
    every release has is missing."""
    headings = frozenset(heading(name) for name in names)
    if not frozenset(map(column_name, headings)) >= REQUIRED:
        return None
    return next((layout for layout in LAYOUTS if layout.has(headings)), None)
