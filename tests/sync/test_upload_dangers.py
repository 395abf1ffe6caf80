"""What can go wrong between an upload and what HPMS shows of it, over real HTTP: each ends with the note
in HPMS once, or with a question to a person.

| danger | tests |
|---|---|
| stale read | below: six |
| download begun before the upload was applied | test_unclear_upload: …begun_before_the_attempt…, …soon_after… |
| late application after our time-out | below: three |
| notes field at 10,000 characters | test_unclear_upload: undecidable…; below: pushed off the end |
| identical repeated note | test_unclear_upload: Identical notes |
| HPMS re-spacing or entity-encoding the text | test_unclear_upload: …hpms_rewrote; below: two |
| complaint closed by CMS meanwhile | below: four |
| unreadable 200, incomplete 200 | test_unclear_upload: APPLIED; test_odd_answers; below: two |
| line and id at odds | test_unclear_upload: APPLIED; below: in a batch |
"""

from typing import Any

import pytest

from complaints.models import CaseworkUpload, Complaint
from hpms_sync.download.run import download
from hpms_sync.upload.claim import uploads_claim_for_file
from tests.sync.conftest import second_key_at
from tests.sync.process import wait_until_true
from tests.sync.road import CASE, CLOSING, NOTE, OTHER, Road, state, story

STAMP = "03/16/2026 10:41 AM H1234 API:"


@pytest.fixture
def case(quick_road: Road, settings: Any) -> Road:
    settings.HPMS_READ_SECONDS = 0.5
    quick_road.add()
    quick_road.download()
    return quick_road


def unclear(case: Road, kind: str, row: CaseworkUpload, **fault: Any) -> CaseworkUpload:
    case.hpms.fault("upload", kind, **fault)
    assert case.upload() == {"UNCERTAIN": 1}
    return row


def later_download(case: Road) -> None:
    case.pass_time(hours=7)
    case.download()


def settled_once(case: Road, *rows: CaseworkUpload, texts: list[str]) -> None:
    """HPMS has each note once, and says so again whenever it is asked."""
    later_download(case)
    case.upload()
    assert [state(row) for row in rows] == ["CONFIRMED"] * len(rows)
    assert case.sent() == texts


# Stale reads: a download shows an older state than HPMS has


def test_one_stale_download_does_not_send_a_note_again(case: Road) -> None:
    case.hpms.fault("download", "stale", times=2)
    row = unclear(case, "reset_after", case.note())
    later_download(case)
    assert (state(row), row.absences) == ("UNCERTAIN", 1)
    settled_once(case, row, texts=[NOTE])


def test_downloads_of_a_state_before_the_baseline_prove_no_absence(case: Road) -> None:
    first = case.note("First call.")
    case.hpms.fault("download", "slow", seconds=0, times=2)
    case.hpms.fault("download", "stale", times=4)  # as it is now, without either note
    case.upload()
    case.download()
    second = unclear(case, "reset_after", case.note("Second call."))
    for _ in range(2):
        case.pass_time(hours=7)
        case.download()
        assert (state(second), second.absences) == ("UNCERTAIN", 0)
    settled_once(case, first, second, texts=["First call.", "Second call."])


def test_a_person_is_asked_when_downloads_keep_lacking_what_they_had_shown(case: Road) -> None:
    case.note("First call.")
    case.upload()
    case.download()
    second = unclear(case, "hang", case.note("Second call."), seconds=1)
    case.set(PLAN_CASEWORK_NOTES="")
    later_download(case)
    assert state(second) == "UNCERTAIN"
    case.pass_time(days=2)
    case.download()
    assert state(second) == "NEEDS_DECISION"


def test_a_note_that_a_stale_baseline_hid_is_not_taken_for_the_next_one(case: Road) -> None:
    first = case.note()
    case.upload()
    case.download()
    assert state(first) == "CONFIRMED"
    shown = case.hpms.record(CASE)["PLAN_CASEWORK_NOTES"]
    case.set(PLAN_CASEWORK_NOTES="")
    case.download()
    case.set(PLAN_CASEWORK_NOTES=shown)
    second = unclear(case, "reset_before", case.note())
    later_download(case)
    assert state(second) == "NEEDS_DECISION"


def test_one_stale_download_that_overtakes_another_counts_once(case: Road) -> None:
    second = second_key_at(case.hpms)
    row = unclear(case, "hang", case.note(), seconds=1)
    case.pass_time(hours=7)
    noted = f"{STAMP} {NOTE}"
    case.set(PLAN_CASEWORK_NOTES=noted)  # it had arrived
    overtaken: list[object] = []

    def report(what: str, count: int) -> None:
        if what == "Reading" and not overtaken:
            case.set(PLAN_CASEWORK_NOTES="")
            overtaken.append(download(second))
            case.set(PLAN_CASEWORK_NOTES=noted)

    assert download(case.key, report=report).counts["late"] == 1
    assert (state(row), row.absences) == ("UNCERTAIN", 1)
    later_download(case)
    assert state(row) == "CONFIRMED"


def test_two_downloads_of_two_keys_that_do_not_overtake_each_other_count_twice(case: Road) -> None:
    second = second_key_at(case.hpms)
    row = unclear(case, "hang", case.note(), seconds=1)
    later_download(case)
    download(second)
    assert state(row) == "QUEUED"


# HPMS applies the call late


def test_a_note_applied_after_a_download_lacked_it_is_found_and_never_sent_again(
    case: Road,
) -> None:
    row = unclear(case, "late", case.note(), seconds=1)
    later_download(case)
    assert (state(row), row.absences) == ("UNCERTAIN", 1)
    wait_until_true(case.sent)
    settled_once(case, row, texts=[NOTE])


def test_a_note_applied_late_is_found_by_a_download_soon_after(case: Road) -> None:
    row = unclear(case, "late", case.note(), seconds=0.6)
    case.download()
    assert (state(row), row.absences) == ("UNCERTAIN", 0)
    wait_until_true(case.sent)
    case.download()
    assert state(row) == "CONFIRMED"


def test_a_resolution_applied_late_is_found_by_its_date_and_summary(case: Road) -> None:
    row = unclear(case, "late", case.resolve(), seconds=0.8)
    later_download(case)
    assert state(row) == "UNCERTAIN"
    wait_until_true(case.sent)
    settled_once(case, row, texts=[CLOSING])


# The notes field is at its 10,000 characters


def test_a_note_pushed_off_the_end_of_the_field_is_asked_after(case: Road) -> None:
    """HPMS took it, and a hundred entries of others stand before it by the next download."""
    row = unclear(case, "reset_after", case.note())
    entry = "03/17/2026 09:15 AM CMS: The caseworker looked at the billing history again.\n"
    noted = case.hpms.record(CASE)["PLAN_CASEWORK_NOTES"]
    case.set(PLAN_CASEWORK_NOTES=(entry * 140 + noted)[:10_000])
    later_download(case)
    assert state(row) == "NEEDS_DECISION"
    assert case.upload() == {}
    assert case.sent() == [NOTE]


# HPMS rewrites texts


@pytest.mark.parametrize("rewriting", ["respace_notes", "entity_encode"])
def test_a_resolution_that_hpms_rewrote_is_found(case: Road, rewriting: str) -> None:
    words = CLOSING.replace("refunded it", 'refunded it "at once", as she\'d asked')
    row = unclear(case, "reset_after", case.resolve(text=words))
    case.hpms.fault("download", rewriting, times=2)
    case.download()
    assert state(row) == "CONFIRMED"


@pytest.mark.parametrize("rewriting", ["respace_notes", "entity_encode"])
def test_a_rewritten_note_is_not_taken_for_an_identical_one(case: Road, rewriting: str) -> None:
    first = case.note("She said: don't call. Wrote it down.")
    case.upload()
    case.download()
    second = unclear(case, "reset_before", case.note("She said: don't call. Wrote it down."))
    for _ in range(2):
        case.hpms.fault("download", rewriting, times=2)
        later_download(case)
    assert [state(first), state(second)] == ["CONFIRMED", "QUEUED"]


# CMS closes the complaint meanwhile


def test_a_note_goes_to_a_complaint_that_cms_has_closed(case: Road) -> None:
    row = case.note()
    case.hpms.cms("resolve", CASE)
    case.upload()
    settled_once(case, row, texts=[NOTE])


def test_a_note_without_an_answer_is_found_on_a_complaint_that_cms_has_closed(case: Road) -> None:
    row = unclear(case, "reset_after", case.note())
    case.hpms.cms("resolve", CASE)
    case.download()
    assert Complaint.objects.get(pk=CASE).resolution_date
    settled_once(case, row, texts=[NOTE])


def test_a_note_that_never_arrived_is_sent_to_a_complaint_that_cms_has_closed(case: Road) -> None:
    row = unclear(case, "reset_before", case.note())
    case.hpms.cms("resolve", CASE)
    later_download(case)
    later_download(case)
    assert state(row) == "QUEUED"
    case.upload()
    settled_once(case, row, texts=[NOTE])


def test_a_resolution_that_cms_was_faster_with_is_a_question_and_not_sent(case: Road) -> None:
    row = unclear(case, "reset_before", case.resolve())
    case.hpms.cms("resolve", CASE)
    case.download()
    later_download(case)
    assert state(row) == "NEEDS_DECISION"
    assert case.upload() == {}
    assert case.sent() == []


# Odd answers to a batch


@pytest.fixture
def two_rows(case: Road) -> tuple[CaseworkUpload, CaseworkUpload]:
    case.add(OTHER)
    case.download()
    return case.note(), case.note("Another note.", OTHER)


def test_of_an_incomplete_answer_each_row_that_it_names_is_settled(
    case: Road, two_rows: tuple[CaseworkUpload, CaseworkUpload]
) -> None:
    case.hpms.fault("upload", "incomplete_200")
    assert case.upload() == {"ACCEPTED": 1, "UNCERTAIN": 1}
    case.download()
    assert [state(row) for row in two_rows] == ["CONFIRMED"] * 2
    assert (case.sent(), case.sent(OTHER)) == ([NOTE], ["Another note."])


@pytest.mark.parametrize("kind", ["line_id_mismatch", "unreadable_json"])
def test_no_row_of_an_answer_is_settled_that_mixes_them_up_or_cannot_be_read(
    case: Road, two_rows: tuple[CaseworkUpload, CaseworkUpload], kind: str
) -> None:
    case.hpms.fault("upload", kind)
    assert case.upload() == {"UNCERTAIN": 2}
    assert case.upload() == {}
    case.download()
    assert [state(row) for row in two_rows] == ["CONFIRMED"] * 2
    assert (case.sent(), case.sent(OTHER)) == ([NOTE], ["Another note."])


# A row in a file (EXPORTED) waits for a person, and is found where a download shows it


@pytest.fixture
def exported(case: Road) -> CaseworkUpload:
    row = case.note()
    (taken,) = uploads_claim_for_file(["H1234"], 10)
    assert (taken.pk, state(row), row.deadline) == (row.pk, "EXPORTED", None)
    return row


def test_a_row_in_a_file_is_not_sent_and_holds_back_the_rows_behind(
    case: Road, exported: CaseworkUpload
) -> None:
    behind = case.note("Second call.")
    assert case.upload() == {}
    later_download(case)
    later_download(case)
    assert [state(exported), state(behind)] == ["EXPORTED", "QUEUED"]
    assert exported.absences == 0


def test_a_row_in_a_file_is_found_in_a_download(case: Road, exported: CaseworkUpload) -> None:
    case.set(PLAN_CASEWORK_NOTES=f"{STAMP} {NOTE}")
    case.download()
    assert state(exported) == "CONFIRMED"
    assert story(exported)[-1] == "Found in a later download: HPMS has it."


def test_what_was_there_before_the_file_is_not_found(case: Road) -> None:
    case.set(PLAN_CASEWORK_NOTES=f"{STAMP} {NOTE}")
    case.download()
    row = case.note()
    uploads_claim_for_file(["H1234"], 10)
    case.set(COMMENTS="Something else changed.")
    later_download(case)
    assert state(row) == "EXPORTED"
