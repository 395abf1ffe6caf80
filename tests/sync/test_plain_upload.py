"""Notes and resolutions go up once, in order, and HPMS's answer comes back to the row."""

from typing import Any

import pytest
from django.utils import timezone

from complaints.models import CaseworkUpload, Complaint, Resolution
from complaints.services.uploads import upload_mend, upload_withdraw
from hpms_sync.errors import HpmsBusy, HpmsForbidden, HpmsRefusedThroughout
from hpms_sync.keys.life import credential_enter, key_deactivate
from hpms_sync.models import ApiKey, SyncAlert
from hpms_sync.tasks import upload_queue
from hpms_sync.upload.claim import uploads_claim
from hpms_sync.upload.send import FEW, uploads_send
from tests.sync.road import CASE, CLOSING, NOTE, OTHER, THIRD, Road, state, story


@pytest.fixture
def case(quick_road: Road) -> Road:
    quick_road.add()
    quick_road.download()
    return quick_road


def test_it_sends_a_note_and_keeps_hpmss_answer(case: Road) -> None:
    row = case.note()
    assert case.upload() == {"ACCEPTED": 1}
    assert state(row) == "ACCEPTED"
    assert row.accepted_at
    assert story(row) == ["Waiting to be sent.", "Casework Saved"]
    assert case.sent() == [NOTE]
    assert NOTE in case.hpms.record(CASE)["PLAN_CASEWORK_NOTES"]


def test_it_confirms_a_note_that_a_download_shows(case: Road) -> None:
    row = case.note()
    case.upload()
    case.download()
    assert state(row) == "CONFIRMED"
    assert story(row)[-1] == "Seen in a download."


def test_it_confirms_a_note_that_a_download_shows_days_later(case: Road) -> None:
    row = case.note()
    case.upload()
    case.pass_time(days=3)
    case.download()
    assert state(row) == "CONFIRMED"


def test_it_sends_nothing_twice(case: Road) -> None:
    case.note()
    case.upload()
    assert case.upload() == {}
    case.download()
    case.upload()
    assert case.sent() == [NOTE]
    assert case.calls("upload") == 1


def test_it_keeps_an_internal_note_here(case: Road) -> None:
    from complaints.models import CaseworkNote

    CaseworkNote.enter(CASE, case.casey(), text="Only for us.", internal=True)
    assert case.upload() == {}
    assert case.calls("upload") == 0


def test_it_sends_the_exact_text_it_showed(case: Road) -> None:
    row = case.note("Señora Peña’s refund:\n$41.30 — mailed")
    case.upload()
    assert case.sent() == [row.payload["caseworkNotes"]]
    assert case.sent()[0].isascii()
    case.download()
    assert state(row) == "CONFIRMED"


def test_it_sends_one_row_of_a_complaint_after_the_other(case: Road) -> None:
    for text in ("First call.", "Second call.", "Third call."):
        case.note(text)
    assert case.upload() == {"ACCEPTED": 3}
    assert case.sent() == ["First call.", "Second call.", "Third call."]
    lines = [call["lines"] for call in case.journal("upload")]
    assert [len(batch) for batch in lines] == [1, 1, 1]


def test_it_claims_only_the_head_of_a_complaints_line(case: Road) -> None:
    first = case.note("First call.")
    case.note("Second call.")
    assert [row.pk for row in uploads_claim(case.key, 10)] == [first.pk]
    assert uploads_claim(case.key, 10) == []


def test_it_sends_several_complaints_in_one_batch_most_urgent_first(case: Road) -> None:
    case.add(OTHER, ISSUE_LEVEL="No Issue Level")
    case.add(THIRD, ISSUE_LEVEL="Immediate Need")
    case.download()
    for complaint_id in (OTHER, CASE, THIRD):
        case.note(complaint_id=complaint_id)
    case.upload()
    (call,) = case.journal("upload")
    assert [line["complaintId"] for line in call["lines"]] == [THIRD, CASE, OTHER]


def test_it_sends_no_more_than_a_batch_at_once(case: Road, settings: Any) -> None:
    settings.HPMS_BATCH_SIZE = 2
    case.add(OTHER)
    case.add(THIRD)
    case.download()
    for complaint_id in (CASE, OTHER, THIRD):
        case.note(complaint_id=complaint_id)
    assert case.upload() == {"ACCEPTED": 3}
    assert case.calls("upload") == 2


# Redis away

NOWHERE = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1",
    }
}


def test_it_goes_on_when_redis_goes_away_in_the_middle(case: Road, settings: Any) -> None:
    settings.HPMS_BATCH_SIZE = 1
    rows = three_rows(case)

    def gone(_: object) -> None:
        settings.CACHES = NOWHERE

    assert uploads_send(case.key, gone) == {"ACCEPTED": 3}
    assert [state(row) for row in rows] == ["ACCEPTED"] * 3
    assert [case.sent(row.complaint_id) for row in rows] == [[NOTE]] * 3
    assert case.calls("token") <= 3


def test_it_writes_down_what_hpms_answered_when_redis_is_away_at_a_rotation(
    case: Road, settings: Any
) -> None:
    row = case.note()
    case.hpms.cms("rotate_key", key_id=case.hpms.key.key_id, new_key_id="NEW", new_secret="new")
    credential_enter(case.key, key_id="NEW", secret="new")
    settings.CACHES = NOWHERE
    try:
        assert case.upload() == {"ACCEPTED": 1}
    finally:
        old = case.hpms.key
        case.hpms.cms("rotate_key", key_id="NEW", new_key_id=old.key_id, new_secret=old.secret)
    assert state(row) == "ACCEPTED"


# Refused by HPMS


def test_it_keeps_hpmss_refusal_and_holds_back_the_rows_behind(case: Road) -> None:
    first = case.note("First call.")
    case.note("Second call.")
    case.hpms.cms("remove_record", CASE)
    assert case.upload() == {"FAILED": 1}
    assert state(first) == "FAILED"
    assert story(first)[-1] == "The specified case does not exist."
    assert case.upload() == {}
    assert Complaint.objects.get(pk=CASE).next_step == "Mend and resend the note"


def test_it_says_at_once_what_to_do_about_a_refused_row(case: Road, settings: Any) -> None:
    settings.HPMS_BATCH_SIZE = 1
    three_rows(case)
    case.hpms.cms("remove_record", CASE)
    steps: list[str] = []
    uploads_send(case.key, lambda _: steps.append(Complaint.objects.get(pk=CASE).next_step))
    assert steps == ["Mend and resend the note"] * 3


def test_it_puts_a_mended_note_in_the_place_of_the_refused_one(case: Road) -> None:
    first = case.note("First call.")
    case.note("Second call.")
    record = case.hpms.record(CASE)
    case.hpms.cms("remove_record", CASE)
    case.upload()
    case.hpms.cms("add_record", record=record)
    mended = upload_mend(first, case.casey(), "First call, in better words.").uploads.get()
    assert mended.place == first.place
    assert case.upload() == {"ACCEPTED": 2}
    assert case.sent() == ["First call, in better words.", "Second call."]
    assert state(first) == "WITHDRAWN"


def test_it_goes_on_when_a_refused_note_is_taken_back(case: Road) -> None:
    first = case.note("First call.")
    case.note("Second call.")
    record = case.hpms.record(CASE)
    case.hpms.cms("remove_record", CASE)
    case.upload()
    case.hpms.cms("add_record", record=record)
    upload_withdraw(first, case.casey())
    case.upload()
    assert case.sent() == ["Second call."]


def test_it_lets_the_good_rows_of_a_batch_through(case: Road) -> None:
    case.add(OTHER)
    case.download()
    good, bad = case.note(), case.note(complaint_id=OTHER)
    case.hpms.cms("remove_record", OTHER)
    assert case.upload() == {"ACCEPTED": 1, "FAILED": 1}
    assert (state(good), state(bad)) == ("ACCEPTED", "FAILED")


def bad_shape(row: CaseworkUpload) -> None:
    """A payload that HPMS refuses as a whole call: a number where text belongs."""
    CaseworkUpload.objects.filter(pk=row.pk).update(payload=row.payload | {"hpiRelated": 3})


def test_it_sends_each_row_alone_when_hpms_refuses_the_whole_batch(case: Road) -> None:
    case.add(OTHER)
    case.add(THIRD)
    case.download()
    rows = [case.note(complaint_id=complaint_id) for complaint_id in (CASE, OTHER, THIRD)]
    bad_shape(rows[1])
    assert case.upload() == {"ACCEPTED": 2, "FAILED": 1}
    assert [state(row) for row in rows] == ["ACCEPTED", "FAILED", "ACCEPTED"]
    assert "type mismatch" in story(rows[1])[-1]
    assert [case.sent(complaint_id) for complaint_id in (CASE, THIRD)] == [[NOTE], [NOTE]]


def test_it_queues_what_has_not_left_when_hpms_asks_to_wait_between_rows_sent_alone(
    case: Road,
) -> None:
    case.add(OTHER)
    case.add(THIRD)
    case.download()
    rows = [case.note(complaint_id=complaint_id) for complaint_id in (CASE, OTHER, THIRD)]
    bad_shape(rows[1])
    case.hpms.fault("upload", "slow", seconds=0, times=3)
    case.hpms.fault("upload", "status", status=429)
    with pytest.raises(HpmsBusy):
        case.upload()
    assert [state(row) for row in rows] == ["ACCEPTED", "QUEUED", "QUEUED"]


def test_it_gives_a_single_row_to_a_person_that_hpms_refuses_by_itself(case: Road) -> None:
    row = case.note()
    bad_shape(row)
    assert case.upload() == {"FAILED": 1}
    assert "type mismatch" in story(row)[-1]


def uploads_failing() -> list[str]:
    alerts = SyncAlert.objects.filter(kind=SyncAlert.Kind.UPLOAD_FAILING, ended_at=None)
    return list(alerts.values_list("words", flat=True))


def test_it_queues_all_again_when_it_is_the_call_that_hpms_refuses(
    case: Road, settings: Any
) -> None:
    rows = [*three_rows(case)[1:], case.note("Second call."), case.resolve(THIRD)]
    settings.HPMS_UPLOAD_WRAPPER = "items"
    with pytest.raises(HpmsRefusedThroughout, match="correct HPMS_UPLOAD_WRAPPER"):
        case.upload()
    assert [state(row) for row in rows] == ["QUEUED"] * 4
    assert Resolution.objects.get().withdrawn_at is None
    assert "correct HPMS_UPLOAD_WRAPPER" in ApiKey.objects.get().trouble
    (words,) = uploads_failing()
    assert "No upload with the key Sandbox gets through. HPMS refused the call (400)" in words

    settings.HPMS_UPLOAD_WRAPPER = ""
    assert case.upload() == {}  # not before its time
    assert uploads_failing()
    case.pass_time(hours=1)
    assert case.upload() == {"ACCEPTED": 5}
    assert uploads_failing() == []


def test_it_asks_no_more_than_a_few_times_what_hpms_takes_of_a_batch(case: Road) -> None:
    case.note()
    others = [f"C26123456{number}" for number in range(11, 11 + 2 * FEW)]
    for complaint_id in others:
        case.add(complaint_id)
    case.download()
    for complaint_id in others:
        case.note(complaint_id=complaint_id)
    case.hpms.fault("upload", "status", status=403, times=99)
    with pytest.raises(HpmsForbidden):
        case.upload()
    assert case.calls("upload") == 1 + FEW
    assert set(CaseworkUpload.objects.values_list("state", flat=True)) == {"QUEUED"}
    assert len(uploads_failing()) == 1
    case.hpms.clear_faults()
    case.pass_time(hours=1)
    case.hpms.fault("upload", "status", status=403, times=FEW)  # the batch, and few by themselves
    assert case.upload() == {"ACCEPTED": 2 + FEW, "FAILED": FEW - 1}
    assert uploads_failing() == []


def test_it_does_not_alert_of_a_key_that_is_used_no_more(case: Road) -> None:
    case.note()
    case.hpms.fault("upload", "status", status=403)
    with pytest.raises(HpmsForbidden):
        case.upload()
    assert uploads_failing()
    key_deactivate(case.key)
    upload_queue()
    assert uploads_failing() == []


def three_rows(case: Road) -> list[CaseworkUpload]:
    case.add(OTHER)
    case.add(THIRD)
    case.download()
    return [case.note(complaint_id=complaint_id) for complaint_id in (CASE, OTHER, THIRD)]


def test_it_gives_to_a_person_what_hpms_forbids_while_it_takes_the_others(case: Road) -> None:
    rows = three_rows(case)
    case.hpms.fault("upload", "status", status=403, times=2)  # the batch, and the first by itself
    assert case.upload() == {"ACCEPTED": 2, "FAILED": 1}
    assert [state(row) for row in rows] == ["FAILED", "ACCEPTED", "ACCEPTED"]
    assert "forbids this call (403)" in story(rows[0])[-1]


def test_it_queues_all_again_when_hpms_forbids_one_and_all(case: Road) -> None:
    rows = three_rows(case)
    case.hpms.fault("upload", "status", status=403, times=4)
    with pytest.raises(HpmsForbidden):
        case.upload()
    assert [state(row) for row in rows] == ["QUEUED"] * 3
    assert "forbids this call" in ApiKey.objects.get().trouble


def test_it_queues_a_single_row_again_that_hpms_forbids(case: Road) -> None:
    row = case.note()
    case.hpms.fault("upload", "status", status=403)
    with pytest.raises(HpmsForbidden):
        case.upload()
    assert state(row) == "QUEUED"


def test_it_queues_what_was_forbidden_before_hpms_asks_to_wait(case: Road) -> None:
    rows = three_rows(case)
    case.hpms.fault("upload", "status", status=403, times=2)
    case.hpms.fault("upload", "status", status=429)
    with pytest.raises(HpmsBusy):
        case.upload()
    assert [state(row) for row in rows] == ["QUEUED"] * 3


# Resolutions


def test_it_confirms_a_resolution_by_the_resolution_date_of_a_download(case: Road) -> None:
    row = case.resolve()
    assert case.upload() == {"ACCEPTED": 1}
    assert Complaint.objects.get(pk=CASE).next_step == "Wait for the resolution date"
    case.download()
    assert state(row) == "CONFIRMED"
    today = timezone.localdate()
    assert story(row)[-1] == f"Seen in a download with resolution date {today:%m/%d/%Y}."
    complaint = Complaint.objects.get(pk=CASE)
    assert (complaint.resolution_date, complaint.clock_state) == (today, "ENDED")
    assert complaint.resolution_summary == CLOSING


def test_it_takes_a_refused_resolution_back_so_that_the_case_can_be_resolved_anew(
    case: Road,
) -> None:
    case.hpms.cms("file_request", CASE, request="issue_level")  # after our last download
    row = case.resolve()
    assert case.upload() == {"FAILED": 1}
    assert story(row)[-1] == "The case cannot be resolved while a Plan Request is pending."
    assert Resolution.objects.get().withdrawn_at
    assert Complaint.objects.get(pk=CASE).resolution_date is None
    case.hpms.cms("reject_request", CASE, request="issue_level")
    case.download()
    again = case.resolve()
    assert again.place == row.place
    case.upload()
    case.download()
    assert (state(row), state(again)) == ("WITHDRAWN", "CONFIRMED")


def test_it_stops_a_resolution_that_a_download_has_overtaken(case: Road) -> None:
    row = case.resolve()
    case.hpms.cms("file_request", CASE, request="contract_change")
    case.download()
    assert case.upload() == {}
    assert state(row) == "BLOCKED"
    assert "(C.1.c)" in story(row)[-1]
    assert Resolution.objects.get().withdrawn_at
    assert case.calls("upload") == 0


def test_it_goes_on_to_the_others_when_a_whole_batch_is_stopped(case: Road, settings: Any) -> None:
    settings.HPMS_BATCH_SIZE = 1
    case.add(OTHER)
    case.download()
    case.resolve()
    other = case.note(complaint_id=OTHER)
    case.hpms.cms("file_request", CASE, request="contract_change")
    case.set(CASE, ISSUE_LEVEL="Immediate Need")
    case.download()
    case.upload()
    assert state(other) == "ACCEPTED"


def test_it_sends_a_note_while_a_request_is_pending(case: Road) -> None:
    case.hpms.cms("file_request", CASE, request="contract_change")
    case.download()
    row = case.note()
    case.upload()
    assert state(row) == "ACCEPTED"


def test_it_resolves_a_reopened_case_anew_with_the_same_words(case: Road) -> None:
    case.resolve()
    case.upload()
    case.download()
    case.hpms.cms("reopen", CASE)
    case.download()
    row = case.resolve()
    case.hpms.fault("upload", "reset_after")
    assert case.upload() == {"UNCERTAIN": 1}
    case.download()
    assert state(row) == "CONFIRMED"
    assert case.sent() == [CLOSING, CLOSING]


def test_it_takes_a_note_on_a_resolved_case(case: Road) -> None:
    case.hpms.cms("resolve", CASE)
    case.download()
    row = case.note()
    case.upload()
    case.download()
    assert state(row) == "CONFIRMED"


@pytest.mark.parametrize(("level", "sent"), [("Immediate Need", True), ("No Issue Level", False)])
def test_it_sends_a_resolution_due_today_without_waiting_for_the_schedule(
    road: Road, monkeypatch: pytest.MonkeyPatch, level: str, sent: bool
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, **_: asked.append(name))
    road.add(ISSUE_LEVEL=level)
    road.download()
    road.resolve()
    assert asked == (["hpms_sync.tasks.upload_queue"] if sent else [])
