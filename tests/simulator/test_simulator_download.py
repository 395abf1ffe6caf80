"""Appendix A and Appendix C 1.3."""

import re
from datetime import date, timedelta

import pytest

from hpms_sync.simulator.layout import DOWNLOAD_COLUMNS
from hpms_sync.simulator.process import SimulatorProcess

from .conftest import TODAY, Plan

DAY = date.fromisoformat(TODAY)


def us(days_ago):
    return f"{DAY - timedelta(days=days_ago):%m/%d/%Y}"


def iso(days_ago):
    return (DAY - timedelta(days=days_ago)).isoformat()


def test_it_sends_a_bare_array_of_records_with_the_42_columns_in_order(plan):
    records = plan.ask_download().json()
    assert isinstance(records, list)
    assert records
    for record in records:
        assert list(record) == list(DOWNLOAD_COLUMNS)
    assert len(DOWNLOAD_COLUMNS) == 42
    assert "ASSIGNMENT/REASSIGNMENT_DATE" in DOWNLOAD_COLUMNS


def test_it_keeps_every_text_within_its_length(plan):
    for record in plan.download().values():
        assert len(record["COMPLAINT_ID"]) == 11
        assert len(record["CONTRACT_ID"]) == 5
        for column, length in DOWNLOAD_COLUMNS.items():
            assert len(record[column]) <= length, (record["COMPLAINT_ID"], column)


def test_dates_are_month_day_year_or_blank(plan):
    for record in plan.download().values():
        for column in ("RECEIVED_DATE", "ASSIGNMENT/REASSIGNMENT_DATE", "RESOLUTION_DATE"):
            if record[column] or column != "RESOLUTION_DATE":
                assert re.fullmatch(r"[01]\d/[0-3]\d/20\d\d", record[column])


def test_open_cases_show_the_memos_defaults(plan, new_complaint):
    complaint_id = new_complaint()
    record = plan.download()[complaint_id]
    assert record["COMPLAINANT_SATISFIED"] == "Unknown/Unable to Reach"
    assert record["HPI_RELATED"] == "Unknown/Unsure"
    assert record["RESOLUTION_NOTIFICATION"] == ""
    assert record["ATTACHMENTS_YN"] == "N"


@pytest.mark.parametrize(
    "name",
    [
        "complaintStatus",
        "contracts",
        "dateFrom",
        "dateTo",
        "limitToAttachment",
        "limitToRequests",
    ],
)
def test_it_refuses_a_missing_key(plan, name):
    answer = plan.ask_download(**{name: ...})
    assert answer.status_code == 400
    assert answer.json() == {"error": f"Parameter: {name} is required"}


@pytest.mark.parametrize(
    ("name", "value", "expected", "actual"),
    [
        ("contracts", 1234, "string", "number"),
        ("complaintStatus", 0, "string", "number"),
        ("dateFrom", None, "string", "null"),
        ("dateTo", True, "string", "boolean"),
        ("contracts", ["H1234"], "string", "array"),
        ("limitToAttachment", "true", "boolean", "string"),
        ("limitToAttachment", None, "boolean", "null"),
        ("limitToRequests", 1, "boolean", "number"),
    ],
)
def test_it_refuses_a_wrong_type_in_the_memos_words(plan, name, value, expected, actual):
    answer = plan.ask_download(**{name: value})
    message = f"Parameter: {name} type mismatch. Expected: {expected} Actual: {actual}"
    assert (answer.status_code, answer.json()) == (400, {"error": message})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("complaintStatus", "open"),
        ("complaintStatus", "1,0"),
        ("dateFrom", "06/26/2024"),
        ("dateFrom", "2024-02-30"),
        ("dateTo", "20240626"),
    ],
)
def test_it_refuses_a_value_that_is_not_allowed(plan, name, value):
    answer = plan.ask_download(**{name: value})
    assert answer.status_code == 400
    assert name in answer.json()["error"]


def test_status_picks_open_resolved_or_all(plan):
    opened, resolved = plan.download(complaintStatus="0"), plan.download(complaintStatus="1")
    assert opened
    assert not any(record["RESOLUTION_DATE"] for record in opened.values())
    assert resolved
    assert all(record["RESOLUTION_DATE"] for record in resolved.values())
    everything = plan.download(complaintStatus="0,1")
    assert set(everything) == {*opened, *resolved}
    assert set(plan.download(complaintStatus="")) == set(everything)


def test_blank_contracts_means_all_of_the_keys(plan, other_plan):
    assert {r["CONTRACT_ID"] for r in plan.download().values()} == {"H1234", "H5678", "S4802"}
    assert {r["CONTRACT_ID"] for r in other_plan.download().values()} == {"H9999"}


def test_contracts_is_a_comma_separated_list(plan):
    records = plan.download(contracts="H1234, S4802")
    assert {record["CONTRACT_ID"] for record in records.values()} == {"H1234", "S4802"}


def test_it_refuses_a_contract_outside_the_keys_set(plan):
    answer = plan.ask_download(contracts="H1234,H9999")
    assert answer.status_code == 400
    assert "H9999" in answer.json()["error"]


def test_blank_date_from_means_90_days_before_today(plan, new_complaint):
    at_edge = new_complaint(RECEIVED_DATE=us(90))
    beyond = new_complaint(RECEIVED_DATE=us(91))
    found = plan.download(dateFrom="")
    assert at_edge in found
    assert beyond not in found
    assert beyond in plan.download(dateFrom=iso(91))


def test_an_old_case_still_open_needs_an_explicit_date_from(hpms, plan):
    old = hpms.case("received_far_in_past_open")
    assert old not in plan.download(dateFrom="")
    assert plan.download()[old]["RESOLUTION_DATE"] == ""


def test_blank_date_to_means_today(plan, new_complaint):
    today, tomorrow = new_complaint(RECEIVED_DATE=us(0)), new_complaint(RECEIVED_DATE=us(-1))
    found = plan.download(dateTo="")
    assert today in found
    assert tomorrow not in found


def test_the_dates_filter_on_the_received_date(plan, new_complaint):
    complaint_id = new_complaint(**{"RECEIVED_DATE": us(40), "ASSIGNMENT/REASSIGNMENT_DATE": us(2)})
    assert complaint_id in plan.download(dateFrom=iso(40), dateTo=iso(40))
    assert complaint_id not in plan.download(dateFrom=iso(39), dateTo=iso(0))


def test_it_can_be_limited_to_attachments(plan, new_complaint):
    with_one, without = new_complaint(ATTACHMENTS_YN="Y"), new_complaint()
    found = plan.download(limitToAttachment=True)
    assert with_one in found
    assert without not in found
    assert without in plan.download(limitToAttachment=False)


def test_it_can_be_limited_to_answered_requests(plan, new_complaint):
    answered = new_complaint(ISSUE_LEVEL_CHANGE_REQUESTS="Rejected")
    pending = new_complaint(ISSUE_LEVEL_CHANGE_REQUESTS="Pending")
    found = plan.download(limitToRequests=True)
    assert answered in found
    assert pending not in found


def test_the_records_can_be_wrapped_in_an_object():
    with SimulatorProcess(complaints=3, arguments=("--download-wrapper", "complaints")) as hpms:
        body = Plan(hpms.url, hpms.key).sign_in().ask_download().json()
        assert list(body) == ["complaints"]
        assert len(body["complaints"]) == 3


def test_two_downloads_are_the_same_byte_for_byte(plan):
    assert plan.ask_download().content == plan.ask_download().content
