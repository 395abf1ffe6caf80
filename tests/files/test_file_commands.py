"""import_download and export_upload as people call them."""

import io
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from complaints.models import CaseworkNote, Complaint
from complaints.models.choices import UploadState
from ctm_casework.accounts.models import AccessLog, User
from hpms_sync.models import DownloadRun, QuarantinedRecord, UploadExport
from tests.factories import make_complaint, make_user
from tests.files.plan_file import CASES, plan_file, record

FIRST, SECOND = CASES[:2]
pytestmark = pytest.mark.django_db


def call(*words: object) -> str:
    out = io.StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def told(*words: object) -> Any:
    return json.loads(call(*words, "--json").splitlines()[-1])


@pytest.fixture
def file(tmp_path: Path, sam: User) -> Path:
    path = tmp_path / "download.txt"
    path.write_bytes(plan_file(record(FIRST), record(SECOND, RECEIVED_DATE="soon")))
    return path


# import_download


def test_a_dry_run_tells_and_changes_nothing(file: Path) -> None:
    said = call("import_download", file, "--user", "sam", "--dry-run")
    assert "2 records: 1 new, 0 changed" in said
    assert "layout 2025-10" in said
    assert "Line 3 (DL.RECEIVED_DATE): RECEIVED_DATE: This is no date" in said
    assert "Nothing was applied." in said
    assert "Whitaker" not in said
    assert FIRST not in said
    assert not (Complaint.objects.exists())
    assert not (DownloadRun.objects.exists())
    assert not QuarantinedRecord.objects.exists()


def test_yes_applies_it(file: Path) -> None:
    result = told("import_download", file, "--user", "sam", "--yes")
    run = DownloadRun.objects.get(pk=result["run"])
    assert (run.source, run.brought_by.username, run.file_name) == ("FILE", "sam", "download.txt")
    assert result["counts"]["new"] == 1
    assert result["preview"]["errors"][0]["line"] == 3
    assert Complaint.objects.get().pk == FIRST


def test_nobody_to_ask_means_no(file: Path) -> None:
    with pytest.raises(CommandError, match="--yes"):
        told("import_download", file, "--user", "sam")
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(("typed", "complaints"), [("y", 1), ("", 0), ("no", 0)])
def test_it_asks_before_it_applies(
    file: Path, typed: str, complaints: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: typed)
    call("import_download", file, "--user", "sam")
    assert Complaint.objects.count() == complaints


def test_the_file_s_time_orders_it(file: Path) -> None:
    newer = timezone.now() - timedelta(hours=1)
    make_complaint(FIRST, issue_level="IMMEDIATE_NEED", seen_as_of=newer)
    older = (newer - timedelta(hours=1)).timestamp()
    os.utime(file, (older, older))
    said = call("import_download", file, "--user", "sam", "--yes")
    assert "WARNING (DL.file.upsert)" in said
    assert "1 older than what is known" in said
    assert Complaint.objects.get().issue_level == "IMMEDIATE_NEED"
    moment = timezone.localtime().isoformat(timespec="minutes")
    call("import_download", file, "--user", "sam", "--yes", "--downloaded-at", moment)
    assert Complaint.objects.get().issue_level == "URGENT"


def test_a_time_to_come_is_refused(file: Path) -> None:
    moment = (timezone.localtime() + timedelta(hours=2)).isoformat()
    with pytest.raises(CommandError, match="in the future"):
        call("import_download", file, "--user", "sam", "--downloaded-at", moment, "--yes")


def test_a_file_without_headings_needs_its_layout_named(tmp_path: Path, sam: User) -> None:
    make_complaint()  # so that the contract is known
    path = tmp_path / "plain.txt"
    path.write_bytes(plan_file(record(FIRST), headings=False))
    with pytest.raises(CommandError, match=r"DL\.file\.header"):
        call("import_download", path, "--user", "sam", "--yes")
    call("import_download", path, "--user", "sam", "--yes", "--layout", "2025-10")
    assert Complaint.objects.filter(pk=FIRST).exists()


def test_only_somebody_known_brings_a_file_that_is_there(file: Path) -> None:
    with pytest.raises(CommandError, match="Nobody active has the user name nobody"):
        call("import_download", file, "--user", "nobody", "--yes")
    with pytest.raises(CommandError, match="cannot be read"):
        call("import_download", file.with_name("other.txt"), "--user", "sam", "--yes")


# export_upload


@pytest.fixture
def waiting(sam: User) -> list[Any]:
    casey = make_user()
    texts = ("Called the member.", "Wrote to her.")
    notes = [CaseworkNote.enter(make_complaint().pk, casey, text=text) for text in texts]
    return [one.uploads.get() for one in notes]


def states(rows: list[Any]) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def test_it_writes_the_file_and_holds_the_rows_back(waiting: list[Any], tmp_path: Path) -> None:
    path = tmp_path / "H1234.TXT"
    result = told("export_upload", path, "--user", "sam")
    assert (result["lines"], result["environment"]) == (2, "production")
    assert path.read_bytes().count(b"\r\n") == 2
    assert path.stat().st_mode & 0o777 == 0o600
    assert states(waiting) == [UploadState.EXPORTED] * 2
    assert len(AccessLog.objects.get(door="export_upload").complaint_ids) == 2


@pytest.mark.parametrize("name", ["there.TXT", "no-folder/new.TXT", "new.txt"])
def test_where_the_file_cannot_be_written_nothing_is_held_back(
    waiting: list[Any], tmp_path: Path, name: str
) -> None:
    (tmp_path / "there.TXT").write_text("kept")
    with pytest.raises(CommandError):
        call("export_upload", tmp_path / name, "--user", "sam")
    assert states(waiting) == [UploadState.QUEUED] * 2
    assert not UploadExport.objects.exists()
    assert (tmp_path / "there.TXT").read_text() == "kept"


def test_answers_come_line_by_line_or_for_all(waiting: list[Any], tmp_path: Path) -> None:
    path = tmp_path / "H1234.TXT"
    call("export_upload", path, "--user", "sam")
    first = told("export_upload", path, "--user", "sam", "--answer", "2=Case is closed.")
    assert (first["answered"], first["unanswered"]) == (1, 1)
    last = told("export_upload", path, "--user", "sam", "--answer", "all=saved")
    assert (last["answered"], last["unanswered"]) == (1, 0)
    assert sorted(states(waiting)) == [UploadState.ACCEPTED, UploadState.FAILED]


@pytest.mark.parametrize("answer", ["9=saved", "saved", "1="])
def test_an_answer_to_no_line_or_without_words_is_refused(
    waiting: list[Any], tmp_path: Path, answer: str
) -> None:
    path = tmp_path / "H1234.TXT"
    call("export_upload", path, "--user", "sam")
    with pytest.raises(CommandError):
        call("export_upload", path, "--user", "sam", "--answer", answer)
    assert states(waiting) == [UploadState.EXPORTED] * 2
