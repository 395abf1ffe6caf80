"""Applies a run's changed records in chunks: each complaint wholly old or wholly new, with its history
rows and everything that follows, in one transaction."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from psycopg import sql

from complaints.services.case import case_refresh
from hpms_sync.download.assignments import assignments_follow
from hpms_sync.download.overtaken import AskedLater, is_overtaken
from hpms_sync.download.staging import KEPT, Staging
from hpms_sync.layouts import FIELDS
from hpms_sync.upload.confirm import uploads_confirm
from plan_requests.services.reconcile import requests_follow

CHUNK = 1_000
_TAKEN = (*FIELDS, *KEPT)


@dataclass
class Applied:
    """Complaints by what became of them; `late`: a newer download was here first."""

    new: int = 0
    changed: int = 0
    late: int = 0


def apply_changes(
    staging: Staging, run_id: int, started_at: dt.datetime, later: AskedLater
) -> Iterator[Applied]:
    """Applies chunk by chunk and yields the running totals.

    `later`: what downloads begun later have asked for; records of it change nothing."""
    total = Applied()
    _index(staging)
    last = ""
    while chunk := _next_chunk(staging, last):
        last = chunk[-1]
        with transaction.atomic():
            new = _first_seen(staging, chunk, run_id, started_at, later)
            known = sorted(set(chunk) - set(new))
            changed, same = _lock_and_sift(staging, known, started_at, later)
            _history(staging, changed, run_id, started_at)
            _update(staging, changed, started_at)
            _same_in_other_bytes(staging, same)
            fresh = sorted([*new, *changed])
            if fresh:
                _categories(fresh)
                assignments_follow(fresh, run_id)
                requests_follow(fresh, run_id, started_at)
                uploads_confirm(fresh)
                case_refresh(fresh)
        total.new += len(new)
        total.changed += len(changed)
        total.late += len(known) - len(changed) - len(same)
        yield total


def _index(staging: Staging) -> None:
    """Keeps the last sighting of each complaint (a case may close between the two requests)."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE INDEX ON {} (complaint_id, seq)").format(staging.seen))
        cursor.execute(
            sql.SQL(
                "DELETE FROM {changed} c USING {seen} s "
                "WHERE s.complaint_id = c.complaint_id AND s.seq > c.seq"
            ).format(changed=staging.changed, seen=staging.seen)
        )
        cursor.execute(sql.SQL("CREATE INDEX ON {} (complaint_id)").format(staging.changed))
        cursor.execute(sql.SQL("ANALYZE {} (complaint_id, seq)").format(staging.changed))


def _next_chunk(staging: Staging, after: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "SELECT complaint_id FROM {} WHERE complaint_id > %s ORDER BY complaint_id LIMIT %s"
            ).format(staging.changed),
            [after, CHUNK],
        )
        return [row[0] for row in cursor.fetchall()]


def _first_seen(
    staging: Staging, chunk: list[str], run_id: int, started_at: dt.datetime, later: AskedLater
) -> list[str]:
    """Inserts the complaints of the chunk that nobody has brought yet, and says so in their history.

    Whatever another download inserts meanwhile is known from then on, and treated so."""
    columns = sql.SQL(", ").join(map(sql.Identifier, _TAKEN))
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "WITH new AS (INSERT INTO complaints_complaint ({columns}, seen_as_of, report_only, "
                "clock_state, next_step, next_step_why, next_step_rule, last_contact_words) "
                "SELECT {columns}, %s, FALSE, 'RUNNING', '', '', '', '' FROM {changed} s "
                "WHERE s.complaint_id = ANY(%s) AND NOT {overtaken} AND NOT EXISTS "
                "(SELECT FROM complaints_complaint c WHERE c.complaint_id = s.complaint_id) "
                "ORDER BY s.complaint_id "  # all lock in one order
                "ON CONFLICT DO NOTHING RETURNING complaint_id) "
                "INSERT INTO complaints_complaintchange "
                '(complaint_id, "column", old, new, seen_at, download_run) '
                "SELECT complaint_id, '', '', '', %s, %s FROM new RETURNING complaint_id"
            ).format(columns=columns, changed=staging.changed, overtaken=is_overtaken("s")),
            [started_at, chunk, *later, started_at, run_id],
        )
        return [row[0] for row in cursor.fetchall()]


def _lock_and_sift(
    staging: Staging, known: list[str], started_at: dt.datetime, later: AskedLater
) -> tuple[list[str], list[str]]:
    """Locks the known complaints of the chunk. Returns those that differ from our copy, and those that came
    in other bytes and say the same; leaves out what a newer download has already brought."""
    if not known:
        return [], []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT complaint_id FROM complaints_complaint WHERE complaint_id = ANY(%s) "
            "ORDER BY complaint_id FOR UPDATE",
            [known],
        )
        cursor.execute(
            sql.SQL(
                "SELECT s.complaint_id, c.report_only OR ({ours}) IS DISTINCT FROM ({staged}) "
                "FROM {changed} s JOIN complaints_complaint c USING (complaint_id) "
                "WHERE s.complaint_id = ANY(%s) AND NOT {overtaken} "
                "AND c.seen_as_of < %s ORDER BY 1"
            ).format(
                ours=sql.SQL(", ").join(sql.Identifier("c", field) for field in _COMPARED),
                staged=sql.SQL(", ").join(map(_staged, _COMPARED)),
                changed=staging.changed,
                overtaken=is_overtaken("s"),
            ),
            [known, *later, started_at],
        )
        rows = cursor.fetchall()
    return [pk for pk, differs in rows if differs], [pk for pk, differs in rows if not differs]


def _same_in_other_bytes(staging: Staging, ids: list[str]) -> None:
    """The same columns in another order or encoding, or from a file: only the digest is new."""
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "UPDATE complaints_complaint c SET record_digest = s.record_digest FROM {} s "
                "WHERE s.complaint_id = c.complaint_id AND c.complaint_id = ANY(%s)"
            ).format(staging.changed),
            [ids],
        )


def _staged(field: str) -> sql.Composable:
    """The staged value, or ours where the record lacks the column: absent is not blank."""
    if field in KEPT:
        return sql.SQL("s.{}").format(sql.Identifier(field))
    return sql.SQL("CASE WHEN {name} = ANY(s.absent) THEN c.{column} ELSE s.{column} END").format(
        name=sql.Literal(field), column=sql.Identifier(field)
    )


_OBSERVED = [field for field in FIELDS if field != "complaint_id"] + [
    "issue_level_text",
    "extra_columns",
]


_COMPARED = [*_OBSERVED, "review_flags"]


def _history(staging: Staging, ids: list[str], run_id: int, started_at: dt.datetime) -> None:
    """Writes one row for each column that differs."""
    if not ids:
        return
    pairs = sql.SQL(", ").join(
        sql.SQL("({}, c.{}::text, ({})::text)").format(
            sql.Literal(field), sql.Identifier(field), _staged(field)
        )
        for field in _OBSERVED
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "INSERT INTO complaints_complaintchange "
                '(complaint_id, "column", old, new, seen_at, download_run) '
                "SELECT s.complaint_id, v.field, coalesce(v.old, ''), coalesce(v.new, ''), %s, %s "
                "FROM {changed} s JOIN complaints_complaint c USING (complaint_id) "
                "CROSS JOIN LATERAL (VALUES {pairs}) v(field, old, new) "
                "WHERE s.complaint_id = ANY(%s) AND v.old IS DISTINCT FROM v.new"
            ).format(changed=staging.changed, pairs=pairs),
            [started_at, run_id, ids],
        )


def _update(staging: Staging, ids: list[str], started_at: dt.datetime) -> None:
    if not ids:
        return
    sets = sql.SQL(", ").join(
        sql.SQL("{} = {}").format(sql.Identifier(field), _staged(field))
        for field in _TAKEN
        if field != "complaint_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "UPDATE complaints_complaint c SET {sets}, seen_as_of = %s, report_only = FALSE FROM {changed} s "
                "WHERE s.complaint_id = c.complaint_id AND c.complaint_id = ANY(%s)"
            ).format(sets=sets, changed=staging.changed),
            [started_at, ids],
        )


def _categories(ids: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO complaints_category (complaint_category, complaint_subcategory) "
            "SELECT DISTINCT complaint_category, left(complaint_subcategory, 250) FROM complaints_complaint "
            "WHERE complaint_id = ANY(%s) AND complaint_category <> '' "
            "AND length(complaint_category) <= 250 ORDER BY 1, 2 "
            "ON CONFLICT DO NOTHING",
            [ids],
        )
