"""Keeps records that could not be read, and lets them go when a later download brings them readable."""

from typing import Any

from django.db import connection
from psycopg import sql
from psycopg.types.json import Json

from hpms_sync.download.staging import Staging
from hpms_sync.models import DownloadRun


def quarantine_keep(run: DownloadRun, staging: Staging) -> None:
    """One row for each unreadable record, however often it comes; rows whose complaint this run
    brought are settled, and so are those nobody can name that HPMS surely sends no more."""
    with connection.cursor() as cursor:
        for record in staging.unreadable:
            row: list[Any] = [
                run.pk,
                record.complaint_id,
                record.contract_id,
                Json(record.raw),
                record.digest,
                record.column,
                record.rule,
                record.reason,
                run.started_at,
            ]
            cursor.execute(
                "INSERT INTO hpms_sync_quarantinedrecord (run_id, complaint_id, contract_id, raw, digest, "
                '"column", rule, reason, first_seen_at, last_seen_at) '
                "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, now(), %s) "
                "ON CONFLICT (digest) WHERE settled_at IS NULL "
                "DO UPDATE SET last_seen_at = excluded.last_seen_at",
                row,
            )
        cursor.execute(
            sql.SQL(
                "UPDATE hpms_sync_quarantinedrecord q SET settled_at = now() "
                "WHERE settled_at IS NULL AND last_seen_at < %s "
                "AND EXISTS (SELECT FROM {} s WHERE s.complaint_id = q.complaint_id)"
            ).format(staging.seen),
            [run.started_at],
        )
        cursor.execute(
            "UPDATE hpms_sync_quarantinedrecord q SET settled_at = now() FROM hpms_sync_downloadrun r "
            "WHERE q.settled_at IS NULL AND q.last_seen_at < %s AND q.complaint_id !~ '^[A-Za-z0-9]{11}$' "
            "AND r.id = q.run_id AND r.key_id = %s AND r.contracts <@ %s",
            [run.started_at, run.key_id, run.covered_contracts],
        )
