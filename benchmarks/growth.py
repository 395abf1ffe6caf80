"""Downloads of ten times as many records: how time and memory grow."""

from pathlib import Path

from django.utils import timezone

from benchmarks import downloads, population, records
from benchmarks.measure import Comparison, Round, say

# Peak memory is compared with that at so many records, or at a tenth where that is less.
MEMORY_OF = 10_000
TENTH = "with a tenth of the records"


def measure(folder: Path, count: int, seed: int, rounds: int) -> tuple[list[Comparison], list[str]]:
    """Each round: first load without what follows, and the re-download a day later, of each size."""
    tenth = max(count // 10, 1)
    few = min(tenth, MEMORY_OF)
    first = Comparison(f"first load of {count:,}, reactions left out", TENTH, 13.0)
    daily = Comparison(f"re-download of {count:,}, 1 % changed", TENTH, 13.0)
    memory = [
        Comparison(f"peak memory, {what}", f"of {few:,} records", 1.1, unit="MB")
        for what in ("first load", "re-download")
    ]
    for number in range(rounds):
        ran = {}
        for size in sorted({few, tenth, count}):
            say(f"growth, round {number + 1} of {rounds}: {size:,} complaints")
            ran[size] = _both(folder / f"of-{size}", size, seed)
        for place, line in enumerate((first, daily)):
            line.rounds.append(Round([ran[tenth][place].seconds], [ran[count][place].seconds]))
        for place, line in enumerate(memory):
            line.rounds.append(Round([ran[few][place].peak_bytes], [ran[count][place].peak_bytes]))
    return [first, daily, *memory], []


def _both(folder: Path, count: int, seed: int) -> tuple[downloads.Ran, downloads.Ran]:
    """First load and re-download of so many records, from bodies that go afterwards."""
    records.write_bodies(folder, count, seed, timezone.localdate())
    population.clear()
    population.vacuum()
    with downloads.hpms(folder) as address:
        first = downloads.run_once(address, "yesterday", {"new": count}, bare=True)
        population.vacuum()
        daily = downloads.run_once(address, "today", {"changed": records.changes(count)})
    records.remove_bodies(folder)
    return first, daily
