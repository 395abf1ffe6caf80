"""Two downloads bring a complaint nobody knew, at the same moment: it is first seen once, newest wins."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from complaints.models import Complaint, ComplaintChange
from hpms_sync.download.apply import Applied, apply_changes
from hpms_sync.download.arrived import Arrived
from hpms_sync.download.overtaken import asked_later
from hpms_sync.download.staging import Staging
from tests.sync.road import CASE, Road

NOW = timezone.now()
OLDER, NEWER = NOW - timedelta(minutes=5), NOW
RUNS = {OLDER: 1001, NEWER: 1002}


def staged(stack: ExitStack, record: dict[str, Any], started: datetime) -> Staging:
    staging = stack.enter_context(Staging(RUNS[started]))
    assert list(staging.load([Arrived.of_columns(record)], frozenset({"H1234"}))) == [1]
    return staging


def applied(staging: Staging, started: datetime) -> Applied:
    return list(apply_changes(staging, RUNS[started], started, asked_later([], started)))[-1]


def wait_until_somebody_waits_for_a_lock() -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


def at_once(road: Road, first: datetime, second: datetime) -> Applied:
    """`first` is applied and, before it commits, `second` as well. What became of the second."""
    road.add()
    record = road.hpms.record(CASE)

    def work(staging: Staging) -> Applied:
        try:
            return applied(staging, second)
        finally:
            connection.close()

    with ExitStack() as stack:
        one = staged(stack, {**record, "COMMENTS": f"of {RUNS[first]}"}, first)
        two = staged(stack, {**record, "COMMENTS": f"of {RUNS[second]}"}, second)
        worker = stack.enter_context(ThreadPoolExecutor(1))
        with transaction.atomic():
            assert applied(one, first).new == 1
            later = worker.submit(work, two)
            wait_until_somebody_waits_for_a_lock()
        return later.result(timeout=30)


@pytest.mark.parametrize(("first", "second"), [(NEWER, OLDER), (OLDER, NEWER)])
def test_it_is_first_seen_once_and_the_newer_value_stays(
    road: Road, first: datetime, second: datetime
) -> None:
    told = at_once(road, first, second)
    assert (told.new, told.changed, told.late) == ((0, 0, 1) if second == OLDER else (0, 1, 0))
    complaint = Complaint.objects.get(pk=CASE)
    assert (complaint.comments, complaint.seen_as_of) == ("of 1002", NEWER)
    assert ComplaintChange.objects.filter(column="").count() == 1
    changes = ComplaintChange.objects.filter(column="comments").values_list("old", "new")
    assert list(changes) == ([] if second == OLDER else [("of 1001", "of 1002")])
