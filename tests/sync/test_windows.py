"""From when to when a download asks; the nightly full one; the backfill in slices."""

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from celery.exceptions import Retry
from django.core.management import CommandError, call_command
from django.utils import timezone

from complaints.models import Complaint
from hpms_sync import tasks
from hpms_sync.download.run import download
from hpms_sync.models import DownloadRun, SyncAlert
from hpms_sync.simulator.clock import us_date
from tests.sync.road import ASSIGNED, CASE, Road

OLD = "C2100000001"
Purpose = DownloadRun.Purpose


@pytest.fixture
def road(quick_road: Road) -> Road:
    return quick_road


def day(days_ago: int) -> date:
    return timezone.localdate() - timedelta(days=days_ago)


def received(days_ago: int) -> dict[str, str]:
    on = us_date(day(days_ago))
    return {"RECEIVED_DATE": on, ASSIGNED: on}


def asked(road: Road) -> list[tuple[str, str, str]]:
    """complaintStatus, dateFrom and dateTo of the last download's two calls."""
    calls = [call["parameters"] for call in road.journal("download")]
    return [(p["complaintStatus"], p["dateFrom"], p["dateTo"]) for p in calls[-2:]]


def since(days_ago: int) -> str:
    return day(days_ago).isoformat()


def test_it_asks_for_all_open_ones_and_for_ninety_days_of_resolved_ones(road: Road) -> None:
    road.download()
    assert asked(road) == [("0", "2006-01-01", since(0)), ("1", since(90), since(0))]


def test_it_asks_for_resolved_ones_as_far_back_as_the_oldest_open_one(road: Road) -> None:
    road.add(**received(200))
    road.download()
    road.download()
    assert asked(road)[1] == ("1", since(200), since(0))


def test_after_an_outage_it_reaches_back_to_the_last_complete_run(road: Road) -> None:
    road.download()
    DownloadRun.objects.update(started_at=timezone.now() - timedelta(days=120))
    DownloadRun.objects.filter(pk=road.download().pk).update(state="FAILED")
    assert asked(road)[1] == ("1", since(123), since(0))
    road.download()
    assert asked(road)[1] == ("1", since(123), since(0))
    road.download()
    assert asked(road)[1] == ("1", since(90), since(0))


def test_a_look_at_few_days_by_hand_does_not_end_the_outage(road: Road) -> None:
    road.download()
    DownloadRun.objects.update(started_at=timezone.now() - timedelta(days=120))
    download(road.key, day(2), purpose=Purpose.BY_HAND)
    road.download()
    assert asked(road)[1] == ("1", since(123), since(0))


def test_at_night_it_asks_for_all_of_time_once(road: Road) -> None:
    road.add(OLD, **received(2000))
    road.hpms.cms("resolve", OLD)
    tasks.download_key_full(road.key.pk)
    assert asked(road) == [("0", "2006-01-01", since(0)), ("1", "2006-01-01", since(0))]
    assert Complaint.objects.filter(pk=OLD).exists()
    tasks.download_key_full(road.key.pk)  # another beat, or the task delivered again
    assert DownloadRun.objects.get().purpose == "FULL"
    DownloadRun.objects.update(started_at=timezone.now() - timedelta(hours=13))
    tasks.download_key_full(road.key.pk)
    assert DownloadRun.objects.count() == 2


@pytest.mark.parametrize("state", ["RUNNING", "FAILED"])
def test_a_whole_one_whose_worker_was_killed_is_made_up_for_in_the_same_night(
    road: Road, state: str
) -> None:
    tasks.download_key_full(road.key.pk)
    DownloadRun.objects.update(state=state, lease_until=timezone.now() - timedelta(seconds=1))
    tasks.download_key_full(road.key.pk)
    runs = DownloadRun.objects.order_by("pk").values_list("purpose", "state")
    assert list(runs) == [("FULL", "FAILED"), ("FULL", "COMPLETE")]


def test_a_whole_one_under_way_is_waited_for(road: Road) -> None:
    tasks.download_key_full(road.key.pk)
    DownloadRun.objects.update(state="RUNNING")
    with pytest.raises((Retry, Exception), match="under way"):
        tasks.download_key_full.apply(args=[road.key.pk], throw=True, retries=60)
    DownloadRun.objects.update(state="COMPLETE")
    tasks.download_key_full(road.key.pk)
    assert DownloadRun.objects.count() == 1


def test_the_nightly_one_waits_for_a_download_under_way(road: Road) -> None:
    run = road.download()
    DownloadRun.objects.filter(pk=run.pk).update(state="RUNNING")
    with pytest.raises((Retry, Exception), match="under way"):
        tasks.download_key_full.apply(args=[road.key.pk], throw=True, retries=60)
    assert DownloadRun.objects.count() == 1


# Alerts about downloads as such


def failing() -> list[int | None]:
    kind = SyncAlert.Kind.DOWNLOAD_FAILING
    return list(SyncAlert.objects.filter(kind=kind, ended_at=None).values_list("key", flat=True))


def test_an_hour_without_a_complete_download_alerts_until_one_comes(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.download_key, "delay", lambda key: None)
    road.download()
    road.pass_time(minutes=59)
    tasks.download_all()
    assert failing() == []
    road.pass_time(minutes=2)
    tasks.download_all()
    assert failing() == [road.key.pk]
    road.download()
    assert failing() == []


def test_a_refused_key_has_an_alert_of_its_own(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.download_key, "delay", lambda key: None)
    road.download()
    road.pass_time(hours=2)
    SyncAlert.objects.create(kind="KEY_REJECTED", key=road.key, words="HPMS refuses the key.")
    tasks.download_all()
    assert failing() == []


# Backfill


@pytest.fixture
def backfill(road: Road) -> Callable[..., Any]:
    """Calls the command; returns what it told of the key."""

    def called(day_from: date, *words: str) -> Any:
        out = io.StringIO()
        call_command("hpms_backfill", "--from", str(day_from), "--json", *words, stdout=out)
        (told,) = json.loads(out.getvalue())["keys"]
        return told

    return called


def backfills(road: Road) -> list[tuple[Any, Any]]:
    runs = DownloadRun.objects.filter(purpose="BACKFILL", state="COMPLETE").order_by("pk")
    return list(runs.values_list("open_from", "date_to"))


def test_it_brings_the_past_in_slices_that_claim_nothing(road: Road, backfill: Any) -> None:
    road.download()
    road.add(OLD, **received(95))
    road.hpms.cms("resolve", OLD)
    told = backfill(day(100), "--to", since(81), "--step-days", "10")
    assert (told["slices"], told["new"]) == (2, 1)
    assert backfills(road) == [(day(100), day(91)), (day(90), day(81))]
    assert not DownloadRun.objects.filter(purpose="BACKFILL").exclude(covered_contracts=[]).exists()
    assert Complaint.objects.filter(pk=OLD).exists()


def test_broken_off_it_goes_on_where_it_was(
    road: Road, backfill: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    road.download()
    months = ("--to", since(71), "--step-days", "10")
    backfill(day(100), "--to", since(91), "--step-days", "10")
    road.hpms.fault("download", "status", status=500, times=10)
    with pytest.raises(CommandError, match="it goes on after the slices that are complete"):
        backfill(day(100), *months)
    road.hpms.clear_faults()
    told = backfill(day(100), *months)
    assert (told["skipped"], told["slices"]) == (1, 2)
    assert backfill(day(100), *months)["slices"] == 0
    assert backfill(day(100), *months, "--again")["slices"] == 3


def test_today_is_not_over(road: Road, backfill: Any) -> None:
    road.download()
    assert backfill(day(3))["slices"] == 1
    assert backfill(day(3))["slices"] == 1
    assert backfill(day(3), "--to", since(1))["skipped"] == 1


def test_a_regular_download_that_is_due_goes_first(road: Road, backfill: Any) -> None:
    road.add()
    told = backfill(day(100), "--to", since(91))
    assert told["slices"] == 1
    assert list(DownloadRun.objects.order_by("pk").values_list("purpose", flat=True)) == [
        "REGULAR",
        "BACKFILL",
    ]
    assert Complaint.objects.filter(pk=CASE).exists()


def test_it_waits_for_a_key_at_work_only_so_long(road: Road, backfill: Any) -> None:
    run = road.download()
    DownloadRun.objects.filter(pk=run.pk).update(state="RUNNING")
    with pytest.raises(CommandError, match="under way"):
        backfill(day(100), "--to", since(91), "--wait-seconds", "0")


def test_it_refuses_days_the_wrong_way_round(road: Road, backfill: Any) -> None:
    with pytest.raises(CommandError, match="swap them"):
        backfill(day(1), "--to", since(2))
