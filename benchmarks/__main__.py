"""Command line: `make bench`, or `python -m benchmarks --help`."""

import argparse
import os
import warnings
from importlib import import_module
from pathlib import Path

from benchmarks import ground
from benchmarks.measure import say, show

ROOT = Path(__file__).resolve().parent.parent
# Modules of this folder, each with `measure(folder, complaints, seed, rounds)`.
PARTS = ("downloads", "growth", "pages", "meanwhile", "uploads")
# These take long for what they tell and run once unless asked for alone.
ONCE = {"growth"}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Prints how long the product takes as ratios against floors measured in the same run. "
        "Works in CTM_DATA_DIR (default var/bench) and a database of its own, ctm_bench, made anew; "
        "docs/benchmarks.md says what is measured and how to read it.",
    )
    parser.add_argument(
        "--complaints", type=_positive, default=10_000, metavar="N", help="default 10000"
    )
    parser.add_argument(
        "--uploads", type=_positive, default=2_000, metavar="N", help="in the queue; default 2000"
    )
    parser.add_argument("--rounds", type=_positive, default=5, metavar="N", help="default 5")
    parser.add_argument("--seed", type=int, default=1, help="of the made-up complaints; default 1")
    parser.add_argument("--only", choices=PARTS, help="one part of it")
    return parser.parse_args()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def main() -> None:
    asked = arguments()
    data_dir = Path(os.environ.get("CTM_DATA_DIR") or ROOT / "var" / "bench").resolve()
    warnings.filterwarnings("ignore", "No directory at")  # static files are not measured
    say("a fresh database")
    ground.fresh_database(data_dir)
    ground.people_and_key()
    comparisons, told = [], []
    for name in PARTS:
        if asked.only in (None, name):
            part = import_module(f"benchmarks.{name}")  # wants Django set up
            rounds = 1 if name in ONCE and not asked.only else asked.rounds
            count = asked.uploads if name == "uploads" else asked.complaints
            lines, facts = part.measure(data_dir / "bench", count, asked.seed, rounds)
            comparisons += lines
            told += facts
    show(comparisons, told, f"{asked.complaints:,} complaints, rounds: {asked.rounds}")


if __name__ == "__main__":
    main()
