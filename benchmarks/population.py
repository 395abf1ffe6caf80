"""Complaints copied straight into the product's tables, and the same records as a file for COPY."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg import sql

from complaints.services.case import clocks_recompute
from ctm_casework.accounts.models import Contract, User
from hpms_sync.download.record import ReadRecord, read_record
from hpms_sync.layouts import FIELDS
from hpms_sync.simulator.layout import Record

BLOCK = 1 << 18
TABLES = "complaints_complaint, complaints_category, hpms_sync_downloadrun"
_MORE = (
    *("issue_level_text", "review_flags", "extra_columns", "record_digest", "seen_as_of"),
    *("assignee_id", "clock_state", "next_step", "next_step_why", "next_step_rule"),
    "last_contact_words",
)


def columns(names: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def clear() -> None:
    """Empties the complaints and everything that hangs on them."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLES} CASCADE")


def vacuum() -> None:
    """What autovacuum would do some time later, so that it doesn't do it while something is measured."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def copy_complaints(records: Iterable[Record]) -> None:
    """COPYs the records as the download would leave them, each assigned to one of the caseworkers."""
    known = frozenset(Contract.objects.values_list("pk", flat=True))
    people = list(User.objects.order_by("pk").values_list("pk", flat=True))
    now = timezone.now()
    target = sql.SQL("COPY complaints_complaint ({}) FROM STDIN").format(columns((*FIELDS, *_MORE)))
    with connection.cursor() as cursor, cursor.copy(target) as copy:
        for number, raw in enumerate(records):
            record = read_record(raw, sha256(str(number).encode()).digest(), known)
            assert isinstance(record, ReadRecord), record
            copy.write_row(_row(record, people[number % len(people)], now))


def _row(record: ReadRecord, assignee: int, now: datetime) -> list[Any]:
    resolved = record.values["resolution_date"] is not None
    following = ["ENDED", "", "", "", ""] if resolved else ["RUNNING", "", "", "", ""]
    kept = [record.issue_level_text, record.review_flags, "{}", record.digest, now, assignee]
    return [*record.row, *kept, *following]


def follow() -> None:
    """Adds what hangs on the complaints: assignments, categories, a call to every other open one, clocks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO complaints_contractassignment (complaint_id, contract_id, assigned_on, reason) "
            "SELECT complaint_id, contract_id, coalesce(assignment_date, received_date), 'FIRST' "
            "FROM complaints_complaint"
        )
        cursor.execute(
            "INSERT INTO complaints_category (complaint_category, complaint_subcategory) "
            "SELECT DISTINCT complaint_category, complaint_subcategory FROM complaints_complaint"
        )
        cursor.execute(
            "INSERT INTO complaints_contactattempt (complaint_id, author_id, assignment_id, created_at, "
            "attempted_at, method, outcome, party, purpose, remark, disclosed, recorded_as_violation) "
            "SELECT complaint_id, assignee_id, a.id, now(), now() - interval '1 hour', 'PHONE', "
            "'LEFT_MESSAGE', 'BENEFICIARY', 'FACT_FINDING', '', FALSE, FALSE "
            "FROM complaints_complaint "
            "JOIN complaints_contractassignment a USING (complaint_id) "
            "WHERE resolution_date IS NULL AND assignee_id % 2 = 0"
        )
    clocks_recompute()
    vacuum()


def write_copy_file(path: Path) -> None:
    """The layout's 42 columns of every complaint as PostgreSQL's own COPY text."""
    query = sql.SQL("COPY (SELECT {} FROM complaints_complaint) TO STDOUT").format(columns(FIELDS))
    with path.open("wb") as file, connection.cursor() as cursor, cursor.copy(query) as copy:
        for block in copy:
            file.write(block)


def copy_from(path: Path, table: str) -> None:
    """COPYs such a file into a table that has the 42 columns."""
    target = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns(FIELDS))
    with path.open("rb") as file, connection.cursor() as cursor, cursor.copy(target) as copy:
        while block := file.read(BLOCK):
            copy.write(block)
