"""python -m tests.chaos --uploads 2000 --seed 7 --minutes 15

Exit status: 0 nothing lost, sent twice, out of order or left open; 1 otherwise."""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.chaos import timelapse

if TYPE_CHECKING:
    from tests.chaos.chaos import Report


def main() -> int:
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    add = parser.add_argument
    add("--uploads", type=int, default=2_000)
    add("--per-complaint", type=int, default=8, help="uploads in one complaint's line, on average")
    add("--seed", type=int, default=7, help="same seed, same casework and same faults by call")
    add("--probability", type=float, default=0.30, help="of a fault, at each call")
    add("--workers", type=int, default=4)
    add(
        "--minutes",
        type=float,
        default=15,
        help="the longest the faults last, unless entering takes longer",
    )
    add("--kill-every", type=float, default=4, metavar="SECONDS")
    add("--rate", type=float, default=60, help="seconds that pass in one (default: a minute)")
    add("--no-restarts", action="store_true", help="leave PostgreSQL and Redis up")
    add("--folder", type=Path, help="keep data and logs here (default: a folder that is removed)")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="ctm-chaos-"))
    _environment(folder, options.rate)
    report = _run(options, folder)
    _print(report, options.seed)
    if not report.clean:
        print(f"Data and logs are kept in {folder}")
    elif not options.folder:
        _remove(folder)
    return 0 if report.clean else 1


def _remove(folder: Path) -> None:
    from ctm_casework import embedded

    embedded.release(folder)
    embedded.erase(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: Path, rate: float) -> None:
    """Engines of its own, settings as they are in earnest, and a quick pulse of beat."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ |= {
        "CTM_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "ctm_casework.settings",
        "HPMS_DOWNLOAD_EVERY_SECONDS": "2",
        "HPMS_UPLOAD_EVERY_SECONDS": "1",
        "HPMS_BATCH_SIZE": "20",
        "LOG_LEVEL": "WARNING",
        **timelapse.environment(rate),
    }


def _run(options: argparse.Namespace, folder: Path) -> "Report":
    from ctm_casework import env

    env.hold_engines()
    timelapse.install()
    import django

    django.setup()
    from django.core.management import call_command

    from hpms_sync.simulator.process import SimulatorProcess
    from tests.chaos.chaos import Chaos, Options

    call_command("migrate", verbosity=0)
    with SimulatorProcess(complaints=0, state=folder / "simulator") as hpms:
        chosen = Options(
            uploads=options.uploads,
            per_complaint=options.per_complaint,
            seed=options.seed,
            probability=options.probability,
            workers=options.workers,
            minutes=options.minutes,
            kill_every=options.kill_every,
            restarts=not options.no_restarts,
            slowest=120 / options.rate,
        )
        return Chaos(chosen, hpms).run()


def _print(report: "Report", seed: int) -> None:
    print(f"\nChaos, seed {seed}")
    for name, value in report.figures.items():
        print(f"  {name:<36} {value}")
    kinds = "  ".join(f"{kind} {count}" for kind, count in report.struck.items())
    print(f"  faults by endpoint and kind: {kinds}")
    for title, ledger in (("recovered", report.before), ("after the answers", report.after)):
        if ledger is None:
            continue
        print(f"{title}: {dict(ledger.states)}")
        for name, found in ledger.violations.items():
            print(f"  {name:<36} {len(found)} {' '.join(found[:5])}")
        for reason, count in ledger.explained.items():
            print(f"  {reason:<50} {count}")
    print("clean" if report.clean else "NOT CLEAN")


if __name__ == "__main__":
    sys.exit(main())
