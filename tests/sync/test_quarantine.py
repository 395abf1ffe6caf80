"""A record whose identity or a date cannot be read is kept aside; it holds up nobody else."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.models import Complaint
from hpms_sync.models import QuarantinedRecord
from tests.sync.road import ASSIGNED, CASE, OTHER, Road, state

SHORT = "C22222222"
ODD = "C1234/67890"


@pytest.fixture
def road(quick_road: Road) -> Road:
    return quick_road


def waiting() -> QuarantinedRecord:
    return QuarantinedRecord.objects.get(settled_at=None)


@pytest.mark.parametrize(
    ("columns", "rule", "said"),
    [
        ({"complaint_id": SHORT}, "DL.COMPLAINT_ID", "exactly 11 characters; this one has 9"),
        ({"complaint_id": ODD}, "DL.COMPLAINT_ID", "holds other characters"),
        ({"complaint_id": "C261234560é"}, "DL.COMPLAINT_ID", "holds other characters"),
        ({"complaint_id": "C26123456\x001"}, "DL.COMPLAINT_ID", "holds other characters"),
        ({"CONTRACT_ID": "H123"}, "DL.CONTRACT_ID", "exactly 5 characters; this one has 4"),
        ({"CONTRACT_ID": "H7777"}, "DL.CONTRACT_ID", "did not ask for this contract"),
        ({"RECEIVED_DATE": "2026-06-26"}, "DL.RECEIVED_DATE", "MM/DD/YYYY"),
        ({"RECEIVED_DATE": ""}, "DL.RECEIVED_DATE", "MM/DD/YYYY"),
        ({"RESOLUTION_DATE": "24/08/2025"}, "DL.RESOLUTION_DATE", "MM/DD/YYYY"),
        ({ASSIGNED: "02/30/2026"}, "DL.ASSIGNMENT/REASSIGNMENT_DATE", "no date"),
        ({ASSIGNED: "12/31/9999"}, "DL.ASSIGNMENT/REASSIGNMENT_DATE", "no date"),
        ({ASSIGNED: "01/01/0206"}, "DL.ASSIGNMENT/REASSIGNMENT_DATE", "no date"),
    ],
)
def test_it_keeps_an_unreadable_record_aside_and_applies_the_others(
    road: Road, columns: dict[str, Any], rule: str, said: str
) -> None:
    road.add(**columns)
    road.add(OTHER)
    run = road.download()
    assert list(Complaint.objects.values_list("pk", flat=True)) == [OTHER]
    assert run.counts["quarantined"] == 1
    record = waiting()
    assert record.rule == rule
    assert said in record.reason
    assert "Whitaker" not in record.reason
    assert record.raw["CONTACT_LNAME"] == "Whitaker"


@pytest.mark.parametrize("column", ["ISSUE_LEVEL", "RECEIVED_DATE", "RESOLUTION_DATE"])
def test_it_keeps_a_record_without_a_required_column_aside(road: Road, column: str) -> None:
    road.add()
    road.set(drop=(column,))
    road.download()
    assert waiting().column == column
    assert "The column is missing" in waiting().reason
    assert not Complaint.objects.exists()


def test_the_worklist_shows_a_record_whose_id_is_no_address(road: Road, client: Client) -> None:
    road.add(ODD)
    road.add(CASE)
    road.download()
    client.force_login(road.casey())
    page = client.get(reverse("worklist"))
    assert page.status_code == 200
    assert ODD in page.content.decode()


def test_it_knows_a_record_again_whose_id_came_with_blanks(road: Road) -> None:
    road.add()
    road.download()
    row = road.note()
    road.hpms.fault("upload", "unreadable_json")
    road.upload()
    road.set(COMPLAINT_ID=f" {CASE} ")
    road.added.append(f" {CASE} ")
    run = road.download()
    assert (run.covered_contracts, run.counts["new"]) == (["H1234", "H5678", "S4802"], 0)
    assert state(row) == "CONFIRMED"
    assert road.download().counts["unchanged"] == 1


def test_it_keeps_the_last_good_copy(road: Road) -> None:
    road.add()
    road.download()
    road.set(**{ASSIGNED: "soon", "COMMENTS": "New"})
    road.download()
    complaint = Complaint.objects.get(pk=CASE)
    assert complaint.comments == ""
    assert complaint.assignment_date


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ({"COMPLAINT_ID": "(845) 555-0147", "CONTRACT_ID": "SMITH"}, ("", "")),
        ({"COMPLAINT_ID": "Christopher", "CONTRACT_ID": "8455550147"}, ("", "")),
        ({"COMPLAINT_ID": "1EG4TE5MK73", "CONTRACT_ID": "12601"}, ("", "")),
        ({"COMPLAINT_ID": SHORT, "CONTRACT_ID": "H12"}, (SHORT, "H12")),
        ({"COMPLAINT_ID": CASE, "CONTRACT_ID": "H9999"}, (CASE, "H9999")),
    ],
)
def test_beside_the_record_it_keeps_ids_and_no_names_or_numbers(
    road: Road, came: dict[str, str], kept: tuple[str, str]
) -> None:
    """Where columns are shifted, lists that more people see than the record would show them."""
    road.add(came["COMPLAINT_ID"], deliver_to="H1234", **came, RECEIVED_DATE="soon")
    road.download()
    record = waiting()
    assert (record.complaint_id, record.contract_id) == kept
    assert record.raw["COMPLAINT_ID"] == came["COMPLAINT_ID"]


def test_of_records_without_an_id_one_does_not_settle_another(road: Road) -> None:
    road.add("Christopher", RECEIVED_DATE="soon")
    road.download()
    road.hpms.cms("remove_record", "Christopher")
    road.add(" ")
    road.download()
    assert QuarantinedRecord.objects.filter(settled_at=None, complaint_id="").count() == 2


def test_it_settles_when_the_record_comes_readable(road: Road) -> None:
    road.add()
    road.download()
    good = road.hpms.record(CASE)[ASSIGNED]
    road.set(**{ASSIGNED: "soon"})
    road.download()
    assert waiting().complaint_id == CASE
    road.set(**{ASSIGNED: good})
    road.download()
    record = QuarantinedRecord.objects.get()
    assert record.settled_at
    assert "brought the complaint again" in record.settled_reason


def test_it_keeps_one_row_however_often_the_record_comes(road: Road) -> None:
    road.add()
    road.set(RECEIVED_DATE="soon")
    road.download()
    road.download()
    assert QuarantinedRecord.objects.count() == 1
    assert waiting().run.pk


def test_it_shows_the_latest_of_two_unreadable_versions(road: Road) -> None:
    road.add()
    road.set(RECEIVED_DATE="soon")
    road.download()
    road.set(COMMENTS="CMS looks into it.")
    road.download()
    assert waiting().raw["COMMENTS"] == "CMS looks into it."
    assert QuarantinedRecord.objects.count() == 2


def later_downloads(road: Road, *hours: int) -> None:
    for span in hours:
        road.pass_time(hours=span)
        road.download()


@pytest.mark.parametrize("complaint_id", [SHORT, CASE])
def test_it_lets_a_record_go_that_two_downloads_hours_apart_lack(
    road: Road, complaint_id: str
) -> None:
    road.add(complaint_id, RECEIVED_DATE="soon")
    road.add(OTHER)
    road.download()
    assert waiting().complaint_id == complaint_id
    road.hpms.cms("remove_record", complaint_id)
    later_downloads(road, 1, 1, 4)
    assert waiting().complaint_id == complaint_id
    later_downloads(road, 1)
    record = QuarantinedRecord.objects.get()
    assert record.settled_at
    assert "HPMS sends it no more" in record.settled_reason


def test_it_keeps_a_record_that_comes_again_in_between(road: Road) -> None:
    road.add(RECEIVED_DATE="soon")
    road.add(OTHER)
    road.download()
    road.hpms.cms("remove_record", CASE)
    later_downloads(road, 7)
    road.add(RECEIVED_DATE="soon")
    later_downloads(road, 7)
    road.hpms.cms("remove_record", CASE)
    later_downloads(road, 1)
    assert waiting().complaint_id == CASE


def test_it_keeps_a_record_that_later_downloads_did_not_ask_for(road: Road) -> None:
    road.add(RECEIVED_DATE="soon")
    road.add(OTHER)
    road.download()
    road.hpms.cms("remove_record", CASE)
    for _ in range(3):
        road.pass_time(hours=7)
        road.download(since=timezone.localdate())
    assert waiting().complaint_id == CASE


def test_it_keeps_a_record_while_its_contract_returns_nothing(road: Road) -> None:
    road.add()
    road.download()
    road.set(RECEIVED_DATE="soon")
    road.download()
    road.hpms.cms("remove_record", CASE)
    later_downloads(road, 7, 7, 7)
    assert waiting().complaint_id == CASE


def test_it_applies_nothing_of_a_contract_it_did_not_ask_for(road: Road) -> None:
    call_command("contract_set", "H7777", "--name", "Summit")  # known here, served by no key
    road.add(CONTRACT_ID="H7777")
    road.add(OTHER)
    road.download()
    assert waiting().contract_id == "H7777"
    assert list(Complaint.objects.values_list("pk", flat=True)) == [OTHER]


def test_it_takes_the_record_when_the_key_serves_the_contract(road: Road) -> None:
    road.key.contracts.remove("S4802")
    road.add(CONTRACT_ID="S4802", deliver_to="H1234")
    road.download()
    assert waiting().contract_id == "S4802"
    road.key.contracts.add("S4802")
    road.download()
    assert Complaint.objects.get(pk=CASE).contract_id == "S4802"
    assert not QuarantinedRecord.objects.filter(settled_at=None).exists()


def test_it_reports_a_column_unreadable_throughout_as_a_change_of_layout(road: Road) -> None:
    for number in range(4):
        road.add(f"C260000000{number}")
    road.set("C2600000001", SWIFT="maybe")
    assert "layout_change" not in road.download().counts
    for number in range(4):
        road.set(f"C260000000{number}", RECEIVED_DATE="2026-06-26")
    assert road.download().counts["layout_change"] == ["DL.RECEIVED_DATE"]
