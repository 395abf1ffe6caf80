"""Runs are ordered by the start of their requests: an older one that arrives late changes nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from complaints.models import Complaint, ComplaintChange
from hpms_sync.download.run import AlreadyRunning, download
from hpms_sync.download.staging import Staging
from hpms_sync.keys.life import key_deactivate
from hpms_sync.models import ApiKey, DownloadRun
from hpms_sync.tasks import download_all
from tests.factories import make_user
from tests.sync.conftest import second_key_at
from tests.sync.road import CASE, OTHER, Road


@pytest.fixture
def second_key(road: Road) -> ApiKey:
    """Another key for the same contracts: one key alone never has two downloads at once."""
    return second_key_at(road.hpms)


def overtaken(
    road: Road,
    by: Callable[[], object],
    purpose: DownloadRun.Purpose = DownloadRun.Purpose.REGULAR,
    moment: str = "Asking HPMS",
) -> DownloadRun:
    """A download during which, once its open complaints have come, something else happens; at "Reading",
    once all have come."""
    done: list[object] = []

    def report(what: str, count: int) -> None:
        odd = len(road.hpms.journal("download")) % 2 == 1
        if what == moment and odd == (moment == "Asking HPMS") and not done:
            done.append(by())

    run = download(road.key, report=report, purpose=purpose)
    assert done
    return run


def test_it_keeps_the_newer_value_when_an_older_download_arrives_late(
    road: Road, second_key: ApiKey
) -> None:
    road.add(COMMENTS="first")
    road.download()
    road.set(COMMENTS="second")

    def newer() -> None:
        road.set(COMMENTS="third")
        download(second_key)

    run = overtaken(road, newer)
    assert (run.state, run.counts["late"]) == ("COMPLETE", 1)
    assert Complaint.objects.get(pk=CASE).comments == "third"
    texts = ComplaintChange.objects.filter(column="comments").values_list("old", "new")
    assert list(texts) == [("first", "third")]


def test_it_keeps_the_newer_value_of_a_download_that_covered_nobody(
    road: Road, second_key: ApiKey
) -> None:
    road.add(COMMENTS="first")
    road.download()
    road.set(COMMENTS="second")

    def newer() -> None:
        road.set(COMMENTS="third")
        road.add("C22222222")  # an id nobody can read
        assert download(second_key).covered_contracts == []

    assert overtaken(road, newer).counts["late"] == 1
    assert Complaint.objects.get(pk=CASE).comments == "third"


def test_it_does_not_bring_back_what_a_newer_download_saw_unchanged(
    road: Road, second_key: ApiKey
) -> None:
    road.add(COMMENTS="first")
    road.download()
    road.set(COMMENTS="slip")

    def newer() -> None:
        road.set(COMMENTS="first")
        download(second_key)

    run = overtaken(road, newer)
    assert run.counts["late"] == 1
    assert Complaint.objects.get(pk=CASE).comments == "first"
    assert not ComplaintChange.objects.filter(column="comments").exists()


def test_it_takes_a_download_that_nothing_has_overtaken(road: Road, second_key: ApiKey) -> None:
    road.add(COMMENTS="first")
    road.download()
    road.set(COMMENTS="second")
    run = overtaken(road, lambda: None)
    assert run.counts["late"] == 0
    assert Complaint.objects.get(pk=CASE).comments == "second"


def test_it_refuses_a_second_download_by_the_same_key(road: Road) -> None:
    def second() -> None:
        with pytest.raises(AlreadyRunning, match="under way"):
            download(road.key)

    assert overtaken(road, second).state == "COMPLETE"
    assert DownloadRun.objects.count() == 1


def left_by_a_killed_worker(road: Road, lease: timedelta) -> DownloadRun:
    now = timezone.now()
    return DownloadRun.objects.create(
        key=road.key,
        contracts=[],
        open_from=now.date(),
        resolved_from=now.date(),
        started_at=now - timedelta(hours=1),
        lease_until=now + lease,
    )


def test_it_ends_a_run_whose_worker_was_killed_and_completes_the_next(road: Road) -> None:
    lost = left_by_a_killed_worker(road, lease=timedelta(seconds=-1))
    Staging(lost.pk).__enter__()
    road.add()
    assert road.download().counts["new"] == 1
    lost.refresh_from_db()
    assert (lost.state, lost.error) == ("FAILED", "Broken off: its worker went away.")
    assert f"hpms_seen_{lost.pk}" not in connection.introspection.table_names()


@pytest.mark.parametrize("person", [False, True])
def test_what_a_killed_worker_left_goes_though_nobody_downloads_so_again(
    road: Road, person: bool
) -> None:
    """Of a key used no more, or of a record that somebody had read again."""
    lost = left_by_a_killed_worker(road, lease=timedelta(seconds=-1))
    if person:
        DownloadRun.objects.update(source="HAND", key=None, brought_by=make_user("supervisor"))
    held = left_by_a_killed_worker(road, lease=timedelta(minutes=1)) if person else None
    Staging(lost.pk).__enter__()
    key_deactivate(road.key)
    download_all()
    lost.refresh_from_db()
    assert (lost.state, lost.error) == ("FAILED", "Broken off: its worker went away.")
    assert f"hpms_changed_{lost.pk}" not in connection.introspection.table_names()
    if held:
        held.refresh_from_db()
        assert held.state == "RUNNING"


def test_its_lease_is_renewed_while_a_long_body_comes(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hpms_sync.client.LOOK_SECONDS", 0)
    monkeypatch.setattr("hpms_sync.download.run.TELL_SECONDS", 0)
    road.add()
    looks, leases = [], []

    def report(what: str, count: int) -> None:
        """At the first look the lease has just run out; as reading begins it holds again."""
        runs = DownloadRun.objects.filter(state="RUNNING")
        asked = len(road.hpms.journal("download"))
        if what == "Asking HPMS" and asked == 1 and not looks:
            looks.append(what)
            runs.update(lease_until=timezone.now() - timedelta(minutes=1))
        elif what == "Reading" and looks:
            leases.extend(runs.values_list("lease_until", flat=True))

    download(road.key, report=report)
    assert leases
    assert leases[0] > timezone.now()


def test_it_leaves_a_run_alone_whose_lease_still_holds(road: Road) -> None:
    left_by_a_killed_worker(road, lease=timedelta(minutes=1))
    with pytest.raises(AlreadyRunning):
        road.download()


def test_it_stays_failed_when_a_run_given_up_for_lost_ends_after_all(
    road: Road, second_key: ApiKey
) -> None:
    road.add(OTHER)

    def give_up() -> None:
        DownloadRun.objects.filter(state="RUNNING").update(state="FAILED", error="lost")

    run = overtaken(road, give_up)
    assert (run.state, run.error) == ("FAILED", "lost")


WHOLE = DownloadRun.Purpose.FULL
LONG_AGO = {"RECEIVED_DATE": "01/05/2024", "ASSIGNMENT/REASSIGNMENT_DATE": "01/05/2024"}


def test_a_whole_download_keeps_what_a_regular_one_meanwhile_did_not_ask_for(
    road: Road, second_key: ApiKey
) -> None:
    """The regular download reaches back some months: it says nothing of a case closed years ago."""
    road.add(OTHER)
    road.add(RESOLUTION_DATE="01/20/2024", **LONG_AGO)

    run = overtaken(road, lambda: download(second_key), purpose=WHOLE, moment="Reading")
    assert (run.counts["new"], run.counts["late"]) == (1, 1)
    assert Complaint.objects.filter(pk=CASE).exists()


def test_a_whole_download_changes_nothing_that_a_later_whole_one_asked_for(
    road: Road, second_key: ApiKey
) -> None:
    road.add(RESOLUTION_DATE="01/20/2024", **LONG_AGO)

    def whole() -> DownloadRun:
        road.hpms.cms("remove_record", CASE)
        road.added.remove(CASE)
        return download(second_key, purpose=WHOLE)

    run = overtaken(road, whole, purpose=WHOLE, moment="Reading")
    assert (run.counts["new"], run.counts["late"]) == (0, 1)
    assert not Complaint.objects.exists()
