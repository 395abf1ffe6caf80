"""Any permutation and duplication of the same downloads ends in the same state, and each row of history is
a change that really was observed (Hypothesis)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.models import Complaint, ComplaintChange, ContractAssignment
from hpms_sync.keys.registry import key_add
from hpms_sync.layouts import FIELDS
from hpms_sync.models import ApiKey, DownloadRun
from hpms_sync.simulator.clock import us_date
from tests.sync.bodies import record, take_in_bodies
from tests.sync.conftest import CONTRACTS

IDS = ("C2612345601", "C2612345602", "C2612345603")
DAY = us_date(timezone.localdate() - timedelta(days=1))
# What may stand in a column from one download to the next, and come back.
VALUES = st.fixed_dictionaries(
    {
        "COMMENTS": st.sampled_from(["", "Called.", "Called again."]),
        "ISSUE_LEVEL": st.sampled_from(["No Issue Level", "Urgent", "Immediate Need"]),
        "CONTRACT_ID": st.sampled_from(["H1234", "H5678"]),
        "RESOLUTION_DATE": st.sampled_from(["", DAY]),
    }
)
# What HPMS held at each download. A complaint that is there stays there: none, then some values.
LATEST = 5


@st.composite
def histories(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    count = draw(st.integers(2, LATEST))
    known = {one: draw(st.integers(0, count - 1)) for one in IDS}
    known[IDS[0]] = 0
    return [
        [record(one, **draw(VALUES)) for one in IDS if known[one] <= number]
        for number in range(count)
    ]


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[list[dict[str, Any]]], list[int]]:
    """What each download holds, in the order of their beginnings, and the order in which they arrive;
    each arrives at least once."""
    bodies = draw(histories())
    numbers = list(range(len(bodies)))
    again = draw(st.lists(st.sampled_from(numbers), max_size=3))
    return bodies, draw(st.permutations([*numbers, *again]))


@contextmanager
def rolled_back() -> Iterator[None]:
    """Every example begins with no complaint."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def key(db: None) -> ApiKey:
    return key_add(
        name="Sandbox",
        environment="sandbox",
        base_url="http://127.0.0.1:1",
        key_id="SIMKEY01",
        secret="never-sent",
        contract_ids=CONTRACTS,
    )


def began(number: int) -> datetime:
    """An hour apart, the last one a minute ago."""
    return NOW - timedelta(hours=LATEST - number)


NOW = datetime.now(UTC) - timedelta(minutes=1)


def arrive(key: ApiKey, bodies: list[Any], order: list[int]) -> None:
    for number in order:
        take_in_bodies(key, began(number), bodies[number])


def standing() -> list[Any]:
    """What stands of every complaint, and to whom it is assigned since when."""
    live = ContractAssignment.objects.filter(ended_on=None)
    return [
        list(
            Complaint.objects.order_by("pk").values_list(*FIELDS, "record_digest", "review_flags")
        ),
        list(live.order_by("complaint").values_list("complaint", "contract", "assigned_on")),
    ]


def shown(body: list[dict[str, Any]], complaint_id: str) -> dict[str, str] | None:
    found = next((one for one in body if one["COMPLAINT_ID"] == complaint_id), None)
    return found and {
        "comments": found["COMMENTS"],
        "contract_id": found["CONTRACT_ID"],
        "resolution_date": found["RESOLUTION_DATE"],
        "issue_level": found["ISSUE_LEVEL"],
    }


LEVELS = {
    "No Issue Level": "NO_ISSUE_LEVEL", "Urgent": "URGENT", "Immediate Need": "IMMEDIATE_NEED"
}  # fmt: skip


def as_stored(column: str, value: str) -> str:
    if column == "issue_level":
        return LEVELS[value]
    if column == "resolution_date" and value:
        return datetime.strptime(value, "%m/%d/%Y").date().isoformat()  # noqa: DTZ007 - a day
    return value


def check_history(bodies: list[Any]) -> None:
    """Every row shows what one download held and another, begun later, held otherwise."""
    for change in ComplaintChange.objects.exclude(column=""):
        number = next(n for n in range(len(bodies)) if began(n) == change.seen_at)
        after = shown(bodies[number], change.complaint_id)
        before = [b for b in (shown(body, change.complaint_id) for body in bodies[:number]) if b]
        if change.column not in (after or {}):
            assert change.column == "issue_level_text", change.column
            continue
        assert after
        assert change.new == as_stored(change.column, after[change.column])
        assert change.old != change.new
        assert change.old in {as_stored(change.column, b[change.column]) for b in before}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(arrival=arrivals())
def test_any_order_ends_in_the_same_state(key: ApiKey, arrival: Any) -> None:
    bodies, order = arrival
    ends = []
    for each in (range(len(bodies)), order):
        with rolled_back():
            arrive(key, bodies, list(each))
            check_history(bodies)
            ends.append(standing())
    assert ends[0] == ends[1]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(bodies=histories(), data=st.data())
def test_an_older_download_that_arrives_late_changes_nothing(
    key: ApiKey, bodies: Any, data: st.DataObject
) -> None:
    late = data.draw(st.integers(0, len(bodies) - 2))
    with rolled_back():
        arrive(key, bodies, [n for n in range(len(bodies)) if n != late])
        before = standing(), row_versions(), ComplaintChange.objects.count()
        arrive(key, bodies, [late])
        assert (standing(), row_versions(), ComplaintChange.objects.count()) == before
        assert DownloadRun.objects.count() == len(bodies)


def row_versions() -> list[Any]:
    return list(
        Complaint.objects.order_by("pk")
        .extra(select={"version": "xmin::text"})
        .values_list("pk", "version")
    )
