"""An upload without a clear answer: never sent again without evidence or a person's word, never lost."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from complaints.models import CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from complaints.services.uploads import Look, upload_decide
from hpms_sync.client import HpmsClient
from hpms_sync.download.run import download
from hpms_sync.errors import (
    HpmsAuthorizationFailed,
    HpmsBusy,
    HpmsError,
    HpmsTooLate,
    HpmsUnreachable,
)
from hpms_sync.keys.life import key_try_again
from hpms_sync.keys.registry import credentials_of
from hpms_sync.models import ApiKey
from hpms_sync.upload import baseline, confirm
from hpms_sync.upload.baseline import attempts_leave
from hpms_sync.upload.claim import leases_expire, uploads_claim
from hpms_sync.upload.outcome import outcomes_write
from tests.sync.road import CASE, CLOSING, NOTE, OTHER, THIRD, Road, state, story


@pytest.fixture
def case(quick_road: Road, settings: Any) -> Road:
    settings.HPMS_READ_SECONDS = 0.5
    quick_road.add()
    quick_road.download()
    return quick_road


@pytest.fixture
def own_case(road: Road) -> Road:
    """A case in an HPMS that this test may kill or fall out with."""
    road.add()
    road.download()
    return road


def unclear(
    case: Road, kind: str, row: CaseworkUpload | None = None, **fault: Any
) -> CaseworkUpload:
    """A row whose upload met this fault."""
    row = row or case.note()
    case.hpms.fault("upload", kind, **fault)
    assert case.upload() == {"UNCERTAIN": 1}
    assert state(row) == "UNCERTAIN"
    return row


def later_download(case: Road) -> None:
    """A download long after whatever HPMS may still have been working on."""
    case.pass_time(hours=7)
    case.download()


# Applied, but nobody said so

APPLIED = {
    "reset_after": {},
    "cut_connection": {},
    "truncate": {},
    "unreadable_json": {},
    "incomplete_200": {},
    "line_id_mismatch": {},
    "html": {"after": True},
    "status": {"after": True},
    "hang": {"after": True, "seconds": 1},
}


@pytest.mark.parametrize("kind", APPLIED)
def test_it_finds_in_a_download_what_hpms_took_and_never_sends_it_again(
    case: Road, kind: str
) -> None:
    row = unclear(case, kind, **APPLIED[kind])
    assert "later downloads will tell" in story(row)[-1].lower()
    assert case.upload() == {}
    case.download()
    assert state(row) == "CONFIRMED"
    assert story(row)[-1] == "Found in a later download: HPMS has it."
    later_download(case)
    case.upload()
    assert case.sent() == [NOTE]
    assert case.calls("upload") == 1


@pytest.mark.parametrize("rewriting", ["respace_notes", "entity_encode"])
def test_it_finds_a_note_that_hpms_rewrote(case: Road, rewriting: str) -> None:
    row = unclear(case, "reset_after", case.note('She said "don\'t call". Wrote it down.'))
    case.hpms.fault("download", rewriting, times=2)
    case.download()
    assert state(row) == "CONFIRMED"


def test_it_finds_a_resolution_by_its_date_and_summary(case: Road) -> None:
    row = unclear(case, "reset_after", case.resolve())
    case.download()
    assert state(row) == "CONFIRMED"
    assert Complaint.objects.get(pk=CASE).resolution_date == timezone.localdate()
    assert case.sent() == [CLOSING]


def test_it_asks_a_person_when_somebody_else_resolved_the_case_meanwhile(case: Road) -> None:
    row = unclear(case, "hang", case.resolve(), seconds=1)
    case.hpms.cms("resolve", CASE)
    later_download(case)
    assert state(row) == "NEEDS_DECISION"


# Not applied

NOT_APPLIED = {"hang": {"seconds": 1}, "reset_before": {}, "html": {}, "status": {}}


@pytest.mark.parametrize("kind", NOT_APPLIED)
def test_it_sends_again_what_two_later_downloads_lack(case: Road, kind: str) -> None:
    row = unclear(case, kind, **NOT_APPLIED[kind])
    later_download(case)
    assert (state(row), row.absences) == ("UNCERTAIN", 1)
    assert case.upload() == {}
    later_download(case)
    assert state(row) == "QUEUED"
    assert case.upload() == {"ACCEPTED": 1}
    later_download(case)
    assert state(row) == "CONFIRMED"
    assert case.sent() == [NOTE]


def test_it_sends_a_resolution_again_that_never_arrived(case: Road) -> None:
    row = unclear(case, "hang", case.resolve(), seconds=1)
    later_download(case)
    later_download(case)
    assert case.upload() == {"ACCEPTED": 1}
    case.download()
    assert state(row) == "CONFIRMED"
    assert case.sent() == [CLOSING]


def test_it_does_not_take_a_download_soon_after_for_evidence_of_absence(case: Road) -> None:
    row = unclear(case, "hang", seconds=1)
    for _ in range(3):
        case.download()
    assert (state(row), row.absences) == ("UNCERTAIN", 0)


def test_it_lets_the_settle_time_be_shortened(case: Road, settings: Any) -> None:
    settings.HPMS_SETTLE_SECONDS = 0
    row = unclear(case, "hang", seconds=1)
    case.download()
    case.download()
    assert state(row) == "QUEUED"


def test_it_does_not_take_a_download_begun_before_the_attempt_for_evidence(
    case: Road, settings: Any
) -> None:
    settings.HPMS_SETTLE_SECONDS = 0
    rows: list[CaseworkUpload] = []

    def report(what: str, count: int) -> None:
        if what == "Reading" and not rows:  # what HPMS held before the note is already here
            rows.append(unclear(case, "reset_after"))

    download(case.key, report=report)
    assert (state(rows[0]), rows[0].absences) == ("UNCERTAIN", 0)
    case.download()
    assert state(rows[0]) == "CONFIRMED"


def test_it_keeps_the_rows_behind_waiting(case: Road) -> None:
    unclear(case, "reset_after", case.note("First call."))
    behind = case.note("Second call.")
    assert case.upload() == {}
    case.download()
    assert case.upload() == {"ACCEPTED": 1}
    assert state(behind) == "ACCEPTED"
    assert case.sent() == ["First call.", "Second call."]


def test_it_sends_the_other_complaints_meanwhile(case: Road) -> None:
    unclear(case, "reset_after")
    case.add(OTHER)
    case.download()
    row = case.note(complaint_id=OTHER)
    case.upload()
    assert state(row) == "ACCEPTED"


# Identical notes


def test_it_judges_three_identical_notes_each_by_itself(case: Road) -> None:
    first = case.note("Left voicemail")
    case.upload()
    second = unclear(case, "hang", case.note("Left voicemail"), seconds=1)
    later_download(case)  # shows the first alone
    assert (state(first), state(second), second.absences) == ("CONFIRMED", "UNCERTAIN", 1)
    later_download(case)
    assert state(second) == "QUEUED"
    third = case.note("Left voicemail")
    assert case.upload() == {"ACCEPTED": 2}
    case.download()
    assert [state(row) for row in (first, second, third)] == ["CONFIRMED"] * 3
    assert case.sent() == ["Left voicemail"] * 3


def test_it_finds_the_second_of_two_identical_notes(case: Road) -> None:
    case.note("Left voicemail")
    case.upload()
    second = unclear(case, "reset_after", case.note("Left voicemail"))
    case.download()
    assert state(second) == "CONFIRMED"


def test_it_finds_an_identical_note_soon_after_a_download_confirmed_the_first(case: Road) -> None:
    case.note("Left voicemail")
    case.upload()
    case.download()
    second = unclear(case, "reset_after", case.note("Left voicemail"))
    case.download()
    assert state(second) == "CONFIRMED"


def test_it_misses_an_identical_note_soon_after_a_download_confirmed_the_first(case: Road) -> None:
    case.note("Left voicemail")
    case.upload()
    case.download()
    second = unclear(case, "hang", case.note("Left voicemail"), seconds=1)
    later_download(case)
    later_download(case)
    assert state(second) == "QUEUED"


def test_it_does_not_take_a_longer_note_for_a_shorter_one(case: Road) -> None:
    row = unclear(case, "hang", case.note("Left voicemail"), seconds=1)
    stamp = "03/16/2026 10:41 AM J. Doe:"
    case.set(PLAN_CASEWORK_NOTES=f"{stamp} Wrong number. Left voicemail")
    later_download(case)
    assert state(row) == "NEEDS_DECISION"
    assert case.sent() == []


# Where downloads cannot tell


@pytest.fixture
def undecidable(case: Road) -> CaseworkUpload:
    """A row that HPMS did not take, on a complaint whose notes field is at its cut."""
    older = "03/01/2026 10:41 AM H1234 API: Spoke with the pharmacy about the claim.\n"
    case.set(PLAN_CASEWORK_NOTES=(older * 200)[:10_000])
    case.download()
    row = unclear(case, "hang", seconds=1)
    later_download(case)
    assert state(row) == "NEEDS_DECISION"
    assert "Look in HPMS and answer here" in story(row)[-1]
    return row


def test_it_asks_a_person_when_the_notes_field_is_full(
    case: Road, undecidable: CaseworkUpload
) -> None:
    assert case.upload() == {}
    assert Complaint.objects.get(pk=CASE).next_step == "Say whether HPMS has it"


def test_it_sends_again_when_the_person_says_no(case: Road, undecidable: CaseworkUpload) -> None:
    upload_decide(undecidable, case.casey(), Look.MISSING)
    assert case.upload() == {"ACCEPTED": 1}
    assert case.sent() == [NOTE]


def test_it_goes_on_when_the_person_says_yes(case: Road, undecidable: CaseworkUpload) -> None:
    behind = case.note("Second call.")
    upload_decide(undecidable, case.casey(), Look.THERE)
    assert state(undecidable) == "CONFIRMED"
    case.upload()
    assert (case.sent(), state(behind)) == (["Second call."], "ACCEPTED")
    with pytest.raises(ValidationError, match="settled already"):
        upload_decide(undecidable, case.casey(), Look.MISSING)


def test_it_does_not_take_a_note_a_person_vouched_for_as_proof_of_the_next(
    case: Road, undecidable: CaseworkUpload
) -> None:
    case.set(PLAN_CASEWORK_NOTES="")
    upload_decide(undecidable, case.casey(), Look.THERE)
    second = unclear(case, "hang", case.note(), seconds=1)
    case.set(PLAN_CASEWORK_NOTES=f"03/16/2026 10:41 AM H1234 API: {NOTE}")
    later_download(case)
    assert state(second) == "NEEDS_DECISION"


@pytest.fixture
def note_alone(case: Road) -> CaseworkUpload:
    """A resolution of which the note arrived and the resolution did not."""
    row = unclear(case, "hang", case.resolve(), seconds=1)
    case.set(PLAN_CASEWORK_NOTES=f"03/16/2026 10:41 AM H1234 API: {CLOSING}")
    later_download(case)
    assert state(row) == "NEEDS_DECISION"
    return row


def test_it_can_be_resolved_anew_when_the_note_alone_arrived(
    case: Road, note_alone: CaseworkUpload
) -> None:
    upload_decide(note_alone, case.casey(), Look.NOTE_ALONE)
    assert state(note_alone) == "CONFIRMED"
    assert Complaint.objects.get(pk=CASE).next_step == "Resolve"
    again = case.resolve(text="Second try. " + CLOSING)
    assert case.upload() == {"ACCEPTED": 1}
    case.download()
    assert state(again) == "CONFIRMED"


def test_it_waits_for_the_resolution_date_when_the_person_says_resolved(
    case: Road, note_alone: CaseworkUpload
) -> None:
    upload_decide(note_alone, case.casey(), Look.THERE)
    assert state(note_alone) == "ACCEPTED"
    assert Complaint.objects.get(pk=CASE).next_step == "Wait for the resolution date"
    case.set(RESOLUTION_DATE=f"{timezone.localdate():%m/%d/%Y}", RESOLUTION_SUMMARY=CLOSING)
    case.download()
    assert state(note_alone) == "CONFIRMED"


def test_it_can_be_resolved_anew_when_the_person_was_wrong(
    case: Road, note_alone: CaseworkUpload
) -> None:
    upload_decide(note_alone, case.casey(), Look.THERE)
    later_download(case)
    later_download(case)
    assert state(note_alone) == "WITHDRAWN"
    assert case.resolve(text="Second try. " + CLOSING)


def test_it_finds_a_note_even_in_a_full_field(case: Road) -> None:
    older = "03/01/2026 10:41 AM H1234 API: Spoke with the pharmacy about the claim.\n"
    case.set(PLAN_CASEWORK_NOTES=(older * 200)[:10_000])
    case.download()
    row = unclear(case, "reset_after")
    case.download()
    assert state(row) == "CONFIRMED"


def test_it_asks_a_person_when_the_case_is_out_of_view(case: Road) -> None:
    case.add(OTHER)
    case.download()
    row = unclear(case, "hang", seconds=1)
    case.hpms.cms("remove_record", CASE)
    later_download(case)
    assert state(row) == "NEEDS_DECISION"


def test_it_waits_while_the_whole_contract_is_out_of_view(case: Road) -> None:
    row = unclear(case, "hang", seconds=1)
    case.hpms.cms("remove_record", CASE)
    later_download(case)
    assert (state(row), row.absences) == ("UNCERTAIN", 0)


def test_it_asks_a_person_when_the_record_cannot_be_read(case: Road) -> None:
    row = unclear(case, "reset_after")
    case.set(RECEIVED_DATE="soon")
    later_download(case)
    assert state(row) == "NEEDS_DECISION"
    assert case.upload() == {}


# The sender goes away


def test_it_queues_again_what_a_sender_claimed_and_never_sent(case: Road) -> None:
    row = case.note()
    claimed = uploads_claim(case.key, 10)
    assert leases_expire() == 0
    case.pass_time(hours=1)
    assert leases_expire() == 1
    assert (state(row), row.tries) == ("QUEUED", 0)
    assert attempts_leave(claimed) == []  # should the sender come back after all
    assert case.upload() == {"ACCEPTED": 1}
    assert case.sent() == [NOTE]


def test_it_makes_an_attempt_uncertain_whose_sender_never_came_back(case: Road) -> None:
    row = case.note()
    assert attempts_leave(uploads_claim(case.key, 10))
    assert leases_expire() == 0
    assert state(row) == "SENDING"
    case.pass_time(hours=1)
    assert leases_expire() == 1
    assert state(row) == "UNCERTAIN"
    assert "went away" in story(row)[-1]


def test_a_sender_that_stood_still_past_its_time_sends_nothing_more(
    case: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = case.note()
    stood: list[Any] = []
    made, time_of = HpmsClient._called, baseline.attempt_time

    def stands_still(client: HpmsClient, *call: Any) -> Any:
        if call[-1] is HpmsUnreachable and not stood:  # an upload, about to be posted
            stood.append(call)
            case.pass_time(hours=1)
            leases_expire()
            later_download(case)
            later_download(case)
            assert state(row) == "QUEUED"
            assert case.upload() == {"ACCEPTED": 1}
        return made(client, *call)

    monkeypatch.setattr(HpmsClient, "_called", stands_still)
    monkeypatch.setattr(baseline, "attempt_time", lambda: time_of() if stood else timedelta(0))
    with pytest.raises(HpmsTooLate):
        case.upload()
    assert stood
    assert state(row) == "ACCEPTED"
    assert case.sent() == [NOTE]


def test_what_did_not_leave_in_time_is_queued_again(
    case: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = case.note()
    monkeypatch.setattr(baseline, "attempt_time", lambda: timedelta(0))
    with pytest.raises(HpmsTooLate):
        case.upload()
    assert state(row) == "QUEUED"
    assert "The call was not made" in story(row)[-1]
    assert case.calls("upload") == 0


def test_it_still_takes_a_clear_answer_that_comes_late(case: Road) -> None:
    row = case.note()
    claimed = attempts_leave(uploads_claim(case.key, 10))
    case.pass_time(hours=1)
    leases_expire()
    outcomes_write(claimed, lambda _: (UploadState.ACCEPTED, "Casework Saved"))
    assert state(row) == "ACCEPTED"


def test_it_ignores_a_late_answer_to_an_attempt_that_was_settled(case: Road) -> None:
    row = case.note()
    (claimed,) = attempts_leave(uploads_claim(case.key, 10))
    case.pass_time(hours=1)
    leases_expire()
    later_download(case)
    later_download(case)
    assert case.upload() == {"ACCEPTED": 1}
    outcomes_write([claimed], lambda _: (UploadState.FAILED, "late"))
    assert state(row) == "ACCEPTED"


def test_it_confirms_what_was_accepted_while_the_download_that_shows_it_was_applied(
    case: Road,
) -> None:
    row = case.note()
    claimed = uploads_claim(case.key, 10)
    case.set(PLAN_CASEWORK_NOTES=f"03/16/2026 10:41 AM H1234 API: {NOTE}")
    case.download()
    assert state(row) == "SENDING"
    outcomes_write(claimed, lambda _: (UploadState.ACCEPTED, "Casework Saved"))
    case.download()
    assert state(row) == "CONFIRMED"


def test_it_confirms_any_number_of_rows_accepted_lately(
    case: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirm, "_CHUNK", 2)
    ids = [CASE, OTHER, THIRD]
    for complaint_id in ids[1:]:
        case.add(complaint_id)
    case.download()
    rows = [case.note(complaint_id=complaint_id) for complaint_id in ids]
    claimed = uploads_claim(case.key, 10)
    for complaint_id in ids:
        case.set(complaint_id, PLAN_CASEWORK_NOTES=f"03/16/2026 10:41 AM H1234 API: {NOTE}")
    case.download()
    outcomes_write(claimed, lambda _: (UploadState.ACCEPTED, "Casework Saved"))
    case.download()
    assert [state(row) for row in rows] == ["CONFIRMED"] * 3


# Nothing was taken


@pytest.mark.parametrize(
    ("fault", "error", "said"),
    [
        ({"status": 429}, HpmsBusy, "asks to wait"),
        ({"status": 404}, HpmsError, "Check the address"),
    ],
)
def test_it_queues_again_with_a_wait_what_hpms_surely_did_not_take(
    case: Road, fault: dict[str, Any], error: type[HpmsError], said: str
) -> None:
    row = case.note()
    case.hpms.fault("upload", "status", **fault)
    with pytest.raises(error, match=said):
        case.upload()
    assert state(row) == "QUEUED"
    assert row.not_before > timezone.now()
    assert said in story(row)[-1]
    assert case.upload() == {}
    case.pass_time(hours=1)
    assert case.upload() == {"ACCEPTED": 1}
    assert case.sent() == [NOTE]


def test_it_queues_again_what_was_claimed_when_hpms_refuses_the_key(case: Road) -> None:
    row = case.note()
    case.hpms.fault("upload", "status", status=401, times=2)
    with pytest.raises(HpmsAuthorizationFailed, match="Check key id and secret"):
        case.upload()
    assert state(row) == "QUEUED"
    assert "Check key id and secret" in story(row)[-1]
    case.pass_time(hours=1)
    assert key_try_again(case.key) is None
    assert case.upload() == {"ACCEPTED": 1}
    assert case.sent() == [NOTE]


def test_it_claims_nothing_without_a_token(own_case: Road) -> None:
    row = own_case.note()
    cache.delete(credentials_of(own_case.key).cache_name)
    own_case.hpms.kill()
    with pytest.raises(HpmsUnreachable):
        own_case.upload()
    assert (state(row), row.tries) == ("QUEUED", 0)


def test_it_queues_again_when_hpms_goes_down_after_the_claim(own_case: Road) -> None:
    row = own_case.note()
    own_case.hpms.kill()
    with pytest.raises(HpmsUnreachable):
        own_case.upload()
    assert (state(row), row.tries) == ("QUEUED", 1)


def test_it_queues_again_when_the_token_alone_got_no_answer(case: Road) -> None:
    row = case.note()
    case.hpms.fault("upload", "status", status=401)
    case.hpms.fault("token", "status", status=500, times=3)
    with pytest.raises(HpmsError, match="No token"):
        case.upload()
    assert state(row) == "QUEUED"


def test_it_notes_on_the_key_what_a_person_must_look_after(own_case: Road) -> None:
    own_case.note()
    own_case.hpms.cms("deactivate_key", key_id=own_case.key.key_id)
    with pytest.raises(HpmsAuthorizationFailed):
        own_case.upload()
    assert "has not deactivated the key" in ApiKey.objects.get().trouble


def test_it_logs_no_text_of_a_note(case: Road, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    unclear(case, "reset_after")
    case.note("Second call.")
    case.download()
    case.hpms.fault("upload", "status", status=429)
    with pytest.raises(HpmsBusy):
        case.upload()
    assert NOTE not in caplog.text
    assert "Second call." not in caplog.text
    assert credentials_of(case.key).secret not in caplog.text


def test_it_judges_by_what_it_saw_though_another_record_cannot_be_read(case: Road) -> None:
    row = unclear(case, "reset_after")
    case.add("C22222222")
    case.download()
    assert state(row) == "CONFIRMED"


def test_it_stops_after_a_batch_without_a_clear_answer(case: Road, settings: Any) -> None:
    settings.HPMS_BATCH_SIZE = 1
    case.add(OTHER)
    case.download()
    rows = [case.note(), case.note(complaint_id=OTHER)]
    case.hpms.fault("upload", "hang", seconds=1)
    assert case.upload() == {"UNCERTAIN": 1}
    assert [state(row) for row in rows] == ["UNCERTAIN", "QUEUED"]
    assert case.upload() == {"ACCEPTED": 1}
