"""One line of the table: what the product took, what its floor took, round by round."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table


@dataclass
class Round:
    """Seconds that floor and product took, once or many times."""

    floor: list[float]
    product: list[float]

    def ratio(self, at: int) -> float:
        return percentile(self.product, at) / percentile(self.floor, at)


@dataclass
class Comparison:
    """Product against floor in interleaved rounds; `at` 50 compares medians, 95 the 95th percentiles.

    Measured are seconds, shown as `unit` ms; or with the unit MB bytes."""

    what: str
    floor_is: str
    target: float | None = None
    at: int = 50
    unit: str = "ms"
    rounds: list[Round] = field(default_factory=list)

    @property
    def together(self) -> Round:
        return Round(
            [value for one in self.rounds for value in one.floor],
            [value for one in self.rounds for value in one.product],
        )

    @property
    def ratio(self) -> float:
        return self.together.ratio(self.at)

    @property
    def spread(self) -> tuple[float, float]:
        """The least and the greatest ratio of a single round."""
        ratios = [one.ratio(self.at) for one in self.rounds]
        return min(ratios), max(ratios)

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "met" if self.ratio <= self.target else "missed"


def percentile(values: Iterable[float], at: int) -> float:
    """The median, or the value up to which `at` percent lie (nearest rank)."""
    ordered = sorted(values)
    return median(ordered) if at == 50 else ordered[-(-at * len(ordered) // 100) - 1]


def say(step: str) -> None:
    """What is being done, for whoever waits: on standard error, apart from the table."""
    print(f"… {step}", file=sys.stderr, flush=True)


def seconds(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return perf_counter() - began


def show(comparisons: Iterable[Comparison], facts: Iterable[str], title: str) -> None:
    table = Table(title=title, title_justify="left")
    table.add_column("what")
    table.add_column("floor")
    for heading in ("of the floor", "measured", "ratio", "by round", "target"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("")
    for line in comparisons:
        table.add_row(*_cells(line))
    console = Console(width=None if Console().is_terminal else 150)
    console.print(table)
    for fact in facts:
        console.print(f"· {fact}", highlight=False, soft_wrap=True)


# What a unit of the table is in what is measured: seconds, bytes.
UNITS = {"ms": 1e-3, "MB": 1e6}


def _cells(line: Comparison) -> list[str]:
    low, high = line.spread
    unit = UNITS[line.unit]
    return [
        line.what,
        line.floor_is,
        f"{percentile(line.together.floor, line.at) / unit:,.1f} {line.unit}",
        f"{percentile(line.together.product, line.at) / unit:,.1f} {line.unit}",
        f"{line.ratio:.2f}",
        f"{low:.2f} … {high:.2f}",
        f"≤ {line.target:g}" if line.target else "",
        line.verdict,
    ]
