"""A column that does not come says nothing: it is no proof of absence and opens no gate."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import CaseworkUpload, Complaint
from tests.factories import make_user
from tests.sync.road import CASE, NOTE, OTHER, Road, state

NOTES = "PLAN_CASEWORK_NOTES"


@pytest.fixture
def road(quick_road: Road, settings: Any) -> Road:
    settings.HPMS_READ_SECONDS = 0.5
    quick_road.add()
    quick_road.add(OTHER)
    quick_road.download()
    return quick_road


def unclear(road: Road, kind: str, **fault: Any) -> CaseworkUpload:
    row = road.note()
    road.hpms.fault("upload", kind, **fault)
    assert road.upload() == {"UNCERTAIN": 1}
    return row


def later_download(road: Road) -> dict[str, Any]:
    road.pass_time(hours=7)
    return road.download().counts


@pytest.mark.parametrize("column", [NOTES, "RESOLUTION_SUMMARY", "RESOLUTION_DATE"])
def test_it_does_not_take_a_missing_column_for_proof_of_absence(road: Road, column: str) -> None:
    row = unclear(road, "reset_after")
    road.set(drop=(column,))
    later_download(road)
    assert state(row) == "NEEDS_DECISION"
    later_download(road)
    assert road.upload() == {}
    assert road.sent() == [NOTE]


def test_it_does_not_take_an_unchanged_record_without_the_column_for_proof(road: Road) -> None:
    road.set(drop=(NOTES,))
    road.download()
    row = unclear(road, "hang", seconds=1)
    later_download(road)
    assert (state(row), row.absences) == ("NEEDS_DECISION", 0)


def test_it_takes_a_blank_column_for_proof(road: Road) -> None:
    row = unclear(road, "hang", seconds=1)
    road.set(**{NOTES: None})
    later_download(road)
    assert (state(row), row.absences) == ("UNCERTAIN", 1)


def test_it_knows_the_column_by_a_heading_with_blanks(road: Road) -> None:
    row = unclear(road, "hang", seconds=1)
    road.set(drop=(NOTES,), **{" Plan Casework Notes ": ""})
    later_download(road)
    assert (state(row), row.absences) == ("UNCERTAIN", 1)


def test_it_reports_the_missing_column_in_every_run_and_on_the_record(
    road: Road, client: Client
) -> None:
    for complaint_id in (CASE, OTHER):
        road.set(complaint_id, drop=(NOTES,))
    for _ in range(2):
        assert road.download().counts["layout_change"] == [f"DL.{NOTES}"]
    assert Complaint.objects.get(pk=CASE).review_flags == [f"DL.{NOTES}"]
    client.force_login(make_user("supervisor"))
    said = client.get(reverse("sync")).content.decode()
    assert f"missing or unreadable in many records: {NOTES}." in said


# Columns that decide what may be done

GATES = {
    "SWIFT": ("swift", "No", True, False),
    "CONGRESSIONAL": ("congressional", "No", True, False),
    "CONTRACT_CHANGE_REQUESTS": ("contract_change_request_status", "", "PENDING", None),
    "ISSUE_LEVEL_CHANGE_REQUESTS": ("issue_level_request_status", "", "PENDING", None),
    "CMS_LEAD_CHANGE_REQUESTS": ("cms_lead_change_request_status", "", "PENDING", None),
}


@pytest.mark.parametrize("column", GATES)
def test_it_reads_an_absent_gate_of_a_new_complaint_as_the_worst_case(
    road: Road, column: str
) -> None:
    field, _, worst, _ = GATES[column]
    road.add("C2600000001")
    road.set("C2600000001", drop=(column,))
    road.download()
    complaint = Complaint.objects.get(pk="C2600000001")
    assert getattr(complaint, field) == worst
    assert complaint.review_flags == [f"DL.{column}"]


@pytest.mark.parametrize("column", GATES)
def test_it_keeps_what_it_knew_of_an_absent_gate_and_says_so(road: Road, column: str) -> None:
    field, said, _, known = GATES[column]
    for complaint_id in (CASE, OTHER):
        road.set(complaint_id, drop=(column,), **{f"NEW_{column}": "Yes"})
    run = road.download()
    complaint = Complaint.objects.get(pk=CASE)
    assert getattr(complaint, field) == known
    assert complaint.review_flags == [f"DL.{column}"]
    assert run.counts["layout_change"] == [f"DL.{column}"]
    assert road.download().counts["layout_change"] == [f"DL.{column}"]
    road.set(**{column: said})
    road.download()
    assert Complaint.objects.get(pk=CASE).review_flags == []


def test_it_does_not_say_swift_without_a_level_of_a_column_that_did_not_come(road: Road) -> None:
    road.set(ISSUE_LEVEL="No Issue Level", drop=("SWIFT",))
    road.download()
    assert Complaint.objects.get(pk=CASE).review_flags == ["DL.SWIFT"]
    road.set(CONGRESSIONAL="Yes")
    road.download()
    assert set(Complaint.objects.get(pk=CASE).review_flags) == {"DL.SWIFT", "I.note.1"}
