"""For which contracts absence from a run is evidence."""

from django.db import connection
from psycopg import sql

from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from hpms_sync.download.staging import Staging
from hpms_sync.models import DownloadRun

# More misses than both of these among the known open cases is a key, contract or HPMS trouble.
MISSED_SHARE = 0.10
MISSED_COUNT = 5


def covered_contracts(staging: Staging, run: DownloadRun) -> list[str]:
    """Contracts asked for that came back whole: something returned, few known open cases missing, and
    no record in the run whose id nobody can read."""
    if any(record.identity for record in staging.unreadable):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "SELECT c.contract_id, count(*), count(*) FILTER (WHERE NOT EXISTS "
                "(SELECT FROM {seen} s WHERE s.complaint_id = c.complaint_id)) "
                "FROM complaints_complaint c WHERE c.contract_id = ANY(%s) AND c.resolution_date IS NULL "
                "AND least(c.received_date, coalesce(c.assignment_date, c.received_date)) >= %s "
                "GROUP BY 1"
            ).format(seen=staging.seen),
            [run.contracts, run.open_from],
        )
        known = {contract: (count, missed) for contract, count, missed in cursor.fetchall()}
    return [c for c in run.contracts if c not in known or _whole(*known[c])]


def _whole(count: int, missed: int) -> bool:
    mass = missed == count or (missed > MISSED_COUNT and missed > MISSED_SHARE * count)
    return not mass


def uncertain_seen(staging: Staging) -> set[str]:
    """Ids among the run's that have an UNCERTAIN upload."""
    waiting = CaseworkUpload.objects.filter(state=UploadState.UNCERTAIN)
    ids = list(waiting.values_list("complaint_id", flat=True).distinct())
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT DISTINCT complaint_id FROM {} WHERE complaint_id = ANY(%s)").format(
                staging.seen
            ),
            [ids],
        )
        return {row[0] for row in cursor.fetchall()}
