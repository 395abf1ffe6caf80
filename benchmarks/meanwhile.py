"""The worklist while a full download runs, against the same pages while nothing else does."""

import subprocess
import sys
from functools import partial
from pathlib import Path

from django.utils import timezone

from benchmarks import downloads, pages, population, records
from benchmarks.measure import Comparison, Round, say, seconds


def measure(folder: Path, count: int, seed: int, rounds: int) -> tuple[list[Comparison], list[str]]:
    """Each round: views with nothing else going on, then as many while downloads follow one another."""
    say("the worklist while a full download runs")
    today = timezone.localdate()
    records.write_bodies(folder, count, seed, today)
    population.clear()
    population.copy_complaints(records.records(count, seed, today))
    population.follow()
    view = pages.worklist_of("casey0")
    line = Comparison("worklist p95 while a download runs", "the same while none runs", 2.5, at=95)
    complete = 0
    with downloads.hpms(folder) as address:
        downloads.run_once(address, "yesterday")  # brings the digests
        population.vacuum()
        view(0)
        for _ in range(rounds):
            idle = [seconds(partial(view, number)) for number in range(pages.VIEWS)]
            with _downloading(address) as process:
                busy = [seconds(partial(view, number)) for number in range(pages.VIEWS)]
                said, _ = process.communicate("")
            complete += int(said)
            line.rounds.append(Round(idle, busy))
    views = rounds * pages.VIEWS
    return [line], [f"{views} views of the worklist during {complete} full downloads"]


def _downloading(address: str) -> "subprocess.Popen[str]":
    """Downloads under way in a process of their own."""
    command = [sys.executable, "-m", "benchmarks.downloading", address]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.readline()
    return process
