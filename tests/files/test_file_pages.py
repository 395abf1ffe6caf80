"""The pages that bring plan downloads and take upload files away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError

from complaints.models import CaseworkNote, CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from ctm_casework.accounts.models import AccessLog, User
from hpms_sync.download.staging import Staging
from hpms_sync.files import export_views, import_views
from hpms_sync.files.bring_in import file_run_begin
from hpms_sync.files.selectors import file_runs_of
from hpms_sync.files.tasks import plan_file_take_in, plan_files_tidy
from hpms_sync.models import DownloadRun, PlanFile, PlanFilePortion, UploadExport
from tests.factories import make_complaint, make_user
from tests.files.plan_file import CASES, plan_file, record

FIRST, SECOND, THIRD = CASES[:3]
Words = Callable[[HttpResponse], str]
pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is there at once."""
    monkeypatch.setattr(import_views.plan_file_take_in, "delay", plan_file_take_in)


def brought(desk: Client, content: bytes, name: str = "plan download.txt", **answers: Any) -> Any:
    moment = timezone.localtime() - timedelta(minutes=2)
    posted = {
        "file": SimpleUploadedFile(name, content),
        "downloaded_at": f"{moment:%Y-%m-%dT%H:%M}",
        "layout_version": "",
    }
    return desk.post("/sync/files/import/", posted | answers, follow=True)


def kept() -> PlanFile:
    return PlanFile.objects.get()


# Bringing a plan download


def test_it_shows_what_would_change_before_anything_does(desk: Client, words: Words) -> None:
    bad = record(THIRD, RECEIVED_DATE="soon")
    said = words(brought(desk, plan_file(record(FIRST), record(SECOND), bad)))
    assert "New 2 Changed 0 Unchanged 0" in said
    assert "4 DL.RECEIVED_DATE RECEIVED_DATE: This is no date" in said
    assert "Apply it" in said
    assert "Whitaker" not in said
    assert not Complaint.objects.exists()
    assert not DownloadRun.objects.exists()


def test_applied_it_is_in_and_the_file_is_gone(desk: Client, words: Words, at_once: None) -> None:
    brought(desk, plan_file(record(FIRST)))
    assert PlanFilePortion.objects.exists()
    said = words(desk.post(f"/sync/files/import/{kept().pk}/apply/", follow=True))
    assert "1 new, 0 changed" in said
    run = kept().run
    assert run is not None
    assert (run.source, run.brought_by.username, run.contracts) == (
        "FILE",
        "sam",
        ["H1234", "S5678"],
    )
    assert Complaint.objects.get().pk == FIRST
    assert not PlanFilePortion.objects.exists()


def test_pressed_twice_it_is_applied_once(desk: Client, at_once: None) -> None:
    brought(desk, plan_file(record(FIRST)))
    for _ in range(2):
        desk.post(f"/sync/files/import/{kept().pk}/apply/")
    assert DownloadRun.objects.count() == 1


def test_a_task_delivered_again_leaves_another_worker_s_run_alone(desk: Client) -> None:
    brought(desk, plan_file(record(FIRST)))
    run = import_views.plan_file_begin(kept())
    assert run is not None
    DownloadRun.objects.update(progress={"what": "Reading", "records": 1})
    plan_file_take_in(kept().pk, run.pk)
    assert not Complaint.objects.exists()


def test_what_a_lost_worker_left_can_be_applied_again(
    desk: Client, words: Words, at_once: None
) -> None:
    brought(desk, plan_file(record(FIRST)))
    page = f"/sync/files/import/{kept().pk}/"
    run = import_views.plan_file_begin(kept())
    DownloadRun.objects.update(progress={"what": "Reading", "records": 1})
    assert "Reading, 1 records" in words(desk.get(page))
    DownloadRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert "Apply it again" in words(desk.get(page))
    desk.post(f"{page}apply/")
    assert run is not None
    assert DownloadRun.objects.get(pk=run.pk).state == DownloadRun.State.FAILED
    assert Complaint.objects.exists()


def test_without_redis_nothing_is_begun(
    desk: Client, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(import_views.plan_file_take_in, "delay", away)
    brought(desk, plan_file(record(FIRST)))
    said = words(desk.post(f"/sync/files/import/{kept().pk}/apply/", follow=True))
    assert "Redis does not answer" in said
    assert "Apply it" in said
    assert not DownloadRun.objects.exists()


def test_dropped_it_is_gone(desk: Client) -> None:
    brought(desk, plan_file(record(FIRST)))
    desk.post(f"/sync/files/import/{kept().pk}/drop/")
    assert not PlanFile.objects.exists()
    assert not PlanFilePortion.objects.exists()


def test_after_a_day_it_goes_by_itself(desk: Client) -> None:
    brought(desk, plan_file(record(FIRST)))
    plan_files_tidy()
    assert PlanFile.objects.exists()
    PlanFile.objects.update(brought_at=timezone.now() - timedelta(hours=25))
    plan_files_tidy()
    assert not PlanFile.objects.exists()


def test_what_a_lost_run_had_staged_goes_by_itself(sam: User) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    runs = [file_run_begin(sam, "a.txt", ["H1234"], timezone.now()) for _ in range(2)]
    DownloadRun.objects.filter(pk=runs[0].pk).update(
        lease_until=timezone.now() - timedelta(hours=1)
    )
    DownloadRun.objects.filter(pk=runs[1].pk).update(lease_until=soon)
    for run in runs:
        Staging(run.pk).__enter__()
    plan_files_tidy()
    states = [DownloadRun.objects.get(pk=run.pk).state for run in runs]
    assert states == [DownloadRun.State.FAILED, DownloadRun.State.RUNNING]
    assert [f"hpms_seen_{run.pk}" in connection.introspection.table_names() for run in runs] == [
        False,
        True,
    ]


def test_the_file_lies_in_an_unlogged_table_and_not_in_the_session(desk: Client) -> None:
    brought(desk, plan_file(record(FIRST)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relpersistence FROM pg_class WHERE relname = %s",
            [PlanFilePortion._meta.db_table],
        )
        assert cursor.fetchone() == ("u",)
    assert "Whitaker" not in str(dict(desk.session))


def test_a_folder_in_the_name_is_not_kept(desk: Client) -> None:
    brought(desk, plan_file(record(FIRST)), name="C:\\Whitaker\\download.txt")
    assert kept().file_name == "download.txt"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"downloaded_at": ""}, "This field is required"),
        ({"downloaded_at": "2099-01-01T10:00"}, "in the future"),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "This file is empty"),
        ({"file": SimpleUploadedFile("a.txt", b"no headings")}, "DL.file.header"),
        ({"layout_version": "2031-01"}, "valid choice"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_kept(
    desk: Client, words: Words, answers: dict[str, Any], said: str
) -> None:
    response = brought(desk, plan_file(record(FIRST)), **answers)
    assert response.status_code == 422
    assert said in words(response)
    assert not PlanFile.objects.exists()


def test_a_file_beyond_the_limit_is_refused(desk: Client, words: Words, settings: Any) -> None:
    settings.PLAN_FILE_MAX_MB = 0
    assert "import_download" in words(brought(desk, plan_file(record(FIRST))))


def test_nobody_else_sees_a_file_of_contracts_they_do_not_have(
    desk: Client, client: Client
) -> None:
    brought(desk, plan_file(record(FIRST)))
    olive = make_user("supervisor", ["H1234"], username="olive")
    client.force_login(olive)
    page = f"/sync/files/import/{kept().pk}/"
    answers = [client.get(page), client.post(f"{page}apply/"), client.post(f"{page}drop/")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert PlanFile.objects.exists()


def test_whoever_has_a_contract_of_it_sees_the_run(desk: Client, sam: User, at_once: None) -> None:
    brought(desk, plan_file(record(FIRST)))
    desk.post(f"/sync/files/import/{kept().pk}/apply/")
    run = kept().run
    olive = make_user("supervisor", ["S5678"], username="olive")
    stranger = make_user("supervisor", ["H9999"], username="oliver")
    assert [list(file_runs_of(one)) for one in (sam, olive, stranger)] == [[run], [run], []]


# Taking an upload file away


def wait(text: str = "Called the member about the bill.", **where: str) -> CaseworkUpload:
    casey = User.objects.filter(username="casey").first() or make_user(
        contracts=["H1234", "S5678", "H9999"]
    )
    return CaseworkNote.enter(make_complaint(**where).pk, casey, text=text).uploads.get()


def made(desk: Client, *contracts: str) -> UploadExport:
    desk.post("/sync/files/export/", {"contracts": contracts, "make": "1"})
    return UploadExport.objects.latest("pk")


def test_it_shows_the_exact_text_of_what_waits(desk: Client, words: Words, sam: User) -> None:
    row = wait("She’s out until 5.")
    theirs = wait(contract="H9999")
    response = desk.get("/sync/files/export/")
    said = words(response)
    assert f"{row.complaint_id} Note She's out until 5." in said
    assert theirs.complaint_id not in said
    look = AccessLog.objects.get(user=sam, door="file-export")
    assert look.complaint_ids == [row.complaint_id]
    row.refresh_from_db()
    assert row.state == UploadState.QUEUED


def test_of_much_that_waits_it_shows_the_first_rows_and_counts_the_rest(
    desk: Client, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_views, "ROWS_SHOWN", 1)
    for _ in range(3):
        wait()
    said = words(desk.get("/sync/files/export/"))
    assert said.count("Called the member") == 1
    assert "Make the file, at most 3 lines" in said
    assert "And 2 more. A file takes 400 lines" in said
    assert set(CaseworkUpload.objects.values_list("state", flat=True)) == {UploadState.QUEUED}


def test_made_it_is_downloaded_as_it_was_shown(desk: Client, sam: User) -> None:
    row = wait()
    export = made(desk, "H1234")
    response = desk.post(f"/sync/files/export/{export.pk}/file/")
    assert response["Content-Disposition"] == f'attachment; filename="{export.file_name}"'
    assert response.content.decode() == f"{row.complaint_id}\t{row.payload['caseworkNotes']}\tN" + (
        "\t" * 10 + "\r\n"
    )
    assert AccessLog.objects.filter(user=sam, door="file-export-download").exists()


def test_a_foreign_contract_cannot_be_chosen(desk: Client) -> None:
    wait(contract="H9999")
    response = desk.post("/sync/files/export/", {"contracts": ["H9999"], "make": "1"})
    assert response.status_code == 422
    assert not UploadExport.objects.exists()


def test_answers_are_written_down_row_by_row(desk: Client, words: Words) -> None:
    rows = {row.complaint_id: row for row in (wait(), wait())}
    export = made(desk, "H1234")
    page = f"/sync/files/export/{export.pk}/"
    posted = {"line-1-answer": "REFUSED", "line-1-message": "Case is closed.", "line-2-answer": ""}
    said = words(desk.post(page, posted, follow=True))
    assert "1 of 1 answers written down" in said
    assert "Case is closed. (read in HPMS by Sam Whitfield)" in said
    assert "Download the file" not in said
    first, second = export.rows.order_by("line")
    rows[first.upload.complaint_id].refresh_from_db()
    assert first.upload.state == UploadState.FAILED
    assert second.upload.state == UploadState.EXPORTED
    desk.post(page, {"all_saved": "1"})
    second.upload.refresh_from_db()
    assert second.upload.state == UploadState.ACCEPTED
    assert "Download the file" not in words(desk.get(page))


def test_another_message_must_be_copied(desk: Client, words: Words) -> None:
    wait()
    export = made(desk, "H1234")
    response = desk.post(f"/sync/files/export/{export.pk}/", {"line-1-answer": "REFUSED"})
    assert response.status_code == 422
    assert "Copy the message HPMS gave." in words(response)
    assert export.rows.get().answer == ""


def test_an_answered_file_is_not_given_out_again(desk: Client) -> None:
    wait()
    export = made(desk, "H1234")
    desk.post(f"/sync/files/export/{export.pk}/", {"all_saved": "1"})
    response = desk.post(f"/sync/files/export/{export.pk}/file/")
    assert response.status_code == 302


def test_a_file_shows_only_to_who_has_all_its_contracts(desk: Client, client: Client) -> None:
    wait()
    wait(contract="S5678")
    export = made(desk, "H1234", "S5678")
    client.force_login(make_user("supervisor", ["H1234"], username="olive"))
    page = f"/sync/files/export/{export.pk}/"
    assert client.get(page).status_code == 404
    assert client.post(f"{page}file/").status_code == 404
    assert client.post(page, {"all_saved": "1"}).status_code == 404
    assert export.rows.filter(answer="").count() == 2


def test_the_complaint_s_page_says_that_it_stands_in_a_file(desk: Client, words: Words) -> None:
    row = wait()
    made(desk, "H1234")
    assert "In a file." in words(desk.get(f"/complaints/{row.complaint_id}/"))
