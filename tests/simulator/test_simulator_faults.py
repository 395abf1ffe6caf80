"""Each fault: what the caller sees and whether the call was carried out."""

import json
import time

import httpx
import pytest

from hpms_sync.simulator.process import SimulatorRefusedError

from .conftest import PLAIN_NOTE

NOTE = PLAIN_NOTE["caseworkNotes"]


@pytest.fixture
def complaint_id(new_complaint):
    return new_complaint()


@pytest.fixture
def send(plan, complaint_id):
    return lambda: plan.ask_upload({**PLAIN_NOTE, "complaintId": complaint_id})


def test_a_status_is_answered_and_nothing_saved(hpms, send, complaint_id):
    hpms.fault("upload", "status", status=503)
    answer = send()
    assert (answer.status_code, answer.json()) == (503, {"error": "Internal Server Error"})
    assert hpms.times_applied(complaint_id, NOTE) == 0
    assert send().status_code == 200
    assert hpms.times_applied(complaint_id, NOTE) == 1


def test_a_status_can_come_after_the_work_was_done(hpms, send, complaint_id):
    hpms.fault("upload", "status", after=True)
    assert send().status_code == 500
    assert hpms.times_applied(complaint_id, NOTE) == 1


def test_html_comes_instead_of_json(hpms, plan):
    hpms.fault("download", "html")
    answer = plan.ask_download()
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("kind", ["truncate", "unreadable_json"])
def test_a_spoilt_body_is_no_json_but_the_work_was_done(hpms, send, complaint_id, kind):
    hpms.fault("upload", kind)
    answer = send()
    assert answer.status_code == 200
    with pytest.raises(ValueError):  # noqa: PT011
        json.loads(answer.content)
    assert hpms.times_applied(complaint_id, NOTE) == 1


def test_a_download_can_be_truncated(hpms, plan):
    whole = plan.ask_download().content
    hpms.fault("download", "truncate")
    part = plan.ask_download().content
    assert len(part) < len(whole)
    assert whole.startswith(part)


def test_a_connection_can_be_cut_in_the_middle_of_the_body(hpms, plan):
    hpms.fault("download", "cut_connection")
    with pytest.raises(httpx.TransportError):
        plan.ask_download()


def test_reset_before_does_nothing(hpms, send, complaint_id):
    hpms.fault("upload", "reset_before")
    with pytest.raises(httpx.TransportError):
        send()
    assert hpms.times_applied(complaint_id, NOTE) == 0


def test_reset_after_saves_and_says_nothing(hpms, send, complaint_id):
    hpms.fault("upload", "reset_after")
    with pytest.raises(httpx.TransportError):
        send()
    assert hpms.times_applied(complaint_id, NOTE) == 1
    assert NOTE in hpms.record(complaint_id)["PLAN_CASEWORK_NOTES"]


@pytest.mark.parametrize(("after", "applied"), [(False, 0), (True, 1)])
def test_hang_never_answers(hpms, plan, send, complaint_id, after, applied):
    hpms.fault("upload", "hang", after=after, seconds=5)
    plan.http.timeout = 0.3
    with pytest.raises(httpx.ReadTimeout):
        send()
    assert hpms.times_applied(complaint_id, NOTE) == applied


def test_slow_answers_late(hpms, send, complaint_id):
    hpms.fault("upload", "slow", seconds=0.3)
    began = time.monotonic()
    assert send().status_code == 200
    assert time.monotonic() - began >= 0.3
    assert hpms.times_applied(complaint_id, NOTE) == 1


def test_an_incomplete_answer_lacks_lines(hpms, plan, new_complaint):
    ids = [new_complaint(), new_complaint()]
    hpms.fault("upload", "incomplete_200")
    answer = plan.ask_upload(*({**PLAIN_NOTE, "complaintId": it} for it in ids))
    assert [line["line"] for line in answer.json()["Status"]] == [2]
    assert [hpms.times_applied(it, NOTE) for it in ids] == [1, 1]


def test_an_incomplete_download_lacks_records_and_an_incomplete_token_its_value(hpms, plan):
    whole = plan.ask_download().json()
    hpms.fault("download", "incomplete_200")
    assert plan.ask_download().json() == whole[: len(whole) // 2]
    hpms.fault("token", "incomplete_200")
    assert plan.ask_token().json() == {"expires": 3600}


def test_lines_and_ids_can_be_mixed_up(hpms, plan, send, new_complaint, complaint_id):
    ids = [new_complaint(), new_complaint()]
    hpms.fault("upload", "line_id_mismatch", times=2)
    answer = plan.ask_upload(*({**PLAIN_NOTE, "complaintId": it} for it in ids))
    by_line = {line["line"]: line["complaintId"] for line in answer.json()["Status"]}
    assert by_line == {1: ids[1], 2: ids[0]}
    assert send().json()["Status"][0]["complaintId"] != complaint_id


def test_notes_can_come_back_respaced(hpms, plan, complaint_id):
    plan.upload(complaint_id, caseworkNotes="One. Two.")
    plan.upload(complaint_id, caseworkNotes="Three.")
    before = plan.download()[complaint_id]["PLAN_CASEWORK_NOTES"]
    hpms.fault("download", "respace_notes")
    after = plan.download()[complaint_id]["PLAN_CASEWORK_NOTES"]
    assert after != before
    assert after.split() == before.split()


def test_notes_can_come_back_with_entities(hpms, plan, complaint_id):
    plan.upload(complaint_id, caseworkNotes="The member's card")
    hpms.fault("download", "entity_encode")
    assert "The member&#39;s card" in plan.download()[complaint_id]["PLAN_CASEWORK_NOTES"]
    assert "The member's card" in plan.download()[complaint_id]["PLAN_CASEWORK_NOTES"]


def test_a_fault_lasts_as_many_calls_as_ordered_and_meets_only_its_endpoint(hpms, plan):
    hpms.fault("download", "status", status=502, times=2)
    assert plan.ask_token().status_code == 200
    assert [plan.ask_download().status_code for _ in range(3)] == [502, 502, 200]


def test_faults_can_be_cleared(hpms, plan):
    hpms.fault("download", "status", times=9)
    hpms.clear_faults()
    assert plan.ask_download().status_code == 200


def test_the_journal_tells_what_was_received_and_what_became_of_it(hpms, plan, send, complaint_id):
    hpms.fault("upload", "reset_before")
    with pytest.raises(httpx.TransportError):
        send()
    send()
    lost, saved = hpms.journal("upload")[-2:]
    assert (lost["fault"], lost["carried_out"], lost["status"]) == ("reset_before", False, None)
    assert (saved["fault"], saved["carried_out"], saved["status"]) == (None, True, 200)
    assert saved["key_id"] == "SIMKEY01"
    assert saved["lines"][0]["complaintId"] == complaint_id
    assert saved["lines"][0]["applied"] is True
    assert "secret" not in json.dumps(hpms.journal())


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"endpoint": "upload", "kind": "flood"}, "Unknown fault kind"),
        ({"endpoint": "download", "kind": "line_id_mismatch"}, "for upload only"),
        ({"endpoint": "upload"}, "A fault has"),
        ({"endpoint": "upload", "kind": "status", "when": "now"}, "A fault has"),
    ],
)
def test_it_refuses_a_fault_that_makes_no_sense(hpms, wish, words):
    with pytest.raises(SimulatorRefusedError, match=words):
        hpms.control("POST", "faults", wish)
