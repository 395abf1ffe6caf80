"""Downloads through the real client against COPYs of the same records."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from benchmarks import population, records
from benchmarks.measure import Comparison, Round, say, seconds
from hpms_sync.layouts import FIELDS

# From so many records on, the reactions of a first load, which are told apart anyway, take too long.
BARE_FROM = 50_000
# Columns of the floor's table that have no default and that the first load fills beside the 42.
HASHED = (
    "INSERT INTO bench_complaint ({columns}, issue_level_text, review_flags, extra_columns, record_digest, "
    "seen_as_of, clock_state, next_step, next_step_why, next_step_rule, last_contact_words) "
    "SELECT {columns}, issue_level, '{{}}', '{{}}', sha256(convert_to(s::text, 'UTF8')), now(), "
    "'RUNNING', '', '', '', '' FROM bench_staging s"
)


@dataclass(frozen=True)
class Ran:
    """What one download took, by its own process."""

    seconds: float
    reactions: dict[str, float]
    timings: dict[str, float]
    peak_bytes: int

    @property
    def loading(self) -> float:
        return self.seconds - sum(self.reactions.values())


def measure(folder: Path, count: int, seed: int, rounds: int) -> tuple[list[Comparison], list[str]]:
    """Each round: the first load and its floor, then the day after with 1 % changed and its floor."""
    first = Comparison(
        "first load, reactions apart", "COPY to staging, hash, insert with the same indexes", 2.0
    )
    daily = Comparison("daily re-download, 1 % changed", "COPY into a table without index", 3.0)
    copy_file = folder / "floor.copy"
    today = timezone.localdate()
    bare = count >= BARE_FROM
    loads: list[Ran] = []
    dailies: list[Ran] = []
    say("writing the bodies HPMS answers with")
    size = records.write_bodies(folder, count, seed, today)
    population.clear()
    population.copy_complaints(records.records(count, seed, today))
    population.write_copy_file(copy_file)
    with hpms(folder) as address:
        for number in range(rounds):
            say(f"downloads, round {number + 1} of {rounds}")
            population.clear()
            floor = _first_load_floor(copy_file)
            loads.append(run_once(address, "yesterday", {"new": count}, bare))
            first.rounds.append(Round([floor], [loads[-1].loading]))
            population.vacuum()
            floor = _plain_copy(copy_file)
            dailies.append(run_once(address, "today", {"changed": records.changes(count)}))
            daily.rounds.append(Round([floor], [dailies[-1].seconds]))
    told = [f"{count:,} records of {size / count / 1000:.1f} kB of JSON each"]
    told += [_told("first load", loads), _told("daily re-download", dailies)]
    if bare:
        told.append("of so many records the first load leaves out what follows from them")
    return [first, daily], told


@contextmanager
def hpms(folder: Path) -> Iterator[str]:
    """The file server in its own process; yields its address."""
    command = [sys.executable, "-m", "benchmarks.hpms", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


def run_once(
    address: str, version: str, expected: dict[str, int] | None = None, bare: bool = False
) -> Ran:
    """Runs the real download in a process of its own and sees that it did what is to be measured.
    `bare`: without what follows from what it brings."""
    command = [sys.executable, "-m", "benchmarks.client", address, version, *["bare"] * bare]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    ran: dict[str, Any] = json.loads(answer)
    wanted = expected or {}
    done = {name: ran["counts"].get(name) for name in wanted}
    if ran["state"] != "COMPLETE" or done != wanted:
        raise RuntimeError(f"The download measured went wrong: {ran}; expected {wanted}.")
    return Ran(ran["seconds"], ran["reactions"], ran["timings"], ran["peak_bytes"])


def _plain_copy(copy_file: Path) -> float:
    with _table("bench_plain", "TABLE {name} AS SELECT {columns} FROM {complaints} WITH NO DATA"):
        return seconds(lambda: population.copy_from(copy_file, "bench_plain"))


def _first_load_floor(copy_file: Path) -> float:
    """One transaction; the staging table is unlogged, as the product's."""
    insert = sql.SQL(HASHED).format(columns=population.columns(FIELDS))

    def load() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            population.copy_from(copy_file, "bench_staging")
            cursor.execute(insert)

    unlogged = "UNLOGGED TABLE {name} AS SELECT {columns} FROM {complaints} WITH NO DATA"
    with (
        _table("bench_staging", unlogged),
        _table("bench_complaint", "TABLE {name} (LIKE {complaints} INCLUDING ALL)"),
    ):
        return seconds(load)


@contextmanager
def _table(name: str, definition: str) -> Iterator[None]:
    create = sql.SQL("CREATE " + definition).format(
        name=sql.Identifier(name),
        columns=population.columns(FIELDS),
        complaints=sql.Identifier("complaints_complaint"),
    )
    drop = sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(name))
    with connection.cursor() as cursor:
        cursor.execute(drop)
        cursor.execute(create)
        try:
            yield
        finally:
            cursor.execute(drop)


def _told(what: str, runs: list[Ran]) -> str:
    """The middle of the rounds, step by step."""
    steps = _medians([run.timings for run in runs])
    reactions = _medians([run.reactions for run in runs])
    peak = max(run.peak_bytes for run in runs) / 1e6
    return (
        f"{what}: {median(run.seconds for run in runs):.2f} s in all ({steps}); "
        f"of it reactions {reactions}; peak memory of the process {peak:.0f} MB"
    )


def _medians(measured: list[dict[str, float]]) -> str:
    return ", ".join(f"{name} {median(m[name] for m in measured):.2f} s" for name in measured[0])
