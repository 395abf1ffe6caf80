"""Several acts at one complaint, each on a connection of its own, in an order that is certain."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue
from typing import Any

from django.db import connection, transaction

from complaints.models import Complaint

SECONDS = 60  # more than a download takes on a busy machine


def in_line(complaint_id: str, *acts: Callable[[], Any]) -> list[Any]:
    """What each act returned, or the exception it ended with.

    The complaint's lock is held until all acts have come as far as it; PostgreSQL then hands it on in
    the order of their coming. What an act read before is stale by then."""
    with ThreadPoolExecutor(len(acts)) as pool, transaction.atomic():
        Complaint.objects.select_for_update().get(pk=complaint_id)
        ends = [_began_and_waiting(pool, act) for act in acts]
    return [end.exception() or end.result() for end in ends]


def _began_and_waiting(pool: ThreadPoolExecutor, act: Callable[[], Any]) -> "Future[Any]":
    backends: Queue[int] = Queue()
    end = pool.submit(_on_its_own_connection, act, backends)
    backend, until = backends.get(timeout=SECONDS), time.monotonic() + SECONDS
    while not _waits(backend):
        if end.done():
            raise AssertionError(f"It did not wait for the lock: {end.exception() or end.result()}")
        assert time.monotonic() < until, "It did not come as far as the lock."
    return end


def _on_its_own_connection(act: Callable[[], Any], backends: "Queue[int]") -> Any:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backends.put(cursor.fetchone()[0])
        return act()
    finally:
        connection.close()


def _waits(backend: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_locks WHERE pid = %s AND NOT granted", [backend])
        return cursor.rowcount > 0
