"""The tables of the control room, each number with the address of its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from complaints.control_room.figures import AGES, FIGURES, Figure
from complaints.control_room.forms import LEVELS, rows_address
from complaints.control_room.population import Counts, Room
from complaints.worklist.people import caseworkers
from ctm_casework.accounts.access import Role
from ctm_casework.accounts.models import User

TEAM = ("open", "overdue", "due-today", "due-tomorrow", "immediate", "with-hpms", "awaiting-cms")
TIMELY = ("on-time", "resolved", "late")


@dataclass(frozen=True)
class Cell:
    """A number, the figure it is of, and where its rows open; `of` says which part of the figure it is
    where its line does not."""

    figure: Figure
    number: int
    address: str
    of: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a table; `note` is said beside its name."""

    name: str
    cells: tuple[Cell, ...]
    note: str = ""

    def of(self, key: str) -> Cell:
        return next(one for one in self.cells if one.figure.key == key)

    @property
    def on_time(self) -> str:
        """`98.7%`, rounded down: 100% is said only when nothing was late. "" of nothing."""
        return share(self.of("on-time").number, self.of("resolved").number)


def share(part: int, whole: int) -> str:
    """`98.7%`, rounded down. "" of nothing."""
    tenths = part * 1_000 // whole if whole else 0
    return f"{tenths // 10}.{tenths % 10}%" if whole else ""


@dataclass(frozen=True)
class Expected:
    """How CMS is expected to count what was resolved: `on_time` of `counted`, without `left_out`."""

    on_time: str
    counted: int
    left_out: Cell


def expected(room: Room, raw: Line) -> Expected | None:
    """An estimate beside the raw line of all; None where nothing is left out. One query."""
    out = room.total("left-out", "left-out-on-time")
    if not out["left-out"]:
        return None
    counted = raw.of("resolved").number - out["left-out"]
    on_time = raw.of("on-time").number - out["left-out-on-time"]
    return Expected(share(on_time, counted), counted, cell(room, "left-out", out["left-out"]))


@dataclass(frozen=True)
class Table:
    """`figures` are the columns; `total` counts every line."""

    name: str
    figures: tuple[Figure, ...]
    lines: tuple[Line, ...]
    total: Line

    @property
    def most(self) -> int:
        """The longest of the bars drawn beside its lines: what fills the width."""
        column = -1 if self.name == "Age" else 0
        return max([1, *(line.cells[column].number for line in self.lines)])


def team_table(room: Room, people: Mapping[int, User], counted: Mapping[Any, Counts]) -> Table:
    """Open complaints by assignee, the caseworkers who have none among them, and nobody's last."""
    lines = [
        line(room, str(person), TEAM, counted.get(pk), assignee=pk)
        for pk, person in people.items()
        if pk in counted or person.role == Role.CASEWORKER
    ]
    lines.append(line(room, "Unassigned", TEAM, counted.get(None), assignee=None))
    return _table(room, "Assignee", TEAM, lines, counted)


def level_table(room: Room) -> Table:
    counted = room.by("level", *TIMELY)
    lines = [line(room, lv.label, TIMELY, counted.get(lv.value), level=lv.value) for lv in LEVELS]
    return _table(room, "Issue level", TIMELY, lines, counted)


def contract_table(room: Room) -> Table:
    counted = room.by("contract", *TIMELY)
    lines = [
        line(room, c.pk, TIMELY, counted.get(c.pk), c.plan_type, contract=c.pk)
        for c in room.contracts
    ]
    return _table(room, "Contract", TIMELY, lines, counted)


def closer_table(room: Room, people: Mapping[int, User], counted: Mapping[Any, Counts]) -> Table:
    """By who closed: only those who closed something in the period."""
    lines = [
        line(room, str(person), TIMELY, counted[pk], closer=pk)
        for pk, person in people.items()
        if counted.get(pk, {}).get("resolved")
    ]
    if counted.get(None, {}).get("resolved"):
        lines.append(line(room, "Nobody", TIMELY, counted[None], closer=None))
    return _table(room, "Caseworker", TIMELY, lines, counted)


def age_table(room: Room) -> Table:
    """Ages down, levels across, then all levels."""
    counted = room.by("level", *AGES)
    lines = [_age_line(room, FIGURES[age].short.capitalize(), age, counted) for age in AGES]
    every = {level: {"open": sum(counts.values())} for level, counts in counted.items()}
    return Table("Age", (), tuple(lines), _age_line(room, "All", "open", every))


def _age_line(room: Room, name: str, key: str, counted: Mapping[Any, Counts]) -> Line:
    levels = [
        cell(room, key, counted.get(lv.value, {}).get(key, 0), of=lv.label, level=lv.value)
        for lv in LEVELS
    ]
    return Line(name, (*levels, cell(room, key, sum(one.number for one in levels), "all levels")))


def people_of(room: Room, ids: Iterable[int | None]) -> dict[int, User]:
    """Those people and the caseworkers of one's contracts, by name. One query."""
    working = caseworkers(room.contracts).filter(role=Role.CASEWORKER).order_by().values("pk")
    named = [pk for pk in ids if pk is not None]
    found = User.objects.filter(Q(pk__in=named) | Q(pk__in=working))
    return {person.pk: person for person in found.order_by("first_name", "last_name", "username")}


def line(
    room: Room,
    name: str,
    keys: tuple[str, ...],
    counts: Counts | None,
    note: str = "",
    **narrowed: Any,
) -> Line:
    counts = counts or dict.fromkeys(keys, 0)
    return Line(name, tuple(cell(room, key, counts[key], **narrowed) for key in keys), note)


def _table(
    room: Room,
    name: str,
    keys: tuple[str, ...],
    lines: list[Line],
    counted: Mapping[Any, Counts],
) -> Table:
    total = {key: sum(counts[key] for counts in counted.values()) for key in keys}
    figures = tuple(FIGURES[key] for key in keys)
    return Table(name, figures, tuple(lines), line(room, "All", keys, total))


def cell(room: Room, key: str, number: int, of: str = "", **narrowed: Any) -> Cell:
    return Cell(FIGURES[key], number, rows_address(key, room.days, **narrowed), of)
