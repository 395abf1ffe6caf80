"""Two covering downloads hours apart that lack an open complaint put it out of view; one that brings it
puts it back. Nothing hides it from a person unless the cause is known or a person says so."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.models import Complaint, ContractAssignment
from complaints.models.choices import UploadState
from complaints.worklist.listing import Listing
from hpms_sync.download.run import download
from hpms_sync.ledger.answers import Said, entry_answer
from hpms_sync.ledger.missing import missing_in_numbers
from hpms_sync.models import DownloadRun, LedgerEntry, Miss, SyncAlert
from plan_requests.models import CmsDecision
from tests.requests_to_cms.ask import CMS_ISSUE, CONTRACT_CHANGE, handed_off
from tests.sync.bodies import record, take_in_bodies
from tests.sync.road import CASE, OTHER, THIRD, Road, state

Purpose = DownloadRun.Purpose


@pytest.fixture
def road(quick_road: Road) -> Road:
    """Three complaints known, so that one may go."""
    for complaint_id in (CASE, OTHER, THIRD):
        quick_road.add(complaint_id)
    quick_road.download()
    return quick_road


def case(complaint_id: str = CASE) -> Complaint:
    return Complaint.objects.get(pk=complaint_id)


def vanish(road: Road, complaint_id: str = CASE) -> None:
    road.hpms.cms("remove_record", complaint_id)


def miss_twice(road: Road, complaint_id: str = CASE) -> DownloadRun:
    vanish(road, complaint_id)
    road.download()
    road.pass_time(hours=6)
    return road.download()


def entry() -> LedgerEntry:
    return LedgerEntry.objects.get()


def alerts(kind: str = "OUT_OF_VIEW") -> list[str]:
    return [
        a.complaint_id or a.contract_id for a in SyncAlert.objects.filter(kind=kind, ended_at=None)
    ]


def listed(road: Road, view: str = "all") -> list[str]:
    return sorted(Listing(road.casey(), {"view": view}).complaint_ids)


# When


def test_two_downloads_six_hours_apart_put_it_out_of_view(road: Road) -> None:
    run = miss_twice(road)
    assert case().out_of_view_since == case().contract.today
    assert run.counts["out_of_view"] == 1
    assert entry().cause == "UNKNOWN"
    assert alerts() == [CASE]
    assert case(OTHER).out_of_view_since is None


def test_one_miss_proves_nothing_nor_do_two_within_hours(road: Road) -> None:
    vanish(road)
    road.download()
    road.pass_time(hours=5, minutes=50)
    road.download()
    assert case().out_of_view_since is None
    road.pass_time(minutes=10)
    road.download()
    assert case().out_of_view_since is not None


def test_seen_in_between_it_must_be_missed_anew(road: Road) -> None:
    vanish(road)
    road.download()
    road.add()
    road.pass_time(hours=3)
    road.download()
    vanish(road)
    road.pass_time(hours=3)
    road.download()
    assert case().out_of_view_since is None


def test_a_resolved_one_that_ages_out_of_the_window_is_not_out_of_view(road: Road) -> None:
    road.hpms.cms("resolve", CASE)
    road.download()
    miss_twice(road)
    assert case().out_of_view_since is None


def test_a_run_that_began_before_it_was_known_does_not_miss_it(road: Road) -> None:
    vanish(road)
    road.download()
    road.pass_time(hours=6)
    # meanwhile another download begins, and brings it
    Complaint.objects.filter(pk=CASE).update(seen_as_of=timezone.now() + timedelta(minutes=1))
    road.download()
    assert case().out_of_view_since is None


@pytest.mark.parametrize("purpose", [Purpose.BY_HAND, Purpose.BACKFILL])
def test_a_run_that_did_not_ask_for_it_misses_nothing(road: Road, purpose: Any) -> None:
    vanish(road)
    since = case().contract.today if purpose == Purpose.BY_HAND else None
    download(road.key, since, purpose=purpose)
    road.pass_time(hours=6)
    download(road.key, since, purpose=purpose)
    assert not Miss.objects.exists()


def test_a_failed_run_is_no_miss(road: Road) -> None:
    vanish(road)
    road.download()
    DownloadRun.objects.filter(pk=Miss.objects.get().run_id).update(state="FAILED")
    road.pass_time(hours=6)
    road.download()
    assert case().out_of_view_since is None
    road.pass_time(hours=6)
    road.download()
    assert case().out_of_view_since is not None


def test_an_unreadable_one_counts_as_seen(road: Road) -> None:
    road.set(RECEIVED_DATE="soon")
    road.download()
    road.pass_time(hours=6)
    road.download()
    assert case().out_of_view_since is None


def test_nothing_is_written_for_complaints_that_came_unchanged(road: Road) -> None:
    road.download()
    with CaptureQueriesContext(connection) as asked:
        road.download()
    said = [" ".join(str(query["sql"]).split()) for query in asked]
    writes = [sql for sql in said if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes
    assert not [sql for sql in writes if "complaints_complaint" in sql or "hpms_sync_miss" in sql]


def test_out_of_view_for_long_it_costs_no_writing(road: Road) -> None:
    miss_twice(road)
    before = entry()
    road.pass_time(hours=6)
    road.download()
    assert LedgerEntry.objects.count() == 1
    assert entry().proven_at < before.proven_at  # time passed; nothing else happened
    assert Miss.objects.count() == 1


# Missing in numbers


def test_where_nothing_comes_nobody_is_missed_and_an_alert_says_so(road: Road) -> None:
    for complaint_id in (CASE, OTHER, THIRD):
        vanish(road, complaint_id)
    road.download()
    road.pass_time(hours=6)
    road.download()
    assert not Miss.objects.exists()
    assert alerts("NOTHING_CAME") == ["H1234"]
    assert "brings nothing" in SyncAlert.objects.get().words
    road.add()
    road.download()
    assert alerts("NOTHING_CAME") == []


def test_what_is_missing_in_numbers_and_really_gone_a_person_says(road: Road) -> None:
    for complaint_id in (CASE, OTHER, THIRD):
        vanish(road, complaint_id)
    road.download()
    assert [e.complaint_id for e in missing_in_numbers(["H1234"])] == [CASE, OTHER, THIRD]
    assert missing_in_numbers(["H5678"]) == []
    with pytest.raises(ValidationError, match="no answer here"):
        entry_answer(case(), road.casey(), Said.STILL_OURS, "HPMS shows it open, I looked.")
    for complaint_id in (CASE, OTHER, THIRD):
        entry_answer(case(complaint_id), road.casey(), Said.MOVED, "CMS ended contract H1234.")
    assert listed(road) == []
    assert "H1234" in road.download().covered_contracts
    assert alerts("NOTHING_CAME") == []
    road.add()
    road.pass_time(minutes=15)
    road.download()
    assert listed(road) == [CASE]


def test_in_view_there_is_nothing_to_say(road: Road) -> None:
    with pytest.raises(ValidationError, match="in view again"):
        entry_answer(case(), road.casey(), Said.GONE, "I think it is gone from HPMS.")


def test_those_out_of_view_and_with_cms_are_not_expected_any_more(road: Road) -> None:
    miss_twice(road)
    for complaint_id in (OTHER, THIRD):
        Complaint.objects.filter(pk=complaint_id).update(with_cms_since=case().contract.today)
        vanish(road, complaint_id)
    run = road.download()
    assert "H1234" in run.covered_contracts
    assert alerts("NOTHING_CAME") == []


# What it means


def test_without_a_known_cause_it_stays_listed_and_its_clock_runs(road: Road) -> None:
    before = case()
    miss_twice(road)
    now = case()
    assert listed(road) == [CASE, OTHER, THIRD]
    assert listed(road, "out-of-view") == [CASE]
    assert (now.due_on, now.clock_state) == (before.due_on, "RUNNING")
    assert now.next_step == "Look in HPMS"
    assert (entry().due_on, entry().clock_state) == (before.due_on, "RUNNING")
    assert "Urgent" in entry().clock_words


def decide(road: Road, values: dict[str, Any]) -> None:
    asked = handed_off(case(), road.casey(), values)
    CmsDecision.enter(
        CASE, road.casey(), request=asked, status="APPROVED", decided_on=case().contract.today
    )


@pytest.mark.parametrize(
    ("values", "cause"), [(CMS_ISSUE, "CMS_TOOK_IT"), (CONTRACT_CHANGE, "MOVED")]
)
def test_with_a_known_cause_it_stands_in_the_ledger_alone(
    road: Road, values: dict[str, Any], cause: str
) -> None:
    decide(road, values)
    assert listed(road, "with-cms") == [CASE]
    miss_twice(road)
    assert entry().cause == cause
    assert entry().request.submitted_by == road.casey()
    assert listed(road) == [OTHER, THIRD]
    assert listed(road, "with-cms") == listed(road, "out-of-view") == []
    assert alerts() == []


@pytest.mark.parametrize(
    ("values", "cause"), [(CMS_ISSUE, "CMS_ASKED"), (CONTRACT_CHANGE, "MOVE_ASKED")]
)
def test_a_request_not_answered_is_a_probable_cause_and_hides_nothing(
    road: Road, values: dict[str, Any], cause: str
) -> None:
    handed_off(case(), road.casey(), values)
    miss_twice(road)
    assert entry().cause == cause
    assert listed(road) == [CASE, OTHER, THIRD]
    assert alerts() == [CASE]


def test_a_request_after_which_the_plan_keeps_the_case_is_no_cause(road: Road) -> None:
    handed_off(case(), road.casey(), CMS_ISSUE, reason_code="RPC_APPROVAL")
    miss_twice(road)
    assert entry().cause == "UNKNOWN"


def test_a_cause_that_comes_to_be_known_later_ends_the_alert(road: Road) -> None:
    asked = handed_off(case(), road.casey(), CMS_ISSUE)
    miss_twice(road)
    CmsDecision.enter(
        CASE, road.casey(), request=asked, status="APPROVED", decided_on=case().contract.today
    )
    road.download()
    assert entry().cause == "CMS_TOOK_IT"
    assert alerts() == []


def test_an_uncertain_upload_of_it_becomes_a_question(road: Road, settings: Any) -> None:
    settings.HPMS_SETTLE_SECONDS = 0
    row = road.note()
    type(row).objects.filter(pk=row.pk).update(
        state=UploadState.UNCERTAIN, attempted_at=row.created_at
    )
    miss_twice(road)
    assert state(row) == "NEEDS_DECISION"


# Back again


def test_seen_again_it_is_as_it_was(road: Road) -> None:
    miss_twice(road)
    road.add()
    road.pass_time(minutes=15)
    run = road.download()
    assert run.counts["back"] == 1
    assert case().out_of_view_since is None
    assert entry().seen_again_at == run.started_at
    assert not Miss.objects.exists()
    assert alerts() == []
    assert case().next_step != "Look in HPMS"
    assert ContractAssignment.objects.filter(complaint=CASE).count() == 1


def test_seen_again_under_another_contract_it_is_assigned_there(road: Road) -> None:
    decide(road, CONTRACT_CHANGE)
    miss_twice(road)
    road.add(CONTRACT_ID="H5678")
    road.download()
    now = case()
    assert (now.contract_id, now.out_of_view_since, now.moving_since) == ("H5678", None, None)
    assert listed(road) == [CASE, OTHER, THIRD]


def test_back_from_cms_it_is_the_plans_to_work_again(road: Road) -> None:
    decide(road, CMS_ISSUE)
    miss_twice(road)
    road.add()
    road.download()
    assert case().with_cms_since is None
    assert listed(road) == [CASE, OTHER, THIRD]


def test_an_older_download_that_arrives_late_brings_nothing_back(road: Road) -> None:
    miss_twice(road)
    first = entry().since
    take_in_bodies(
        road.key, first + timedelta(hours=1), [record(CASE), record(OTHER), record(THIRD)]
    )
    assert case().out_of_view_since is not None
    assert entry().seen_again_at is None


def test_an_older_download_that_arrives_late_is_no_miss(road: Road) -> None:
    begun = timezone.now()
    road.download()
    road.pass_time(hours=7)
    take_in_bodies(road.key, begun - timedelta(hours=7), [record(OTHER), record(THIRD)])
    assert not Miss.objects.exists()
