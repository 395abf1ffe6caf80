"""Arrivals and closings of the last two weeks, as numbers and as the geometry of a drawing."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from complaints.control_room.forms import rows_address
from complaints.control_room.population import Room
from complaints.time_words import day_words

DAYS = 14
WIDTH, HEIGHT, LEFT, FLOOR, TOP = 760, 190, 28, 156, 12  # FLOOR and TOP: where 0 and the most lie
STEP = (WIDTH - LEFT) / DAYS
BAR = 14
GRID_LINES = 4


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class FlowDay:
    day: date
    words: str
    arrived: int
    closed: int
    arrived_address: str
    closed_address: str
    left: float
    in_bar: Bar
    out_bar: Bar

    @property
    def weekend(self) -> bool:
        return self.day.weekday() >= 5

    @property
    def middle(self) -> float:
        return round(self.left + STEP / 2, 1)

    @property
    def net(self) -> str:
        return f"{self.arrived - self.closed:+d}" if self.arrived != self.closed else "0"


@dataclass(frozen=True)
class Flow:
    """`grid` holds (number, y) of each line across."""

    days: tuple[FlowDay, ...]
    grid: tuple[tuple[int, float], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = FLOOR
    bar: int = BAR
    step: float = round(STEP, 1)

    @property
    def arrived(self) -> int:
        return sum(day.arrived for day in self.days)

    @property
    def closed(self) -> int:
        return sum(day.closed for day in self.days)


def flow_of(room: Room) -> Flow:
    """The last fourteen whole days, which end yesterday. Two queries."""
    first = timezone.localdate() - timedelta(days=DAYS)
    arrived = room.by("received", "arrived", received_date__gte=first)
    closed = room.by("resolved", "resolved", resolution_date__gte=first)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    numbers = [
        (arrived.get(day, {}).get("arrived", 0), closed.get(day, {}).get("resolved", 0))
        for day in days
    ]
    most = max(1, *(max(pair) for pair in numbers))
    return Flow(
        tuple(
            _day(room, place, day, pair, most)
            for place, (day, pair) in enumerate(zip(days, numbers, strict=True))
        ),
        tuple((number, _y(number, most)) for number in _grid(most)),
    )


def _day(room: Room, place: int, day: date, pair: tuple[int, int], most: int) -> FlowDay:
    left = LEFT + place * STEP
    middle = left + STEP / 2
    return FlowDay(
        day,
        day_words(day, timezone.localdate()),
        *pair,
        rows_address("arrived", room.days, received=day),
        rows_address("resolved", room.days, resolved=day),
        round(left, 1),
        _bar(middle - BAR - 1, pair[0], most),
        _bar(middle + 1, pair[1], most),
    )


def _bar(x: float, number: int, most: int) -> Bar:
    y = _y(number, most)
    return Bar(round(x, 1), y, round(FLOOR - y, 1))


def _y(number: int, most: int) -> float:
    return round(FLOOR - (FLOOR - TOP) * number / most, 1)


def _grid(most: int) -> range:
    """Round numbers to draw lines at, four at most."""
    step = next(
        step
        for power in range(9)
        for step in (10**power, 2 * 10**power, 5 * 10**power)
        if most <= step * GRID_LINES
    )
    return range(step, most + 1, step)
