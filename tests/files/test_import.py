"""A plan download taken in: new, changed, older, unreadable, of other contracts; what it never does."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from complaints.models import CaseworkNote, Complaint, ComplaintChange
from complaints.models.choices import UploadState
from ctm_casework.accounts.models import User
from hpms_sync.files.bring_in import file_run_begin
from hpms_sync.files.plan_download import LooseLines, PlanDownload
from hpms_sync.keys.registry import key_add
from hpms_sync.models import DownloadRun, QuarantinedRecord, SyncAlert
from hpms_sync.selectors import unreadable_of
from tests.factories import make_complaint, make_user
from tests.files.conftest import Bring
from tests.files.plan_file import CASES, NAMES, SUMMARY, line, plan_file, record
from tests.files.test_plan_download import FILES

FIRST, SECOND, THIRD = CASES[:3]
pytestmark = pytest.mark.django_db


def counts(run: DownloadRun, *names: str) -> tuple[int, ...]:
    return tuple(run.counts[name] for name in names)


def test_it_brings_new_complaints_with_everything_that_follows(bring: Bring) -> None:
    run = bring(plan_file(record(FIRST), record(SECOND, CONTRACT_ID="S5678", SWIFT="Yes")))
    assert counts(run, "records", "new", "quarantined") == (2, 2, 0)
    complaint = Complaint.objects.get(pk=FIRST)
    assert (complaint.complaint_summary, complaint.issue_level) == (SUMMARY, "URGENT")
    assert complaint.due_on
    assert complaint.next_step
    assert Complaint.objects.get(pk=SECOND).swift


def test_the_same_file_again_changes_nothing(bring: Bring) -> None:
    bring(plan_file(record(FIRST)), timezone.now() - timedelta(hours=2))
    before = Complaint.objects.values().get(pk=FIRST), ComplaintChange.objects.count()
    run = bring(plan_file(record(FIRST)))
    assert counts(run, "new", "changed", "unchanged") == (0, 0, 1)
    assert (Complaint.objects.values().get(pk=FIRST), ComplaintChange.objects.count()) == before


def test_a_newer_file_changes_what_differs_and_writes_its_history(bring: Bring) -> None:
    bring(plan_file(record(FIRST), record(SECOND)), timezone.now() - timedelta(hours=2))
    run = bring(plan_file(record(FIRST, ISSUE_LEVEL="Immediate Need"), record(SECOND)))
    assert counts(run, "changed", "unchanged") == (1, 1)
    change = ComplaintChange.objects.get(complaint=FIRST, column="issue_level")
    assert (change.old, change.new, change.download_run) == ("URGENT", "IMMEDIATE_NEED", run.pk)


def test_an_older_file_changes_nothing(bring: Bring) -> None:
    bring(plan_file(record(FIRST, ISSUE_LEVEL="Immediate Need")))
    run = bring(plan_file(record(FIRST)), timezone.now() - timedelta(hours=2))
    assert counts(run, "changed", "late") == (0, 1)
    assert Complaint.objects.get(pk=FIRST).issue_level == "IMMEDIATE_NEED"


def later_download(resolved_from: str) -> None:
    """A whole download of an hour ago, which asked for all open complaints."""
    DownloadRun.objects.create(
        key=key_add(
            name="A", environment="production", key_id="1", secret="s", contract_ids=["H1234"]
        ),
        state=DownloadRun.State.COMPLETE,
        contracts=["H1234"],
        covered_contracts=["H1234"],
        open_from="2006-01-01",
        resolved_from=resolved_from,
        started_at=timezone.now() - timedelta(hours=1),
        lease_until=timezone.now(),
    )


OLD_AND_CLOSED = {"RECEIVED_DATE": "01/05/2024", "RESOLUTION_DATE": "01/20/2024"}


@pytest.mark.parametrize("columns", [{}, OLD_AND_CLOSED])
def test_an_older_file_brings_nothing_that_a_whole_download_asked_for_since(
    bring: Bring, columns: dict[str, str]
) -> None:
    """The newer download asked for it and did not bring it: the complaint has left."""
    later_download(resolved_from="2006-01-01")
    run = bring(plan_file(record(FIRST, **columns)), timezone.now() - timedelta(hours=2))
    assert counts(run, "new", "late") == (0, 1)
    assert not Complaint.objects.exists()


def test_an_older_file_brings_what_the_downloads_since_did_not_ask_for(bring: Bring) -> None:
    """Closed long ago, and the downloads since reach back some months."""
    later_download(resolved_from="2025-01-01")
    run = bring(
        plan_file(record(FIRST, **OLD_AND_CLOSED), record(SECOND)),
        timezone.now() - timedelta(hours=2),
    )
    assert counts(run, "new", "late") == (1, 1)
    assert Complaint.objects.get().pk == FIRST


def test_a_file_cannot_come_from_the_future(sam: User) -> None:
    with pytest.raises(ValidationError, match="in the future"):
        file_run_begin(sam, "a.txt", ["H1234"], timezone.now() + timedelta(hours=1))


def test_an_absent_column_leaves_what_is_known(bring: Bring) -> None:
    bring(plan_file(record(FIRST, COMMENTS="Called.")), timezone.now() - timedelta(hours=2))
    names = [name for name in NAMES if name != "COMMENTS"]
    run = bring(plan_file(record(FIRST), names=names))
    assert counts(run, "changed", "unchanged") == (0, 1)
    assert Complaint.objects.get(pk=FIRST).comments == "Called."


def test_of_a_complaint_that_stands_twice_the_last_counts(bring: Bring) -> None:
    run = bring(plan_file(record(FIRST), record(FIRST, ISSUE_LEVEL="Immediate Need")))
    assert counts(run, "records", "new", "unchanged") == (2, 1, 1)
    assert Complaint.objects.get(pk=FIRST).issue_level == "IMMEDIATE_NEED"


NEW_IN_2025 = {f"AGENT_BROKER_{name}" for name in ("FNAME", "LNAME", "NPN", "FMO")}
OLDER = [name for name in NAMES if name not in NEW_IN_2025]


@pytest.mark.parametrize("named", ["", "2024-10"])
def test_an_older_layout_is_known_by_its_names_or_named(bring: Bring, named: str) -> None:
    bring(plan_file(record(FIRST, AGENT_BROKER_NPN="12345")), timezone.now() - timedelta(hours=2))
    older = plan_file(record(FIRST, AGENT_BROKER_NOTES="Called."), names=OLDER, headings=not named)
    run = bring(older.replace(b"AGENT_BROKER_NOTES", b"AGENT_BROKER_INFORMATION"), version=named)
    assert run.counts["layout"] == "2024-10"
    assert "layout_change" not in run.counts
    complaint = Complaint.objects.get(pk=FIRST)
    assert (complaint.agent_broker_npn, complaint.agent_broker_notes) == ("12345", "Called.")
    assert not complaint.review_flags


# Quarantine


def test_what_cannot_be_read_waits_with_its_line_and_reason(bring: Bring) -> None:
    cut = "\t".join(line(record(SECOND)).split("\t")[:31])
    run = bring(plan_file(record(FIRST), cut, record(THIRD, RECEIVED_DATE="2026-01-02"), "stray"))
    assert counts(run, "new", "quarantined") == (1, 3)
    told = QuarantinedRecord.objects.filter(run=run).order_by("reason")
    assert [(row.reason.split(":")[0], row.rule, row.complaint_id) for row in told] == [
        ("Line 3", "DL.file.line", SECOND),
        ("Line 4", "DL.RECEIVED_DATE", THIRD),
        ("Line 5", "DL.file.line", ""),
    ]
    assert told[0].raw == cut
    assert told[1].raw["COMPLAINT_ID"] == THIRD


def test_the_same_unreadable_lines_are_told_once(bring: Bring) -> None:
    bad = plan_file("stray", record(THIRD, RECEIVED_DATE="2026-01-02"))
    bring(bad, timezone.now() - timedelta(hours=2))
    bring(bad)
    assert QuarantinedRecord.objects.count() == 2


def test_what_is_of_other_peoples_contracts_is_left_out_and_counted(bring: Bring) -> None:
    """The whole plan's file, brought by somebody with some of its contracts."""
    olive = make_user("supervisor", ["H9999"], username="olive")
    unreadable = record(THIRD, CONTRACT_ID="H9999", RECEIVED_DATE="soon")
    cut = "\t".join(line(record(CASES[3], CONTRACT_ID="H9999")).split("\t")[:31])
    run = bring(plan_file(record(FIRST), record(SECOND, CONTRACT_ID="H9999"), unreadable, cut))
    assert counts(run, "records", "new", "quarantined", "not_ours") == (1, 1, 0, 3)
    assert not QuarantinedRecord.objects.exists()
    assert not SyncAlert.objects.exists()
    assert not unreadable_of(olive)
    assert not Complaint.objects.filter(pk=SECOND).exists()


def test_a_record_of_a_contract_nobody_knows_is_kept_to_be_looked_after(bring: Bring) -> None:
    run = bring(plan_file(record(FIRST), record(SECOND, CONTRACT_ID="H9999")))
    assert counts(run, "new", "quarantined", "not_ours") == (1, 1, 0)
    kept = QuarantinedRecord.objects.get()
    assert (kept.rule, kept.contract_id) == ("DL.CONTRACT_ID", "H9999")


def test_a_later_file_settles_what_an_earlier_one_left_unreadable(bring: Bring) -> None:
    cut = "\t".join(line(record(FIRST)).split("\t")[:31])
    bring(plan_file(cut), timezone.now() - timedelta(hours=2))
    bring(plan_file(record(FIRST)))
    assert QuarantinedRecord.objects.get().settled_at


# What a file never does


def test_a_file_covers_nobody(bring: Bring) -> None:
    make_complaint(SECOND, seen_as_of=timezone.now() - timedelta(days=3))
    run = bring(plan_file(record(FIRST)))
    assert run.covered_contracts == []
    assert Complaint.objects.get(pk=SECOND).out_of_view_since is None


def uncertain(complaint_id: str, author: User) -> CaseworkNote:
    """A note whose fate at HPMS nobody knows, tried a day ago."""
    note = CaseworkNote.enter(complaint_id, author, text="Called the plan's billing office.")
    tried = timezone.now() - timedelta(days=1)
    note.uploads.update(
        state=UploadState.UNCERTAIN, attempted_at=tried, deadline=tried, baseline_as_of=tried
    )
    return note


def test_a_file_never_proves_that_a_note_is_missing(bring: Bring) -> None:
    make_complaint(FIRST, seen_as_of=timezone.now() - timedelta(days=2))
    row = uncertain(FIRST, make_user()).uploads.get()
    for hours in (5, 1):
        bring(plan_file(record(FIRST)), timezone.now() - timedelta(hours=hours))
    row.refresh_from_db()
    assert (row.state, row.absences) == (UploadState.UNCERTAIN, 0)


def test_a_file_may_show_that_a_note_is_there(bring: Bring) -> None:
    make_complaint(FIRST, seen_as_of=timezone.now() - timedelta(days=2))
    row = uncertain(FIRST, make_user()).uploads.get()
    bring(plan_file(record(FIRST, PLAN_CASEWORK_NOTES=row.payload["caseworkNotes"])))
    row.refresh_from_db()
    assert row.state == UploadState.CONFIRMED


def test_no_staging_table_is_left(bring: Bring) -> None:
    bring(plan_file(record(FIRST)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename ~ '^hpms_[a-z]+_[0-9]+$'")
        assert cursor.fetchone() == (0,)


# Whatever comes


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(FILES)
def test_any_bytes_end_applied_or_in_quarantine(bring: Bring, content: bytes) -> None:
    try:
        items = list(PlanDownload(io.BytesIO(content)))
    except ValidationError:
        return
    with transaction.atomic():
        bring(content)
        kept = list(QuarantinedRecord.objects.values_list("raw", flat=True))
        for item in items:
            if isinstance(item, LooseLines):
                assert item.text.replace("\x00", "\ufffd") in kept
            elif clean_columns(item.columns) not in kept:
                complaint = Complaint.objects.get(pk=item.columns["COMPLAINT_ID"].strip())
                assert complaint.contact_first_name == "Delores"
                odd = "DL.ACCESSIBLE_FORMAT" in complaint.review_flags
                assert odd or complaint.accessible_format == "N"  # the last column: no half record
        transaction.set_rollback(True)


def clean_columns(columns: dict[str, str]) -> dict[str, str]:
    return {name: value.replace("\x00", "\ufffd") for name, value in columns.items()}
