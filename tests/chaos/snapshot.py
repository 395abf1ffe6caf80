"""The database as it is now, to be had again as often as wanted, and what of it must be the same in the
end whatever went wrong on the way."""

import re
from collections import Counter
from typing import Any

import pgtrigger
from django.db import connection, models, transaction

from complaints.models import CaseworkUpload, Complaint, ComplaintChange, ContractAssignment
from hpms_sync.models import DownloadRun, QuarantinedRecord
from tests.emptying import empty

SCHEMA = "snapshot"
STAMP = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d [AP]M")


class Snapshot:
    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
            cursor.execute(f"CREATE SCHEMA {SCHEMA}")
            self._tables = {
                table: columns for table in _tables(cursor) if (columns := _filled(cursor, table))
            }
            for table, columns in self._tables.items():
                cursor.execute(
                    f'CREATE TABLE {SCHEMA}."{table}" AS SELECT {columns} FROM "{table}"'
                )

    def restore(self) -> None:
        empty()
        with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
            for table, columns in self._tables.items():
                cursor.execute(
                    f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM {SCHEMA}."{table}"'
                )

    def drop(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")


def _tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' "
        "AND table_type = 'BASE TABLE' AND table_name NOT IN "
        "('django_migrations', 'django_content_type', 'auth_permission')"
    )
    return [row[0] for row in cursor.fetchall()]


def _filled(cursor: Any, table: str) -> str:
    """The columns that are written, as a list; "" where the table holds no row."""
    cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
    if not cursor.fetchone()[0]:
        return ""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return ", ".join(f'"{row[0]}"' for row in cursor.fetchall())


def plain(value: Any) -> Any:
    """Without the minute at which HPMS stamped a note."""
    return STAMP.sub("STAMP", value) if isinstance(value, str) else value


def outcome() -> dict[str, Any]:
    """What both sides must agree on in the end; ids and moments aside."""
    return {
        "complaints": {row["complaint_id"]: row for row in map(_plain, _complaints())},
        "assignments": _counted(
            ContractAssignment, "complaint_id", "contract_id", "assigned_on", "ended_on", "reason"
        ),
        "history": _counted(ComplaintChange, "complaint_id", "column", "old", "new"),
        "uploads": _counted(
            CaseworkUpload, "complaint_id", "place", "state", "payload__caseworkNotes"
        ),
        "quarantine": set(
            QuarantinedRecord.objects.values_list("complaint_id", "column", "settled_reason")
        ),
        "left over": {
            name
            for name in connection.introspection.table_names()
            if name.startswith("hpms_") and not name.startswith("hpms_sync")
        },
        "still running": DownloadRun.objects.filter(state="RUNNING").count(),
    }


def differences(found: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """A line for each value that is not as wanted."""
    lines = []
    for name in wanted:
        one, other = found[name], wanted[name]
        if isinstance(one, dict) and not isinstance(one, Counter) and isinstance(other, dict):
            inner = [key for key in {**one, **other} if one.get(key) != other.get(key)]
            lines += [f"{name} {key}: {one.get(key)} instead of {other.get(key)}" for key in inner]
        elif one != other and isinstance(one, (set, Counter)):
            lines.append(f"{name}: too much {one - other}, missing {other - one}")
        elif one != other:
            lines.append(f"{name}: {one} instead of {other}")
    return lines


def _complaints() -> list[dict[str, Any]]:
    columns = [
        field.attname
        for field in Complaint._meta.concrete_fields
        if not isinstance(field, (models.DateTimeField, models.BinaryField))
    ]
    return list(Complaint.objects.values(*columns))


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in row.items()}


def _counted(model: type[models.Model], *columns: str) -> Counter[tuple[Any, ...]]:
    rows = model._default_manager.order_by().values_list(*columns)
    return Counter(tuple(plain(value) for value in row) for row in rows)


def history_is_true() -> bool:
    """Each complaint's history, column by column, is a chain that ends in what the complaint shows."""
    last: dict[tuple[str, str], str] = {}
    for change in ComplaintChange.objects.exclude(column="").order_by("pk"):
        key = (change.complaint_id, change.column)
        if change.old == change.new or last.get(key, change.old) != change.old:
            return False
        last[key] = change.new
    notes = dict(Complaint.objects.values_list("complaint_id", "plan_casework_notes"))
    return all(
        notes[it] == new for (it, name), new in last.items() if name == "plan_casework_notes"
    )
