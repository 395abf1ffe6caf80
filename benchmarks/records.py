"""Made-up download records of the size real ones have, and the bodies HPMS would answer with."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from random import Random

from hpms_sync.simulator.clock import us_date
from hpms_sync.simulator.generator import INTERIM, made_up
from hpms_sync.simulator.layout import Record

# One record in so many differs between yesterday and today.
CHANGED_EVERY = 100
# With these a record takes about 2.6 kB of JSON.
NOTES_MORE = (2, 11)
VERSIONS = ("yesterday", "today", "nothing")
OPEN, RESOLVED = "0", "1"


def records(count: int, seed: int, today: date) -> Iterator[Record]:
    """The simulator's made-up complaints, each with a longer history of casework notes."""
    for index in range(count):
        record = made_up(index, seed, today).record
        rng = Random(f"{seed}:notes:{index}")
        older = [_note(rng, record) for _ in range(rng.randint(*NOTES_MORE))]
        notes = "\n".join([record["PLAN_CASEWORK_NOTES"], *older]).strip()
        yield record | {"PLAN_CASEWORK_NOTES": notes}


def _note(rng: Random, record: Record) -> str:
    day, contract = record["RECEIVED_DATE"], record["CONTRACT_ID"]
    text = rng.choice(INTERIM).format(day=day)
    return f"{day} {rng.randint(1, 11):02}:{rng.randrange(60):02} PM {contract} API: {text}"


def changed(index: int, record: Record, today: date) -> Record:
    """The record a day later: the same, but for one in a hundred that got a comment of CMS."""
    if (index + 1) % CHANGED_EVERY:
        return record
    comment = f"{us_date(today)} 09:15 AM CMS: Please update the casework notes."
    return record | {"COMMENTS": f"{comment}\n{record['COMMENTS']}"}


def changes(count: int) -> int:
    """How many of so many records differ between the versions."""
    return count // CHANGED_EVERY


def write_bodies(folder: Path, count: int, seed: int, today: date) -> int:
    """Writes `<version>/<status>.json`, a bare array each: two versions a day apart, and one of nothing.

    Returns the bytes of the first version."""
    with ExitStack() as stack:
        files = {version: _Files(stack, folder / version) for version in VERSIONS}
        for index, record in enumerate(records(count, seed, today)):
            files["yesterday"].write(record)
            files["today"].write(changed(index, record, today))
    return sum(path.stat().st_size for path in (folder / "yesterday").iterdir())


def remove_bodies(folder: Path) -> None:
    """What write_bodies wrote."""
    shutil.rmtree(folder)


class _Files:
    """The two bodies of one version, open complaints and resolved ones."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.between = dict.fromkeys((OPEN, RESOLVED), "")
        self.bodies = {}
        for status in self.between:
            body = stack.enter_context((folder / f"{status}.json").open("w"))
            body.write("[")
            stack.callback(body.write, "]")
            self.bodies[status] = body

    def write(self, record: Record) -> None:
        status = RESOLVED if record["RESOLUTION_DATE"] else OPEN
        self.bodies[status].write(self.between[status] + json.dumps(record))
        self.between[status] = ",\n"
