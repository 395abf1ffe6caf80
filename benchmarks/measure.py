"""One line of the table: what the product took, what its floor took, round by round."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table


@dataclass
class Comparison:
    """Seconds of product and floor in interleaved rounds. `at` 50 compares medians, 95 the 95th percentiles."""

    what: str
    floor_is: str
    target: float | None = None
    at: int = 50
    floor: list[float] = field(default_factory=list)
    product: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return percentile(self.product, self.at) / percentile(self.floor, self.at)

    @property
    def spread(self) -> tuple[float, float]:
        """Half of the rounds' own ratios lie between these."""
        ratios = [product / floor for product, floor in zip(self.product, self.floor, strict=True)]
        return percentile(ratios, 25), percentile(ratios, 75)

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "met" if self.ratio <= self.target else "missed"


def percentile(values: Iterable[float], at: int) -> float:
    """The value below which `at` percent lie, by the nearest rank; the median proper at 50."""
    ordered = sorted(values)
    return median(ordered) if at == 50 else ordered[-(-at * len(ordered) // 100) - 1]


def seconds(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return perf_counter() - began


def show(comparisons: Iterable[Comparison], facts: Iterable[str], title: str) -> None:
    table = Table(title=title, title_justify="left")
    for heading in ("what", "floor"):
        table.add_column(heading)
    for heading in ("floor ms", "ms", "ratio", "middle half", "target"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("")
    for line in comparisons:
        low, high = line.spread
        table.add_row(
            line.what,
            line.floor_is,
            f"{percentile(line.floor, line.at) * 1000:,.1f}",
            f"{percentile(line.product, line.at) * 1000:,.1f}",
            f"{line.ratio:.2f}",
            f"{low:.2f} … {high:.2f}",
            f"≤ {line.target:g}" if line.target else "",
            line.verdict,
        )
    console = Console(width=None if Console().is_terminal else 140)
    console.print(table)
    for fact in facts:
        console.print(f"  {fact}", highlight=False)
