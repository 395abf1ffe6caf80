"""One chaos: casework is entered while everything goes wrong, then all is well again, then it is counted."""

import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Any

from django.db import OperationalError, connections
from django.db.models import QuerySet
from django.utils import timezone

from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from complaints.models.outbox import FOR_A_PERSON
from hpms_sync.keys.registry import key_add
from hpms_sync.models import DownloadRun
from hpms_sync.simulator.process import SimulatorProcess
from tests.chaos import ledger, staff
from tests.chaos.machines import Machines
from tests.sync.road import Road

MOVING = (UploadState.SENDING, UploadState.UNCERTAIN, UploadState.QUEUED)
TICK = 0.1
# Of the kills; the others hit a whole machine.
WORKERS_SHARE = 0.8
# So few may still wait for their first try when the faults end.
UNTRIED_SHARE = 0.05
CONTRACTS = ("H1234", "H5678", "S4802")


@dataclass(frozen=True)
class Options:
    """`minutes`: the longest the faults last, unless entering takes longer. `kill_every`: seconds.
    `slowest`: of whatever the script delays, real seconds; must stay well below the product's settle
    time in the time lapse."""

    uploads: int = 2_000
    per_complaint: int = 8
    seed: int = 7
    probability: float = 0.30
    workers: int = 4
    minutes: float = 15.0
    kill_every: float = 4.0
    slowest: float = 2.0
    restarts: bool = True


@dataclass
class Report:
    """What happened, and both ledgers: before and after people answered what they were asked."""

    figures: dict[str, Any] = field(default_factory=dict)
    struck: dict[str, int] = field(default_factory=dict)
    before: ledger.Ledger | None = None
    after: ledger.Ledger | None = None

    @property
    def clean(self) -> bool:
        both = (self.before, self.after)
        return all(it is not None and it.clean for it in both) and not (
            self.after and self.after.states.keys() - ledger.ANSWERED
        )


class Chaos:
    def __init__(self, options: Options, hpms: SimulatorProcess) -> None:
        self.options, self.hpms = options, hpms
        self.dice = Random(options.seed)
        self.began = time.monotonic()
        self.report = Report()
        self.tried_again = 0
        self._last_told = 0.0

    def run(self) -> Report:
        key = key_add(
            name="Chaos",
            environment="sandbox",
            base_url=self.hpms.url,
            key_id=self.hpms.key.key_id,
            secret=self.hpms.key.secret,
            contract_ids=CONTRACTS,
        )
        road = Road(self.hpms, key)
        road.casey()
        ids = staff.complaint_ids(self.options.uploads // self.options.per_complaint)
        staff.open_complaints(road, ids)
        road.download()
        with Machines(self.options.workers, self.dice) as machines:
            self._faults(road, machines, ids)
            self._recovery(road, machines)
        return self.report

    def _faults(self, road: Road, machines: Machines, ids: list[str]) -> None:
        """Casework is entered in step with the restarts; ends when nearly all of it was tried."""
        options = self.options
        self.hpms.follow_script(
            seed=options.seed, probability=options.probability, seconds=[0.1, options.slowest]
        )
        work = staff.jobs(ids, options.uploads, self.dice)
        entered, next_kill = 0, time.monotonic() + options.kill_every
        deadline = time.monotonic() + 60 * options.minutes
        while entered < options.uploads or time.monotonic() < deadline:
            for job in islice(work, 5):
                staff.enter(road, job)
                entered += 1
            if options.restarts and entered >= options.uploads // 3 > 0:
                if not machines.restarted_postgres:
                    machines.restart_postgres()
                elif entered >= 2 * options.uploads // 3 and not machines.restarted_redis:
                    machines.restart_redis()
            if time.monotonic() > next_kill:
                a_worker = self.dice.random() < WORKERS_SHARE
                (machines.kill_a_worker if a_worker else machines.kill_a_machine)()
                next_kill = time.monotonic() + options.kill_every * self.dice.uniform(0.5, 1.5)
            machines.look_after()
            self._people()
            if entered == options.uploads and self._nearly_all_tried():
                break
            time.sleep(TICK)
        told = self.hpms.end_script()
        self.report.struck = told["struck"]
        self.report.figures |= {
            "calls under the script": sum(told["calls"].values()),
            "of them struck": sum(told["struck"].values()),
            "uploads entered": entered,
            "seconds under fault": round(time.monotonic() - self.began),
            "workers, machines killed": f"{machines.killed_workers}, {machines.killed_machines}",
            "processes that ended by themselves": machines.died,
            "PostgreSQL, Redis restarted": f"{machines.restarted_postgres}, {machines.restarted_redis}",
        }

    def _nearly_all_tried(self) -> bool:
        return _moving().filter(tries=0).count() <= self.options.uploads * UNTRIED_SHARE

    def _recovery(self, road: Road, machines: Machines) -> None:
        self._until_quiet(machines)
        self.report.before = ledger.compare(road)
        asked = 0
        while answered := staff.questions_answered(road, ledger.applied(road)):
            asked += answered
            self._until_quiet(machines)
        self.report.after = ledger.compare(road)
        calls = Counter(call["endpoint"] for call in self.hpms.journal())
        runs = Counter(DownloadRun.objects.order_by().values_list("state", flat=True))
        self.report.figures |= {
            "seconds in all": round(time.monotonic() - self.began),
            "calls in all": dict(calls),
            "downloads": dict(runs),
            "stopped key tried again": self.tried_again,
            "questions to a person": asked,
        }

    def _until_quiet(self, machines: Machines, seconds: float = 300) -> None:
        """Waits for the regular downloads and uploads to settle what can be settled without a person, and
        for two more downloads, which show the state then reached."""
        deadline = time.monotonic() + seconds
        self._wait(machines, deadline, lambda: not _moving().exists())
        runs = DownloadRun.objects.filter(state=DownloadRun.State.COMPLETE)
        later = runs.filter(started_at__gt=timezone.now())
        self._wait(machines, deadline, lambda: later.count() > 1)

    def _wait(self, machines: Machines, deadline: float, true: Callable[[], bool]) -> None:
        while time.monotonic() < deadline and not true():
            machines.look_after()
            self._people()
            time.sleep(2 * TICK)

    def _people(self) -> None:
        try:
            self.tried_again += staff.stopped_keys_tried_again()
            self._tell()
        except OperationalError:
            connections.close_all()

    def _tell(self) -> None:
        if time.monotonic() - self._last_told > 10:
            self._last_told = time.monotonic()
            passed = time.monotonic() - self.began
            print(f"{passed:6.0f} s  {dict(_states())}", file=sys.stderr, flush=True)


def _moving() -> QuerySet[CaseworkUpload]:
    """What still goes on by itself: not settled, and not behind a row that waits for a person."""
    held = CaseworkUpload.objects.filter(state__in=FOR_A_PERSON).values("complaint_id")
    moving = CaseworkUpload.objects.filter(state__in=MOVING)
    return moving.exclude(state=UploadState.QUEUED, complaint__in=held)


def _states() -> Counter[str]:
    return Counter(CaseworkUpload.objects.order_by().values_list("state", flat=True))
