"""The benchmarks run from end to end; how fast anything is, is not asserted here."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from benchmarks import records
from benchmarks.measure import Comparison, Round, percentile, show

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = date(2026, 11, 23)


def run(*arguments, data_dir):
    """Runs `python -m benchmarks` in a data folder of its own, with embedded engines."""
    environment = os.environ | {"CTM_DATA_DIR": str(data_dir)}
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=480,
    )  # fmt: skip


def test_it_prints_a_table_of_ratios(tmp_path):
    ended = run(
        "--complaints", "200", "--uploads", "100", "--rounds", "1", data_dir=tmp_path
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
    lines = {line.split("│")[1].strip(): line for line in ended.stdout.splitlines() if "│" in line}
    for what in (
        "first load, reactions apart",
        "daily re-download",
        "re-download of 200",
        "peak memory",
        "worklist, all open",
        "complaint page",
        "worklist p95 while a",
        "draining 100 uploads",
    ):
        line = next(text for name, text in lines.items() if name.startswith(what))
        assert float(line.split("│")[5]) > 0, line
    assert "200 records of 2.6 kB" in ended.stdout
    assert "peak memory of the process" in ended.stdout
    assert "20 views of the worklist during" in ended.stdout


@pytest.mark.parametrize(
    "wrong", [["--complaints", "0"], ["--complaints", "many"], ["--only", "x"]]
)
def test_it_refuses_wrong_arguments_before_it_starts_anything(wrong, tmp_path):
    ended = run(*wrong, data_dir=tmp_path)

    assert ended.returncode == 2
    assert not list(tmp_path.iterdir())


def test_the_same_seed_and_day_give_the_same_records():
    first, again = (list(records.records(50, 7, TODAY)) for _ in range(2))

    assert first == again
    assert first != list(records.records(50, 8, TODAY))
    assert all(len(record) == 42 for record in first)


@pytest.mark.parametrize("count", [99, 100, 101, 250])
def test_at_most_one_record_in_a_hundred_changes_overnight(count, tmp_path):
    records.write_bodies(tmp_path, count, 1, TODAY)

    yesterday, today = (bodies(tmp_path / version) for version in ("yesterday", "today"))
    assert len(yesterday) == len(today) == count
    differ = [i for i, record in yesterday.items() if record != today[i]]
    assert len(differ) == records.changes(count) <= count / 100


def test_open_and_resolved_complaints_come_in_the_body_of_their_status(tmp_path):
    records.write_bodies(tmp_path, 100, 1, TODAY)

    for status, resolved in (("0", False), ("1", True)):
        body = json.loads((tmp_path / "yesterday" / f"{status}.json").read_text())
        assert body
        assert all(bool(record["RESOLUTION_DATE"]) is resolved for record in body)


def bodies(folder):
    """Both bodies of a version by complaint id."""
    both = [json.loads((folder / f"{status}.json").read_text()) for status in "01"]
    return {record["COMPLAINT_ID"]: record for body in both for record in body}


def test_the_ratio_is_one_of_medians_over_all_rounds():
    line = Comparison(
        "x", "y", target=2.0, rounds=[Round([1], [2]), Round([2], [2]), Round([9], [9])]
    )

    assert line.ratio == 1.0
    assert line.spread == (1.0, 2.0)
    assert line.verdict == "met"


def test_a_ratio_just_above_its_target_misses_it():
    assert Comparison("x", "y", target=2.0, rounds=[Round([1], [2.01])]).verdict == "missed"
    assert Comparison("x", "y", target=2.0, rounds=[Round([1], [2.0])]).verdict == "met"
    assert Comparison("x", "y", rounds=[Round([1], [9])]).verdict == ""


@pytest.mark.parametrize(("unit", "shown"), [("ms", "2,500.0 ms"), ("MB", "2.5 MB")])
def test_times_show_in_milliseconds_and_memory_in_megabytes(unit, shown, capsys):
    measured = {"ms": 2.5, "MB": 2.5e6}[unit]
    show([Comparison("x", "y", unit=unit, rounds=[Round([measured], [measured])])], [], "title")

    assert capsys.readouterr().out.count(shown) == 2


@pytest.mark.parametrize(("at", "value"), [(50, 10.5), (95, 19), (100, 20)])
def test_percentiles_are_of_the_nearest_rank(at, value):
    assert percentile(range(1, 21), at) == value
