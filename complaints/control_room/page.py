"""Everything the control room's page and its CSV file say, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min
from django.utils import timezone

from complaints.control_room import tables
from complaints.control_room.chart import flow_of
from complaints.control_room.population import DEFAULT_DAYS, PERIODS, Room
from complaints.control_room.tables import Cell, Table
from complaints.time_words import day_words
from ctm_casework.accounts.models import User

# A headline's few words, and the figures said under its number with their words: one, several.
HEADLINES = {
    "overdue": (
        "Open past 11:59 PM of the due date.",
        {"contact-late": "more with a late first contact"},
    ),
    "due-today": ("Next legal step due by 11:59 PM.", {"due-tomorrow": "more tomorrow"}),
    "at-risk": (
        "Due by tomorrow.",
        {
            "closing-waits": "not yet accepted by HPMS",
            "closing-refused": "refused or stopped",
            "uncontacted": "without any contact",
        },
    ),
    "unassigned": ("Open with nobody assigned.", {}),
    "awaiting-cms": (
        "A Plan Request is Pending.",
        {
            "cms-contract": "contract change",
            "cms-level": "issue level",
            "cms-lead": "CMS Lead",
            "out-of-view": "out of view, to be looked up in HPMS",
        },
    ),
}


@dataclass(frozen=True)
class Part:
    words: str
    cell: Cell


@dataclass(frozen=True)
class Headline:
    """`parts` are said under the number, those that are not 0."""

    cell: Cell
    words: str
    parts: tuple[Part, ...]


class ControlRoom:
    """For one person, over a period of days."""

    periods = PERIODS

    def __init__(self, user: User, days: int = DEFAULT_DAYS) -> None:
        self.room = Room(user, days)
        self.now = timezone.now()
        by_assignee = self.room.by("assignee", *tables.TEAM)
        by_closer = self.room.by("closer", *tables.TIMELY)
        people = tables.people_of(self.room, [*by_assignee, *by_closer])
        self.team = tables.team_table(self.room, people, by_assignee)
        self.by_level = tables.level_table(self.room)
        self.by_contract = tables.contract_table(self.room)
        self.by_closer = tables.closer_table(self.room, people, by_closer)
        self.expected = tables.expected(self.room, self.by_level.total)
        self.age = tables.age_table(self.room)
        self.headlines = self._headlines()
        self.flow = flow_of(self.room)

    @property
    def timeliness(self) -> tuple[Table, ...]:
        return self.by_level, self.by_contract, self.by_closer

    @property
    def period(self) -> str:
        """`8/26 to 11/23`."""
        today = timezone.localdate(self.now)
        return f"{_short(today - timedelta(days=self.room.days - 1))} to {_short(today)}"

    def _headlines(self) -> list[Headline]:
        keys = [key for head, (_, parts) in HEADLINES.items() for key in (head, *parts)]
        counts = self.room.total(*keys)
        made = {
            head: Headline(
                tables.cell(self.room, head, counts[head]),
                words,
                tuple(
                    Part(said, tables.cell(self.room, key, counts[key]))
                    for key, said in parts.items()
                    if counts[key]
                ),
            )
            for head, (words, parts) in HEADLINES.items()
        }
        made["unassigned"] = self._unassigned(made["unassigned"])
        return list(made.values())

    def _unassigned(self, headline: Headline) -> Headline:
        """With the oldest of them, and how many are Immediate Need."""
        rows = self.room.rows("unassigned")
        oldest = rows.aggregate(oldest=Min("received_date"))["oldest"]
        if oldest is None:
            return headline
        words = f"Oldest received {day_words(oldest, timezone.localdate(self.now))}."
        immediate = self.team.lines[-1].of("immediate")
        parts = (Part("Immediate Need", immediate),) if immediate.number else ()
        return Headline(headline.cell, words, parts)


def _short(day: date) -> str:
    return f"{day.month}/{day.day}"
