"""Whatever fails, the next scheduled runs end where a run without a fault ends.

The n-th statement, COPY or commit, and the n-th HTTP call, over a download of 20 new and 5 changed
complaints and over a drain of 20 uploads. The suite takes every CTM_SWEEP_STRIDE-th n, beginning at
CTM_SWEEP_FROM; `make chaos` takes them all."""

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import stamina
from django.core.cache import cache

from complaints.models import CaseworkUpload
from hpms_sync.simulator.process import SimulatorProcess
from hpms_sync.tasks import download_key, upload_queue
from tests.chaos.nth import NthFault
from tests.chaos.snapshot import Snapshot, differences, history_is_true, outcome, plain
from tests.chaos.staff import stopped_keys_tried_again
from tests.sync.conftest import key_at
from tests.sync.road import Road

STRIDE = int(os.environ.get("CTM_SWEEP_STRIDE", "17"))
FROM = int(os.environ.get("CTM_SWEEP_FROM", "1"))
ROUNDS = 4
KNOWN = [f"C2610000{number:03}" for number in range(5)]
NEW = [f"C2620000{number:03}" for number in range(20)]
UNREADABLE = "C2630000000"
BUSY = [f"C2640000{number:03}" for number in range(15)]

Task = Callable[[], None]


class Sweep:
    """One beginning, the task under fault, and where the task and its successors end."""

    def __init__(self, road: Road, task: Task) -> None:
        self.road, self.task = road, task
        self.snapshot = Snapshot()
        self.records = {it: road.hpms.record(it) for it in road.added}
        self.expected: dict[str, Any] = {}
        self.failures: list[str] = []

    def begin(self) -> None:
        self.road.hpms.clear_faults()
        cache.clear()
        self.snapshot.restore()
        for complaint_id, record in self.records.items():
            if self.road.hpms.record(complaint_id) != record:
                self.road.set(complaint_id, **record)

    def without_fault(self) -> int:
        """Learns the end; returns how many statements, copies and commits there are."""
        self.begin()
        watch = NthFault(0, lost=False)
        with watch.armed():
            self.task()
        self.next_runs()
        self.expected = self.end()
        return watch.passed

    def next_runs(self) -> None:
        self.road.pass_time(hours=1)
        stopped_keys_tried_again()  # a person has looked: HPMS refused it twice over
        upload_queue()
        download_key(self.road.key.pk)

    def end(self) -> dict[str, Any]:
        shown = {it: self.road.hpms.record(it) for it in self.records}
        names = ("PLAN_CASEWORK_NOTES", "RESOLUTION_DATE", "RESOLUTION_SUMMARY", "COMMENTS")
        hpms = {it: [plain(record.get(name)) for name in names] for it, record in shown.items()}
        return {**outcome(), "HPMS": hpms, "history is true": history_is_true()}

    def check(self, what: str) -> None:
        """The normal next runs, an hour apart; within a few of them the end is reached."""
        self.road.hpms.clear_faults()
        found: dict[str, Any] = {}
        for _ in range(ROUNDS):
            self.next_runs()
            found = self.end()
            if self.same(found):
                return
        self.failures += [what, *differences(found, self.expected)]

    def same(self, found: dict[str, Any]) -> bool:
        return found == self.expected


class UploadSweep(Sweep):
    def same(self, found: dict[str, Any]) -> bool:
        """What a download saw in between differs with the moment; that the history is true does not."""
        own = {"history": None}
        return found | own == self.expected | own


def add_unreadable(road: Road) -> None:
    road.add(UNREADABLE, RECEIVED_DATE="soon")


@pytest.fixture(scope="module")
def hpms() -> Iterator[SimulatorProcess]:
    with SimulatorProcess(complaints=0) as process:
        yield process


@pytest.fixture(autouse=True)
def _no_waiting(settings: Any) -> Iterator[None]:
    settings.HPMS_READ_SECONDS = 0.4
    settings.HPMS_CONNECT_SECONDS = 1
    with stamina.set_testing(True, attempts=settings.HPMS_RETRIES, cap=True):
        yield


@pytest.fixture
def road(hpms: SimulatorProcess, transactional_db: None) -> Iterator[Road]:
    road = Road(hpms, key_at(hpms))
    yield road
    hpms.clear_faults()
    hpms.end_script()
    for complaint_id in road.added:
        hpms.cms("remove_record", complaint_id)


@pytest.fixture
def download(road: Road) -> Iterator[Sweep]:
    for complaint_id in KNOWN:
        road.add(complaint_id)
    road.download()
    for complaint_id in KNOWN:
        road.set(complaint_id, COMMENTS="CMS asks for a call.", ISSUE_LEVEL="Immediate Need")
    for complaint_id in NEW:
        road.add(complaint_id)
    add_unreadable(road)
    sweep = Sweep(road, lambda: download_key(road.key.pk))
    yield sweep
    sweep.snapshot.drop()


@pytest.fixture
def uploads(road: Road) -> Iterator[Sweep]:
    for complaint_id in BUSY:
        road.add(complaint_id)
    road.download()
    for complaint_id in BUSY:
        road.note(f"Called about {complaint_id}.", complaint_id)
    for complaint_id in BUSY[:3]:
        road.note("Called once more.", complaint_id)
    for complaint_id in BUSY[-2:]:
        road.resolve(complaint_id)
    assert CaseworkUpload.objects.count() == 20
    sweep = UploadSweep(road, upload_queue)
    yield sweep
    sweep.snapshot.drop()


def sweep_statements(sweep: Sweep) -> None:
    count = sweep.without_fault()
    assert count > 20
    for n in range(FROM, count + 1, STRIDE):
        for lost in (False, True) if STRIDE == 1 else (bool(n // STRIDE % 2),):
            sweep.begin()
            fault = NthFault(n, lost)
            with contextlib.suppress(Exception), fault.armed():
                sweep.task()
            assert fault.failed
            sweep.check(f"statement {n} of {count} {'lost' if lost else 'refused'}: {fault.failed}")
    assert not sweep.failures, "\n".join(sweep.failures)


def test_a_download_recovers_from_a_failing_statement_copy_or_commit(download: Sweep) -> None:
    sweep_statements(download)


def test_a_drain_recovers_from_a_failing_statement_or_commit(uploads: Sweep) -> None:
    sweep_statements(uploads)


FAILING: tuple[dict[str, Any], ...] = (
    {"kind": "status", "status": 401},
    {"kind": "status", "status": 429},
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 500, "after": True},
    {"kind": "html", "status": 502},
    {"kind": "html"},
    {"kind": "hang", "seconds": 0.6},
    {"kind": "reset_before"},
    {"kind": "reset_after"},
    {"kind": "truncate"},
    {"kind": "cut_connection"},
    {"kind": "unreadable_json"},
    {"kind": "incomplete_200"},
    {"kind": "drip", "seconds": 0.1},
    {"kind": "key_rotated", "seconds": 0.1},
    {"kind": "line_id_mismatch"},
    {"kind": "late", "seconds": 0.1},
    {"kind": "duplicate_records"},
    {"kind": "reorder_records"},
)


def sweep_calls(sweep: Sweep, faults: list[tuple[int, dict[str, Any]]]) -> None:
    """Each fault at the call it names, counted from 0; calls before it are merely slow, by no time."""
    sweep.without_fault()
    for before, fault in faults:
        sweep.begin()
        if before:
            sweep.road.hpms.fault(fault["endpoint"], "slow", times=before, seconds=0)
        sweep.road.hpms.fault(**fault)
        with contextlib.suppress(Exception):
            sweep.task()
        sweep.check(f"call {before}: {fault}")
    assert not sweep.failures, "\n".join(sweep.failures)


def calls(endpoint: str, numbers: int) -> list[tuple[int, dict[str, Any]]]:
    """Every fault at each of the calls; once, which a second try may mend, and as often as tries go."""
    from hpms_sync.simulator.faults import KINDS

    fitting = [fault for fault in FAILING if endpoint in KINDS[fault["kind"]]]
    all_of_them = [
        (number, {"endpoint": endpoint, "times": times, **fault})
        for fault in fitting
        for number in range(numbers)
        for times in (1, 3)
    ]
    return all_of_them[FROM % 6 :: 1 if STRIDE == 1 else 6]


def test_a_download_recovers_from_a_failing_call(download: Sweep) -> None:
    sweep_calls(download, [*calls("token", 1), *calls("download", 2)])


def test_a_drain_recovers_from_a_failing_call(uploads: Sweep) -> None:
    sweep_calls(uploads, [*calls("token", 1), *calls("upload", 2)])
