"""Faults of records, of time and of keys, as the caller sees them."""

import time

import httpx
import pytest

from .conftest import PLAIN_NOTE

NOTE = PLAIN_NOTE["caseworkNotes"]


@pytest.fixture
def complaint_id(new_complaint):
    return new_complaint()


@pytest.fixture
def records(plan):
    """What a download brings, records in the order they came."""
    return lambda: plan.ask_download().json()


def wait_for(true):
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_dripped_answer_is_whole_and_comes_little_by_little(hpms, plan, complaint_id):
    whole = plan.ask_download().content
    hpms.fault("download", "drip", seconds=0.4)
    parts, moments = [], []
    with plan.http.stream(
        "POST",
        "/api/ctm_ext/api/downloadcomplaints",
        headers=plan.headers,
        json=hpms.journal("download")[-1]["parameters"],
    ) as answer:
        for part in answer.iter_raw():
            parts.append(part)
            moments.append(time.monotonic())
    assert b"".join(parts) == whole
    assert len(parts) > 5
    assert moments[-1] - moments[0] >= 0.3


def test_records_can_come_twice(hpms, records, complaint_id):
    before = records()
    hpms.fault("download", "duplicate_records")
    assert records() == before + before[::3]


def test_records_can_come_in_another_order(hpms, records, complaint_id):
    before = records()
    hpms.fault("download", "reorder_records")
    after = records()
    assert after == before[::-1]
    assert list(after[0]) == list(before[-1])[::-1]


def test_records_can_have_a_column_nobody_knows(hpms, records, complaint_id):
    before = records()
    hpms.fault("download", "extra_columns")
    assert {len(record) for record in records()} == {len(before[0]) + 1}


def test_columns_can_be_missing(hpms, plan, complaint_id):
    hpms.fault("download", "missing_columns")
    record = plan.download()[complaint_id]
    assert "PLAN_CASEWORK_NOTES" not in record
    assert "COMMENTS" in record
    hpms.fault("download", "missing_columns", columns=["COMMENTS"])
    record = plan.download()[complaint_id]
    assert "PLAN_CASEWORK_NOTES" in record
    assert "COMMENTS" not in record


def test_values_can_be_longer_than_the_memo_grants(hpms, plan, complaint_id):
    hpms.fault("download", "long_values")
    record = plan.download()[complaint_id]
    assert len(record["CASEWORKER"]) > 70
    assert len(record["COMPLAINT_SUMMARY"]) > 4000
    assert len(plan.download()[complaint_id]["COMPLAINT_SUMMARY"]) <= 4000


def test_a_stale_download_shows_the_records_as_they_were_when_it_was_ordered(
    hpms, plan, complaint_id, new_complaint
):
    gone = new_complaint()
    hpms.fault("download", "stale")
    plan.upload(complaint_id)
    plan.upload(complaint_id, caseworkNotes="And another.")
    hpms.cms("remove_record", gone)
    added = new_complaint()
    stale, now = plan.download(), plan.download()
    assert stale[complaint_id]["PLAN_CASEWORK_NOTES"] == ""
    assert now[complaint_id]["PLAN_CASEWORK_NOTES"].count("API:") == 2
    assert (gone in stale, added in stale) == (True, False)
    assert (gone in now, added in now) == (False, True)


def test_a_late_call_is_applied_after_the_caller_got_nothing(hpms, plan, complaint_id):
    hpms.fault("upload", "late", seconds=0.3)
    with pytest.raises(httpx.TransportError):
        plan.ask_upload({**PLAIN_NOTE, "complaintId": complaint_id})
    assert hpms.times_applied(complaint_id, NOTE) == 0
    wait_for(lambda: hpms.times_applied(complaint_id, NOTE) == 1)
    received, applied = hpms.journal("upload")[-2:]
    assert (received["fault"], received["carried_out"]) == ("late", False)
    assert (applied["fault"], applied["carried_out"], applied["late"]) == ("late", True, True)
    assert NOTE in plan.download()[complaint_id]["PLAN_CASEWORK_NOTES"]


def test_the_clock_can_jump_and_tokens_expire(hpms, plan, complaint_id):
    hpms.fault("upload", "clock_jump", hours=26, seconds=60)
    assert plan.ask_upload({**PLAIN_NOTE, "complaintId": complaint_id}).status_code == 401
    plan.sign_in().upload(complaint_id)
    assert "03/17/2026" in hpms.record(complaint_id)["PLAN_CASEWORK_NOTES"]
    hpms.end_script()
    plan.sign_in().upload(complaint_id)
    assert hpms.record(complaint_id)["PLAN_CASEWORK_NOTES"].startswith("03/16/2026")


def test_keys_can_be_off_for_a_while_and_open_again(hpms, plan, complaint_id):
    hpms.fault("download", "key_off", seconds=60)
    assert [plan.ask_download().status_code, plan.ask_token().status_code] == [401, 401]
    hpms.end_script()
    assert plan.ask_download().status_code == 200
    hpms.fault("download", "key_off", seconds=0.2)
    assert plan.ask_download().status_code == 401
    wait_for(lambda: plan.ask_download().status_code == 200)


def test_a_rotation_kills_the_tokens_as_well(hpms, plan, complaint_id):
    hpms.fault("download", "key_rotated", seconds=60)
    assert plan.ask_download().status_code == 401
    hpms.end_script()
    assert plan.ask_download().status_code == 401
    assert plan.sign_in().ask_download().status_code == 200
