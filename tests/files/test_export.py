"""Upload files: what goes in, how it is held back, what HPMS's answer does."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from complaints.models import (
    CaseworkNote,
    CaseworkUpload,
    Complaint,
    ContactAttempt,
    Resolution,
)
from complaints.models.choices import UploadState
from ctm_casework.accounts.models import User
from hpms_sync.files import export as export_module
from hpms_sync.files.export import (
    LINES_MOST,
    Answer,
    Said,
    export_answer,
    export_file,
    export_make,
    export_preview,
)
from hpms_sync.files.selectors import exports_of
from hpms_sync.keys.registry import key_add
from hpms_sync.models import ApiKey, UploadExport
from hpms_sync.upload.claim import uploads_claim
from tests.factories import make_complaint, make_user
from tests.files.conftest import Bring
from tests.files.plan_file import plan_file, record

OURS = ["H1234", "S5678"]
CLOSING = (
    "Beneficiary was billed the August premium twice. Called her, found the second payment in the "
    "billing system and refunded it. She was told the outcome by phone and agrees."
)
SAVED = Said(Answer.SAVED)
pytestmark = pytest.mark.django_db


@pytest.fixture
def casey(db: None) -> User:
    return make_user("caseworker", OURS)


def note(
    casey: User, text: str = "Called the member about the bill.", **where: str
) -> CaseworkUpload:
    complaint = make_complaint(**where)
    return CaseworkNote.enter(complaint.pk, casey, text=text).uploads.get()


def closing(casey: User) -> CaseworkUpload:
    complaint = make_complaint()
    ContactAttempt.enter(
        complaint.pk,
        casey,
        attempted_at=timezone.now() - timedelta(hours=1),
        method="PHONE",
        outcome="REACHED",
        party="BENEFICIARY",
        purpose="RESOLUTION",
    )
    resolution = Resolution.enter(
        complaint.pk,
        casey,
        resolution_date=complaint.contract.today,
        note=CLOSING,
        contact_made="BENEFICIARY",
        complainant_satisfied="Y",
        hpi_related="N",
        resolution_notification="1",
    )
    return resolution.uploads.get()


def key(environment: str, *contracts: str) -> ApiKey:
    return key_add(
        name=f"{environment} of {contracts[0]}",
        environment=environment,
        base_url="http://127.0.0.1:1" if environment == "sandbox" else "https://127.0.0.1:1",
        key_id=f"KEY{contracts[0]}",
        secret="a-secret",
        contract_ids=contracts,
    )


def state(row: CaseworkUpload) -> str:
    row.refresh_from_db()
    return row.state


def story(row: CaseworkUpload) -> list[str]:
    return list(row.events.values_list("message", flat=True))


def ids_in(export: UploadExport) -> list[str]:
    return [line.split("\t")[0] for line in export_file(export).decode().splitlines()]


# Making


def test_it_holds_the_head_of_each_line_with_the_text_shown(casey: User, sam: User) -> None:
    first = note(casey, "Called. She’s out.")
    behind = CaseworkNote.enter(first.complaint_id, casey, text="Called again the next day.")
    other = note(casey)
    export = export_make(sam, OURS)
    assert sorted(ids_in(export)) == sorted([first.complaint_id, other.complaint_id])
    assert "Called. She's out." in export_file(export).decode()
    assert (state(first), state(other)) == (UploadState.EXPORTED, UploadState.EXPORTED)
    assert state(behind.uploads.get()) == UploadState.QUEUED
    assert "upload file" in story(first)[-1]
    assert export.file_name in story(first)[-1]


def test_only_rows_of_the_contracts_chosen_go_in(casey: User, sam: User) -> None:
    ours, theirs = note(casey), note(casey, contract="S5678")
    assert ids_in(export_make(sam, ["H1234"])) == [ours.complaint_id]
    assert state(theirs) == UploadState.QUEUED


def test_the_api_does_not_send_what_stands_in_a_file(casey: User, sam: User) -> None:
    row = note(casey)
    sandbox = key("sandbox", *OURS)
    export_make(sam, OURS)
    assert uploads_claim(sandbox, 50) == []
    assert state(row) == UploadState.EXPORTED


def test_a_file_does_not_hold_what_another_holds(casey: User, sam: User) -> None:
    note(casey)
    export_make(sam, OURS)
    with pytest.raises(ValidationError, match="Nothing waits"):
        export_make(sam, OURS)
    assert UploadExport.objects.count() == 1


def test_a_row_that_a_rule_forbids_now_stays_out(casey: User, sam: User) -> None:
    fine, stopped = note(casey), closing(casey)
    stopped.complaint.swift = True
    stopped.complaint.save(update_fields=["swift"])
    assert export_preview(OURS, 10).blocked == 1
    assert state(stopped) == UploadState.QUEUED  # looking changes nothing
    assert ids_in(export_make(sam, OURS)) == [fine.complaint_id]
    assert state(stopped) == UploadState.BLOCKED


def test_a_full_file_is_answered_in_one_form(settings: Any) -> None:
    fields = 2 * LINES_MOST + len(["csrfmiddlewaretoken"])
    assert fields <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_the_preview_shows_what_the_file_will_hold_and_takes_nothing(
    casey: User, sam: User
) -> None:
    row = note(casey)
    before = story(row)
    assert [one.pk for one in export_preview(OURS, 10).rows] == [row.pk]
    assert (state(row), story(row)) == (UploadState.QUEUED, before)
    assert ids_in(export_make(sam, OURS)) == [row.complaint_id]


def test_sandbox_and_production_never_meet_in_a_file(casey: User, sam: User) -> None:
    first, other = note(casey), note(casey, contract="S5678")
    key("sandbox", "H1234")
    with pytest.raises(ValidationError, match="never in one file"):
        export_make(sam, OURS)
    assert (state(first), state(other)) == (UploadState.QUEUED, UploadState.QUEUED)
    assert export_make(sam, ["H1234"]).environment == "sandbox"
    assert export_make(sam, ["S5678"]).environment == "production"  # no key: a real contract


@pytest.mark.parametrize("status", ["STOPPED", "DEACTIVATED"])
def test_what_was_worked_in_the_sandbox_stays_there_without_a_key_in_use(
    casey: User, sam: User, status: str
) -> None:
    note(casey), note(casey, contract="S5678")
    pilot = key("sandbox", "H1234")
    key("production", "S5678")
    ApiKey.objects.filter(pk=pilot.pk).update(status=status)
    with pytest.raises(ValidationError, match="never in one file"):
        export_make(sam, OURS)
    assert export_make(sam, ["H1234"]).environment == "sandbox"


def test_a_file_takes_as_many_lines_as_can_be_answered(
    casey: User, sam: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_module, "LINES_MOST", 2)
    stopped = closing(casey)  # due first, and stopped by a rule: it takes no line's place
    stopped.complaint.swift = True
    stopped.complaint.save()
    rows = [note(casey) for _ in range(3)]
    waiting = export_preview(OURS, 1)
    assert (len(waiting.rows), waiting.lines) == (1, 2)
    first, rest = export_make(sam, OURS), export_make(sam, OURS)
    assert (len(ids_in(first)), len(ids_in(rest))) == (2, 1)
    assert {*ids_in(first), *ids_in(rest)} == {row.complaint_id for row in rows}
    assert state(stopped) == UploadState.BLOCKED


def test_the_file_s_name_says_contracts_and_moment(casey: User, sam: User) -> None:
    note(casey)
    export = export_make(sam, ["H1234"])
    assert export.file_name.startswith("H1234_20")
    assert export.file_name.endswith(".TXT")


# Answers


def test_saved_is_accepted_and_the_row_behind_goes_on(casey: User, sam: User) -> None:
    row = note(casey)
    behind = CaseworkNote.enter(row.complaint_id, casey, text="Called again the next day.")
    export = export_make(sam, OURS)
    assert export_answer(sam, export, {1: SAVED}) == 1
    assert state(row) == UploadState.ACCEPTED
    assert row.accepted_at
    assert story(row)[-1] == "Casework Saved, read in HPMS by Sam Whitfield."
    assert ids_in(export_make(sam, OURS)) == [row.complaint_id]
    assert state(behind.uploads.get()) == UploadState.EXPORTED


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Said(Answer.NO_SUCH_CASE), "The specified case does not exist."),
        (Said(Answer.REFUSED, " Case is  closed. "), "Case is closed."),
    ],
)
def test_a_refused_resolution_is_taken_back(casey: User, sam: User, said: Said, told: str) -> None:
    row = closing(casey)
    export_answer(sam, export_make(sam, OURS), {1: said})
    assert state(row) == UploadState.FAILED
    assert story(row)[-1] == f"{told} (read in HPMS by Sam Whitfield)"
    assert row.resolution
    assert Resolution.objects.get(pk=row.resolution_id).withdrawn_at


def test_casework_saved_copied_as_a_message_is_accepted(casey: User, sam: User) -> None:
    row = note(casey)
    export_answer(sam, export_make(sam, OURS), {1: Said(Answer.REFUSED, "casework saved.")})
    assert state(row) == UploadState.ACCEPTED


def test_what_was_not_uploaded_goes_back_to_the_queue(casey: User, sam: User) -> None:
    row = note(casey)
    export = export_make(sam, OURS)
    export_answer(sam, export, {1: Said(Answer.NOT_SENT)})
    assert state(row) == UploadState.QUEUED
    again = export_make(sam, OURS)
    # What is said now about the first file is not about the second.
    assert export_answer(sam, export, {1: SAVED}) == 0
    assert state(row) == UploadState.EXPORTED
    assert export_answer(sam, again, {1: SAVED}) == 1


def test_an_unknown_answer_is_left_to_the_downloads_and_may_still_come(
    casey: User, sam: User
) -> None:
    row = note(casey)
    export = export_make(sam, OURS)
    export_answer(sam, export, {1: Said(Answer.UNKNOWN)})
    assert state(row) == UploadState.UNCERTAIN
    assert export_answer(sam, export, {1: SAVED}) == 1
    assert state(row) == UploadState.ACCEPTED


def test_one_answer_leaves_the_other_rows_open(casey: User, sam: User) -> None:
    rows = {row.complaint_id: row for row in (note(casey), note(casey))}
    export = export_make(sam, OURS)
    first, second = ids_in(export)
    export_answer(sam, export, {2: SAVED})
    assert state(rows[first]) == UploadState.EXPORTED
    assert state(rows[second]) == UploadState.ACCEPTED


def test_an_answer_is_given_once(casey: User, sam: User) -> None:
    row = note(casey)
    export = export_make(sam, OURS)
    export_answer(sam, export, {1: SAVED})
    assert export_answer(sam, export, {1: Said(Answer.NOT_SENT)}) == 0
    assert state(row) == UploadState.ACCEPTED


@pytest.mark.parametrize("said", [Said("MAYBE"), Said(Answer.REFUSED, " ")])
def test_an_answer_that_says_nothing_is_refused(casey: User, sam: User, said: Said) -> None:
    row = note(casey)
    with pytest.raises(ValidationError, match="Line 1"):
        export_answer(sam, export_make(sam, OURS), {1: said})
    assert state(row) == UploadState.EXPORTED


# The file again


def test_the_file_is_the_same_each_time_until_a_line_is_answered(casey: User, sam: User) -> None:
    note(casey), note(casey)
    export = export_make(sam, OURS)
    assert export_file(export) == export_file(UploadExport.objects.get())
    export_answer(sam, export, {2: SAVED})
    with pytest.raises(ValidationError, match="not to be uploaded again"):
        export_file(export)


def test_a_download_that_shows_the_note_settles_its_line(
    casey: User, sam: User, bring: Bring
) -> None:
    row = note(casey, seen_as_of=timezone.now() - timedelta(days=1))
    export = export_make(sam, OURS)
    shown = record(row.complaint_id, PLAN_CASEWORK_NOTES=row.payload["caseworkNotes"])
    bring(plan_file(shown), timezone.now())
    assert state(row) == UploadState.CONFIRMED
    assert not export.rows.get().open
    assert exports_of(sam).get().unanswered == 0
    assert export_answer(sam, export, {1: Said(Answer.NOT_SENT)}) == 0
    assert state(row) == UploadState.CONFIRMED
    with pytest.raises(ValidationError, match="not to be uploaded again"):
        export_file(export)


def test_a_download_without_the_note_says_nothing_of_a_file(
    casey: User, sam: User, bring: Bring
) -> None:
    row = note(casey, seen_as_of=timezone.now() - timedelta(days=1))
    export_make(sam, OURS)
    bring(plan_file(record(row.complaint_id)), timezone.now())
    assert state(row) == UploadState.EXPORTED


@pytest.mark.django_db(transaction=True)
def test_two_files_made_at_once_share_no_row(casey: User, sam: User) -> None:
    rows = {note(casey).complaint_id for _ in range(6)}
    together = Barrier(2)

    def make(_: int) -> list[str]:
        together.wait()
        try:
            return ids_in(export_make(sam, OURS))
        except ValidationError:
            return []  # the other one was quicker
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        first, second = people.map(make, range(2))
    assert not set(first) & set(second)
    assert set(first) | set(second) == rows


@pytest.mark.django_db(transaction=True)
def test_an_answer_waits_for_a_complaint_without_holding_its_uploads(
    casey: User, sam: User
) -> None:
    """A download locks the complaint, then its uploads: nobody goes the other way round."""
    row = note(casey)
    export = export_make(sam, OURS)

    def answer() -> int:
        try:
            return export_answer(sam, export, {1: Said(Answer.REFUSED, "Case is closed.")})
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as person, transaction.atomic():
        Complaint.objects.select_for_update().get(pk=row.complaint_id)
        settled = person.submit(answer)
        try:
            until(somebody_waits)
            assert CaseworkUpload.objects.select_for_update(nowait=True).get(pk=row.pk)
        finally:
            transaction.set_rollback(True)
    assert settled.result() == 1
    assert state(row) == UploadState.FAILED


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN "
            "(SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


def until(happens: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not happens():
        assert time.monotonic() < ends
