"""Redis carries work and nothing else: emptied in mid-run, or handing a long task out again and again,
each note reaches HPMS once and none is lost. Real workers, beats, PostgreSQL, Redis and HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from complaints.models import CaseworkUpload
from tests.sync.process import wait_until_true
from tests.sync.road import Road
from tests.sync.workers import Workers

CASES = [f"C26000000{number:02}" for number in range(6)]
TEXTS = ["First call.", "Second call."]
# Calls of a drain: six heads and then six more, in batches of three.
BATCH, CALLS = 3, 4


@pytest.fixture
def workers(tmp_path: Path, road: Road) -> Iterator[Workers]:
    for complaint_id in CASES:
        road.add(complaint_id)
    road.download()
    for complaint_id in CASES:
        for text in TEXTS:
            road.note(text, complaint_id)
    with Workers(tmp_path) as workers:
        yield workers


def everything_once_and_in_order(road: Road) -> bool:
    return all(road.sent(complaint_id) == TEXTS for complaint_id in CASES)


def accepted() -> int:
    return CaseworkUpload.objects.filter(state="ACCEPTED").count()


def slowly(road: Road, seconds: float) -> None:
    """HPMS takes its time for each call."""
    road.hpms.fault("upload", "slow", seconds=seconds, times=20)


def test_a_task_that_outlasts_the_visibility_timeout_has_one_effect(
    road: Road, workers: Workers
) -> None:
    """Visible again after 1 s, and at work for 4 s and more: other workers get it meanwhile."""
    slowly(road, 1.0)
    workers.ask()
    workers.start("worker", processes=3, HPMS_BATCH_SIZE=str(BATCH))
    wait_until_true(lambda: accepted() == len(CASES) * len(TEXTS))
    ((_, times),) = workers.received().items()
    assert times > 1
    assert everything_once_and_in_order(road)


def test_nothing_is_lost_or_doubled_when_redis_is_emptied_in_mid_run(
    road: Road, workers: Workers
) -> None:
    """Tasks in line, tokens and what the broker knew of tasks under way are gone, and again; two beats
    go on asking."""
    slowly(road, 0.3)
    for _ in range(3):
        workers.ask()
    for name in ("one", "two"):
        workers.start(name, processes=1, HPMS_BATCH_SIZE=str(BATCH))
        workers.start_beat(f"beat-{name}")
    for calls in range(1, CALLS + 1):
        wait_until_true(lambda calls=calls: road.calls("upload") >= calls)
        workers.empty()
    wait_until_true(lambda: accepted() == len(CASES) * len(TEXTS))
    assert everything_once_and_in_order(road)
    # And the road is open: what is written from now on goes up by itself.
    row = road.note("Third call.", CASES[0])
    wait_until_true(lambda: CaseworkUpload.objects.get(pk=row.pk).state == "ACCEPTED")
    assert road.sent(CASES[0]) == [*TEXTS, "Third call."]
