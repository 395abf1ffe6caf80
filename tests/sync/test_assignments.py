"""A new assignment date in HPMS begins a new contract assignment, with the reason by SOP T.1 and H.3."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import Complaint, ContractAssignment
from complaints.selectors.clock import clock_from
from complaints.selectors.facts import facts_of
from hpms_sync.simulator.clock import us_date
from tests.sync.road import ASSIGNED, CASE, Road


@pytest.fixture
def road(quick_road: Road) -> Road:
    return quick_road


def reasons() -> list[str]:
    return list(ContractAssignment.objects.filter(complaint=CASE).values_list("reason", flat=True))


TODAY = us_date(timezone.localdate())


def begin(road: Road, **columns: str) -> None:
    road.add(**columns)
    road.download()
    assert reasons() == ["FIRST"]


def test_it_begins_another_when_the_contract_changes(road: Road) -> None:
    begin(road)
    road.hpms.cms("reassign", CASE, contract="H5678")
    road.download()
    assert reasons() == ["FIRST", "T.1.d"]
    old, new = ContractAssignment.objects.filter(complaint=CASE)
    assert (old.contract_id, old.ended_on) == ("H1234", timezone.localdate())
    assert (new.contract_id, new.ended_on) == ("H5678", None)
    complaint = Complaint.objects.get(pk=CASE)
    assert complaint.contract_id == "H5678"
    assert complaint.received_date == timezone.localdate() - timedelta(days=2)


def test_it_begins_another_when_cms_reopens(road: Road) -> None:
    begin(road)
    road.hpms.cms("resolve", CASE)
    road.download()
    road.hpms.cms("reopen", CASE)
    road.download()
    assert reasons() == ["FIRST", "T.1.a"]
    assert Complaint.objects.get(pk=CASE).due_on == timezone.localdate() + timedelta(days=7)


def test_it_begins_another_when_cms_reopens_on_the_day_of_assignment(road: Road) -> None:
    today = us_date(timezone.localdate())
    begin(road, RECEIVED_DATE=today, **{ASSIGNED: today})
    road.hpms.cms("resolve", CASE)
    road.download()
    road.hpms.cms("reopen", CASE)
    road.download()
    assert reasons() == ["FIRST", "T.1.a"]


def test_it_begins_another_when_the_level_is_raised(road: Road) -> None:
    begin(road, ISSUE_LEVEL="No Issue Level")
    road.hpms.cms("change_level", CASE, level="Immediate Need")
    road.download()
    assert reasons() == ["FIRST", "T.1.b"]
    assert Complaint.objects.get(pk=CASE).due_on == timezone.localdate() + timedelta(days=2)


def test_it_begins_none_when_the_level_is_lowered(road: Road) -> None:
    begin(road, ISSUE_LEVEL="Immediate Need")
    road.hpms.cms("change_level", CASE, level="Urgent")
    road.download()
    assert reasons() == ["FIRST"]


def test_it_begins_another_when_a_level_request_is_approved(road: Road) -> None:
    begin(road, ISSUE_LEVEL="Immediate Need")
    road.hpms.cms("file_request", CASE, request="issue_level", to="Urgent")
    road.download()
    road.hpms.cms("approve_request", CASE, request="issue_level")
    road.download()
    assert reasons() == ["FIRST", "H.3"]


def test_it_tells_a_raise_from_a_request_approved_long_ago(road: Road) -> None:
    begin(road, ISSUE_LEVEL="No Issue Level", ISSUE_LEVEL_CHANGE_REQUESTS="Approved")
    road.hpms.cms("change_level", CASE, level="Urgent")
    road.download()
    assert reasons() == ["FIRST", "T.1.b"]


def test_it_begins_another_when_a_cms_issue_is_removed(road: Road) -> None:
    begin(road, CATEGORY_LEAD="CMS")
    road.hpms.cms("return_to_plan", CASE)
    road.download()
    assert reasons() == ["FIRST", "T.1.c"]


def test_it_begins_another_for_a_date_nobody_explains(road: Road) -> None:
    begin(road)
    road.set(**{ASSIGNED: us_date(timezone.localdate())})
    road.download()
    assert reasons() == ["FIRST", "T.1.other"]


def test_it_counts_from_the_received_date_without_an_assignment_date(road: Road) -> None:
    begin(road, **{ASSIGNED: ""})
    assignment = ContractAssignment.objects.get(complaint=CASE)
    assert assignment.assigned_on == timezone.localdate() - timedelta(days=2)


# Several things at once


def test_a_contract_change_outweighs_a_reopening_in_one_download(road: Road) -> None:
    begin(road, RESOLUTION_DATE=TODAY)
    road.set(CONTRACT_ID="H5678", RESOLUTION_DATE="", **{ASSIGNED: TODAY})
    road.download()
    assert reasons() == ["FIRST", "T.1.d"]


def test_a_reopening_outweighs_a_raised_level(road: Road) -> None:
    begin(road, RESOLUTION_DATE=TODAY)
    road.set(RESOLUTION_DATE="", ISSUE_LEVEL="Immediate Need", **{ASSIGNED: TODAY})
    road.download()
    assert reasons() == ["FIRST", "T.1.a"]


def test_reopened_and_resolved_again_between_two_downloads(road: Road) -> None:
    begin(road, RESOLUTION_DATE=us_date(timezone.localdate() - timedelta(days=1)))
    road.set(RESOLUTION_DATE=TODAY, **{ASSIGNED: TODAY})
    road.download()
    assert reasons() == ["FIRST", "T.1.a"]


def test_a_corrected_resolution_date_is_no_reopening(road: Road) -> None:
    begin(road, RESOLUTION_DATE=us_date(timezone.localdate() - timedelta(days=1)))
    road.set(RESOLUTION_DATE=TODAY)
    road.download()
    assert reasons() == ["FIRST"]


@pytest.mark.parametrize("decided", ["Approved", "Rejected"])
def test_a_raised_level_outweighs_a_cms_issue_decided_in_the_same_download(
    road: Road, decided: str
) -> None:
    begin(road, CMS_LEAD_CHANGE_REQUESTS="Pending")
    columns = {"ISSUE_LEVEL": "Immediate Need", "CMS_LEAD_CHANGE_REQUESTS": decided}
    road.set(**columns, **{ASSIGNED: TODAY})
    road.download()
    assert reasons() == ["FIRST", "T.1.b"]


def test_it_begins_another_when_a_cms_issue_is_agreed(road: Road) -> None:
    begin(road, CMS_LEAD_CHANGE_REQUESTS="Pending")
    road.set(CMS_LEAD_CHANGE_REQUESTS="Approved", **{ASSIGNED: TODAY})
    road.download()
    assert reasons() == ["FIRST", "T.1.c"]


def test_a_denied_cms_issue_explains_no_new_date(road: Road) -> None:
    begin(road, CMS_LEAD_CHANGE_REQUESTS="Pending")
    road.set(CMS_LEAD_CHANGE_REQUESTS="Rejected", **{ASSIGNED: TODAY})
    road.download()
    assert reasons() == ["FIRST", "T.1.other"]


def test_a_denied_cms_issue_begins_none(road: Road) -> None:
    begin(road)
    road.hpms.cms("file_request", CASE, request="cms_lead")
    road.download()
    road.hpms.cms("reject_request", CASE, request="cms_lead")
    road.download()
    assert reasons() == ["FIRST"]


def test_a_level_raised_on_request_is_the_request_s(road: Road) -> None:
    begin(road, ISSUE_LEVEL="No Issue Level")
    road.hpms.cms("file_request", CASE, request="issue_level", to="Urgent")
    road.download()
    road.hpms.cms("approve_request", CASE, request="issue_level")
    road.download()
    assert reasons() == ["FIRST", "H.3"]


def test_a_date_that_follows_an_approval_in_a_later_download_is_the_request_s(road: Road) -> None:
    begin(road, ISSUE_LEVEL_CHANGE_REQUESTS="Pending", ISSUE_LEVEL="Immediate Need")
    road.set(ISSUE_LEVEL_CHANGE_REQUESTS="Approved")
    road.download()
    road.set(ISSUE_LEVEL="Urgent", **{ASSIGNED: TODAY})
    road.download()
    assert reasons() == ["FIRST", "H.3"]


def test_a_date_set_back_by_hpms_ends_no_assignment_before_it_began(road: Road) -> None:
    begin(road, **{ASSIGNED: TODAY})
    road.set(**{ASSIGNED: us_date(timezone.localdate() - timedelta(days=2))})
    road.download()
    old, new = ContractAssignment.objects.filter(complaint=CASE)
    assert old.ended_on == old.assigned_on == timezone.localdate()
    assert new.assigned_on == timezone.localdate() - timedelta(days=2)


# A new level without a new date


def test_a_raised_level_without_a_new_date_resets_nothing_yet(road: Road) -> None:
    begin(road, ISSUE_LEVEL="No Issue Level")
    road.set(ISSUE_LEVEL="Immediate Need")
    road.download()
    assert reasons() == ["FIRST"]
    case = facts_of(CASE)
    assert [level.issue_level for level in case.levels] == ["NO_ISSUE_LEVEL", "IMMEDIATE_NEED"]
    read = clock_from(case)
    assert read.due_on == Complaint.objects.get(pk=CASE).due_on == timezone.localdate()
    assert [(one.name, one.due_on) for one in read.readings[1:]] == [
        ("reset", timezone.localdate() + timedelta(days=2))
    ]


def test_a_raised_level_with_its_date_leaves_one_reading(road: Road) -> None:
    begin(road, ISSUE_LEVEL="No Issue Level")
    road.hpms.cms("change_level", CASE, level="Immediate Need")
    road.download()
    read = clock_from(facts_of(CASE))
    assert [one.name for one in read.readings] == ["strict"]
    assert read.due_on == timezone.localdate() + timedelta(days=2)
