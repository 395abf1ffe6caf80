"""Runs mutants with cosmic-ray, each worker in a copy of the tree: the tree itself is never touched.

Imports cosmic-ray, which lives in an environment of its own (`make mutation` makes it).
"""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray.commands import init
from cosmic_ray.modules import filter_paths, find_modules
from cosmic_ray.work_db import use_db
from cosmic_ray.work_item import WorkItem, WorkResult

from tests.mutation.sample import MODULES, TEXTS, counted, drawn

COPIED = ("complaints", "ctm_casework", "hpms_sync", "plan_requests", "tests", "pyproject.toml")

# All of tests/sop runs without a database. These take long and come last, after the quick and
# telling; the text as sent is no law.
SLOW = ("test_catalogue", "test_clock_properties", "test_cases", "radar")
LEFT_OUT = ("test_sent_text",)
PYTEST = (
    "-m pytest -x -q --no-header --tb=no -p no:cacheprovider --hypothesis-profile=ci "
    "--confcutdir=tests/sop"
)


def copied(root: Path, to: Path) -> Path:
    """What the law's tests need, in a folder of its own."""
    to.mkdir()
    for name in COPIED:
        if (root / name).is_dir():
            shutil.copytree(root / name, to / name)
        else:
            shutil.copy2(root / name, to / name)
    return to


def test_command(root: Path, python: Path) -> str:
    """Ends with 0 when the law holds. `python` has the product's packages."""
    found = {path.stem: path for path in sorted((root / "tests/sop").glob("test_*.py"))}
    quick = [path for name, path in found.items() if name not in (*SLOW, *LEFT_OUT)]
    slow = [found.get(name, root / "tests/sop" / name) for name in SLOW]
    run = shlex.quote(str(python))
    stages = [f"{run} -m tests.mutation.cases_hold"]
    for paths in (quick, slow):
        names = " ".join(str(path.relative_to(root)) for path in paths)
        stages.append(f"{run} {PYTEST} {names}")
    return f"sh -c {shlex.quote(' && '.join(stages))}"


def unmutated(tree: Path, command: str) -> float:
    """Seconds the tests take; SystemExit with their output when they are red to begin with."""
    begun = time.monotonic()
    done = subprocess.run(shlex.split(command), cwd=tree, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"The tests fail before anything is mutated.\n{done.stdout}{done.stderr}")
    return time.monotonic() - begun


def work(tree: Path, size: int, seed: int) -> tuple[list[WorkItem], int]:
    """The drawn mutants, and out of how many."""
    os.chdir(tree)
    modules = filter_paths(find_modules([Path(one) for one in MODULES]), TEXTS)
    with use_db(str(tree.parent / "all.sqlite")) as db:
        init(sorted(modules), db, {})
        found = [item.mutations[0] for item in db.work_items]
    choice = counted(found, lambda path: (tree / path).read_text(encoding="utf-8"))
    picked = drawn(choice, size, seed)
    return [WorkItem.single(f"{number:04}", one) for number, one in enumerate(picked)], len(choice)


def run(items: list[WorkItem], trees: list[Path], command: str, timeout: float) -> list[WorkResult]:
    """The results in the order of the items. Shows on stderr how far it is."""
    folder = trees[0].parent
    config = folder / "cosmic-ray.toml"
    config.write_text(
        f"[cosmic-ray]\nmodule-path = []\ntimeout = {timeout:.0f}.0\nexcluded-modules = []\n"
        f'test-command = """{command}"""\n[cosmic-ray.distributor]\nname = "local"\n'
    )
    sessions = [folder / f"{tree.name}.sqlite" for tree in trees]
    for number, session in enumerate(sessions):
        with use_db(str(session)) as db:
            db.add_work_items(items[number :: len(sessions)])
    exec_ = [sys.executable, "-m", "cosmic_ray.cli", "exec", str(config)]
    runs = [
        subprocess.Popen([*exec_, str(session)], cwd=tree)
        for session, tree in zip(sessions, trees, strict=True)
    ]
    _wait(runs, sessions, len(items))
    results = dict(result for session in sessions for result in _results(session))
    return [results[item.job_id] for item in items]


def _wait(runs: list[subprocess.Popen], sessions: list[Path], total: int) -> None:
    told = 0
    try:
        while any(one.poll() is None for one in runs):
            time.sleep(5)
            done = sum(1 for session in sessions for _ in _results(session))
            if done >= told + 10:
                print(f"{done} of {total}", file=sys.stderr, flush=True)
                told = done
    finally:
        for one in runs:
            one.terminate()
    if failed := [one.returncode for one in runs if one.returncode]:
        raise SystemExit(f"cosmic-ray ended with {failed}")


def _results(session: Path) -> Iterator[tuple[str, WorkResult]]:
    with use_db(str(session)) as db:
        yield from list(db.results)
