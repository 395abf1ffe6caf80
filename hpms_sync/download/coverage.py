"""For which contracts absence from a run is evidence."""

from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet
from psycopg import sql

from complaints.models import CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from hpms_sync.download.staging import Staging
from hpms_sync.models import DownloadRun

# More misses than both of these among the known open cases is a key, contract or HPMS trouble.
MISSED_SHARE = 0.10
MISSED_COUNT = 5


def covered_contracts(staging: Staging, run: DownloadRun) -> list[str]:
    """Contracts asked for that came back whole: of what is known some came, few open cases are missing,
    and no record in the run has an id that nobody can read."""
    if any(record.identity for record in staging.unreadable):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "SELECT c.contract_id, count(s.complaint_id), "
                "count(*) FILTER (WHERE c.resolution_date IS NULL), "
                "count(*) FILTER (WHERE c.resolution_date IS NULL AND s.complaint_id IS NULL) "
                "FROM complaints_complaint c "
                "LEFT JOIN (SELECT DISTINCT complaint_id FROM {seen}) s USING (complaint_id) "
                "WHERE c.contract_id = ANY(%s) AND NOT c.report_only "
                "AND least(c.received_date, coalesce(c.assignment_date, c.received_date)) >= "
                "CASE WHEN c.resolution_date IS NULL THEN %s ELSE %s END GROUP BY 1"
            ).format(seen=staging.seen),
            [run.contracts, run.open_from, run.resolved_from],
        )
        known = {contract: counts for contract, *counts in cursor.fetchall()}
    return [c for c in run.contracts if c not in known or _whole(*known[c])]


def _whole(seen: int, opened: int, missed: int) -> bool:
    mass = missed > MISSED_COUNT and missed > MISSED_SHARE * opened
    return seen > 0 and not mass


def covers(run: DownloadRun, complaint: Complaint) -> bool:
    """Whether the run surely asked for this complaint (architecture: covering download)."""
    since = run.open_from if complaint.resolution_date is None else run.resolved_from
    asked = since is not None and since <= _oldest(complaint)
    return asked and complaint.contract_id in run.covered_contracts


def runs_covering(complaint: Complaint) -> QuerySet[DownloadRun]:
    """Complete runs that surely asked for this complaint."""
    since = "open_from" if complaint.resolution_date is None else "resolved_from"
    return DownloadRun.objects.filter(
        state=DownloadRun.State.COMPLETE,
        covered_contracts__contains=[complaint.contract_id],
        **{f"{since}__lte": _oldest(complaint)},
    )


def _oldest(complaint: Complaint) -> date:
    """HPMS may go by either date."""
    return min(complaint.received_date, complaint.assignment_date or complaint.received_date)


def judged_seen(staging: Staging) -> set[str]:
    """Ids that have an UNCERTAIN upload or an accepted closing and came readable in the run, with every
    column uploads are judged by: of those our copy is the evidence."""
    waiting = CaseworkUpload.objects.filter(
        Q(state=UploadState.UNCERTAIN) | Q(state=UploadState.ACCEPTED, resolution__isnull=False)
    )
    ids = list(waiting.values_list("complaint_id", flat=True).distinct())
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT DISTINCT complaint_id FROM {} WHERE complaint_id = ANY(%s)").format(
                staging.seen
            ),
            [ids],
        )
        came = {row[0] for row in cursor.fetchall()}
    return came - staging.no_evidence - {record.complaint_id for record in staging.unreadable}
