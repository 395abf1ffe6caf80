"""A column that does not come says nothing: it is no proof of absence and opens no gate."""

from typing import Any

import pytest

from complaints.models import CaseworkUpload, Complaint
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


def test_it_reports_the_missing_column_in_every_run_and_on_the_record(road: Road) -> None:
    for complaint_id in (CASE, OTHER):
        road.set(complaint_id, drop=(NOTES,))
    for _ in range(2):
        assert road.download().counts["layout_change"] == [f"DL.{NOTES}"]
    assert Complaint.objects.get(pk=CASE).review_flags == [f"DL.{NOTES}"]
