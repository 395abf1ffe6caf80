"""A new assignment date in HPMS begins a new contract assignment, with the reason by SOP T.1 and H.3."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import Complaint, ContractAssignment
from hpms_sync.simulator.clock import us_date
from tests.sync.road import ASSIGNED, CASE, Road


@pytest.fixture
def road(quick_road: Road) -> Road:
    return quick_road


def reasons() -> list[str]:
    return list(ContractAssignment.objects.filter(complaint=CASE).values_list("reason", flat=True))


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
