"""Keeps records that could not be read, and lets them go when a later download brings them readable or
HPMS surely sends them no more."""

from datetime import timedelta

from django.db import connection
from psycopg import sql

from hpms_sync.download.staging import Staging
from hpms_sync.models import DownloadRun

# Two covering downloads this far apart must lack a record before it is taken for gone.
APART = timedelta(hours=6)
BROUGHT = "A later download brought the complaint again."
GONE = "Two later downloads, hours apart, lack it: HPMS sends it no more."


def quarantine_keep(run: DownloadRun, staging: Staging) -> None:
    """One row for each unreadable record, however often it comes; settles what this run brought or
    proves gone."""
    _keep(run, staging)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "UPDATE hpms_sync_quarantinedrecord q SET settled_at = now(), settled_reason = %s "
                "WHERE settled_at IS NULL AND last_seen_at < %s AND complaint_id <> '' "
                "AND EXISTS (SELECT FROM {} s WHERE s.complaint_id = q.complaint_id)"
            ).format(staging.seen),
            [BROUGHT, run.started_at],
        )
    _settle_gone(run)


def _keep(run: DownloadRun, staging: Staging) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "INSERT INTO hpms_sync_quarantinedrecord AS q (run_id, complaint_id, contract_id, raw, digest, "
                '"column", rule, reason, settled_reason, first_seen_at, last_seen_at) '
                "SELECT DISTINCT ON (digest) %s, complaint_id, contract_id, raw, digest, "
                "\"column\", rule, reason, '', now(), %s FROM {} ORDER BY digest "
                "ON CONFLICT (digest) WHERE settled_at IS NULL "
                "DO UPDATE SET last_seen_at = greatest(q.last_seen_at, excluded.last_seen_at)"
            ).format(staging.unread),
            [run.pk, run.started_at],
        )


def _settle_gone(run: DownloadRun) -> None:
    """Lets go what this run and one hours before it lack, both asking as far back as the run that brought
    it: for its contract, or for all contracts of that run where its own is not among them."""
    wanted = sql.SQL(
        "CASE WHEN q.contract_id = ANY(brought.contracts) THEN ARRAY[q.contract_id] "
        "ELSE brought.contracts END::text[]"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "UPDATE hpms_sync_quarantinedrecord q SET settled_at = now(), settled_reason = %s "
                "FROM hpms_sync_downloadrun brought WHERE brought.id = q.run_id "
                "AND q.settled_at IS NULL AND q.last_seen_at < %s "
                "AND {wanted} <@ %s::text[] AND %s <= brought.open_from "
                "AND EXISTS (SELECT FROM hpms_sync_downloadrun r WHERE r.state = 'COMPLETE' "
                "AND r.started_at > q.last_seen_at AND r.started_at <= %s "
                "AND {wanted} <@ r.covered_contracts::text[] AND r.open_from <= brought.open_from)"
            ).format(wanted=wanted),
            [
                GONE,
                run.started_at,
                run.covered_contracts,
                run.open_from,
                run.started_at - APART,
            ],
        )
