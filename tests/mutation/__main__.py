"""Command line: `make mutation`, or with cosmic-ray's own environment `python -m tests.mutation`."""

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from cosmic_ray.work_item import TestOutcome, WorkItem, WorkResult

from tests.mutation import session
from tests.mutation.report import FLOOR, Survivor, lines, reasons, share, survivor

ROOT = Path(__file__).resolve().parents[2]
SEED = 2025_08_24


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation",
        description="Changes the SOP and the clock in copies of the tree, one small change at a time, "
        f"and counts how many the tests notice. Ends with 1 below {FLOOR} %%.",
    )
    parser.add_argument("--python", type=Path, required=True, help="with the product's packages")
    parser.add_argument("--sample", type=int, default=300, metavar="N", help="default 300")
    parser.add_argument("--seed", type=int, default=SEED, help=f"default {SEED}")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="default 2")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    # Not resolved: the link is what makes it the environment's.
    python = Path(os.path.abspath(asked.python))
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that workers and copies go
    with tempfile.TemporaryDirectory(prefix="ctm-mutation-") as name:
        folder = Path(name)
        os.environ["CTM_DATA_DIR"] = str(folder / "data")
        command = session.test_command(ROOT, python)
        first = session.copied(ROOT, folder / "tree0")
        seconds = session.unmutated(first, command)
        # Copied after the tests, with what Python compiled: mutants start sooner.
        others = [session.copied(first, folder / f"tree{n}") for n in range(1, asked.workers)]
        items, out_of = session.work(first, asked.sample, asked.seed)
        print(f"{len(items)} of {out_of} mutants, seed {asked.seed}; all tests: {seconds:.0f} s")
        results = session.run(items, [first, *others], command, timeout=max(120, 5 * seconds))
        os.chdir(ROOT)
    survivors = _survivors(items, results)
    print("\n".join(lines(len(items), survivors, reasons())))
    late = sum(result.output == "timeout" for result in results)
    print(f"\n{late} of the killed ran out of time; {(time.monotonic() - begun) / 60:.0f} minutes")
    raise SystemExit(share(len(items), len(survivors)) < FLOOR)


def _survivors(items: list[WorkItem], results: list[WorkResult]) -> list[Survivor]:
    """Whatever was not killed by the tests counts as survived, trouble of the runner's too."""
    found = []
    for item, result in zip(items, results, strict=True):
        if result.test_outcome is not TestOutcome.KILLED:
            (mutation,) = item.mutations
            found.append(
                survivor(
                    str(mutation.module_path),
                    mutation.start_pos[0],
                    mutation.operator_name,
                    result.diff or "",
                )
            )
    return found


if __name__ == "__main__":
    main()
