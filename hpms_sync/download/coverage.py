"""For which contracts absence from a run is evidence."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from psycopg import sql

from complaints.models import CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from hpms_sync.download.staging import Staging, without_evidence
from hpms_sync.models import DownloadRun

# More misses than both of these among the known open cases is a key, contract or HPMS trouble.
MISSED_SHARE = 0.10
MISSED_COUNT = 5
# So many of those missing in numbers are kept by name for each contract.
LACKED_MOST = 500


class Known(NamedTuple):
    """Of the complaints of a contract that a run surely asked for: how many came; of those to be expected,
    how many there are, how many of them are open, and how many of these did not come; and how many open
    ones at all did not come. Not expected is what is with CMS or moved by its word, or out of view."""

    came: int
    expected: int
    opened: int
    missed: int
    absent: int

    @property
    def whole(self) -> bool:
        mass = self.missed > MISSED_COUNT and self.missed > MISSED_SHARE * self.opened
        return not self.expected or (self.came > 0 and not mass)


@dataclass(frozen=True)
class Coverage:
    """What absence from a run proves. `covered`: contracts for which it is evidence; `short`: those whose
    known complaints are missing in numbers; `known`: by contract, where anything is known of it."""

    covered: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)


def coverage_of(staging: Staging, run: DownloadRun) -> Coverage:
    """A contract asked for up to today that came back whole is covered: of what is known some came, and
    few open cases are missing. Nobody is while a record has an id that nobody can read.

    A file covers nobody, because nobody knows what its maker asked for; nor does a slice of a backfill."""
    if run.source != DownloadRun.Source.API or run.purpose == DownloadRun.Purpose.BACKFILL:
        return Coverage()
    if run.date_to and run.date_to < timezone.localdate(run.started_at):
        return Coverage()
    known = _known(staging, run)
    whole = [c for c in run.contracts if c not in known or known[c].whole]
    short = sorted(set(run.contracts) - set(whole))
    unread = staging.identity_lost
    return Coverage([] if unread else whole, [] if unread else short, known)


def _known(staging: Staging, run: DownloadRun) -> dict[str, Known]:
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "SELECT contract_id, count(*) FILTER (WHERE came), count(*) FILTER (WHERE expected), "
                "count(*) FILTER (WHERE expected AND opened), "
                "count(*) FILTER (WHERE expected AND opened AND NOT came), "
                "count(*) FILTER (WHERE opened AND NOT came AND in_view) FROM ("
                "SELECT c.contract_id, s.complaint_id IS NOT NULL AS came, "
                "c.resolution_date IS NULL AS opened, c.out_of_view_since IS NULL AS in_view, "
                "s.complaint_id IS NOT NULL OR (c.out_of_view_since IS NULL AND c.with_cms_since IS NULL "
                "AND c.moving_since IS NULL) AS expected FROM complaints_complaint c "
                "LEFT JOIN (SELECT DISTINCT complaint_id FROM {seen}) s USING (complaint_id) "
                "WHERE c.contract_id = ANY(%s) AND NOT c.report_only "
                "AND least(c.received_date, coalesce(c.assignment_date, c.received_date)) >= "
                "CASE WHEN c.resolution_date IS NULL THEN %s ELSE %s END) asked GROUP BY 1"
            ).format(seen=staging.seen),
            [run.contracts, _asked_open_from(run), run.resolved_from],
        )
        return {contract: Known(*counts) for contract, *counts in cursor.fetchall()}


def _asked_open_from(run: DownloadRun) -> date | None:
    """An open case may be closed in HPMS by now: both requests must reach back to it."""
    asked = [day for day in (run.open_from, run.resolved_from) if day]
    return max(asked, default=None)


def missed_by(run: DownloadRun, staging: Staging, coverage: Coverage) -> list[str]:
    """Ids of the open complaints that this run covers and that did not come, sorted. Known since before
    the run began, and not yet out of view."""
    contracts = [c for c in coverage.covered if c in coverage.known and coverage.known[c].absent]
    return [complaint_id for _, complaint_id in _absent(run, staging, contracts)]


def lacked_by(run: DownloadRun, staging: Staging, coverage: Coverage) -> dict[str, list[str]]:
    """By contract missing in numbers, ids of the open complaints that did not come, at most LACKED_MOST."""
    lacked: dict[str, list[str]] = {}
    for contract, complaint_id in _absent(run, staging, coverage.short):
        ids = lacked.setdefault(contract, [])
        if len(ids) < LACKED_MOST:
            ids.append(complaint_id)
    return lacked


def _absent(run: DownloadRun, staging: Staging, contracts: list[str]) -> list[tuple[str, str]]:
    """(contract, complaint id) of what the run surely asked for and did not bring, by id."""
    if not contracts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "SELECT c.contract_id, c.complaint_id FROM complaints_complaint c "
                "WHERE c.contract_id = ANY(%s) "
                "AND c.resolution_date IS NULL AND NOT c.report_only AND c.out_of_view_since IS NULL "
                "AND c.seen_as_of < %s "
                "AND least(c.received_date, coalesce(c.assignment_date, c.received_date)) >= %s "
                "AND NOT EXISTS (SELECT FROM {seen} s WHERE s.complaint_id = c.complaint_id) ORDER BY 2"
            ).format(seen=staging.seen),
            [contracts, run.started_at, _asked_open_from(run)],
        )
        return list(cursor.fetchall())


def covers(run: DownloadRun, complaint: Complaint) -> bool:
    """Whether the run surely asked for this complaint (architecture: covering download)."""
    still_open = complaint.resolution_date is None
    since = _asked_open_from(run) if still_open else run.resolved_from
    asked = since is not None and since <= _oldest(complaint)
    return asked and complaint.contract_id in run.covered_contracts


def _oldest(complaint: Complaint) -> date:
    """HPMS may go by either date."""
    return min(complaint.received_date, complaint.assignment_date or complaint.received_date)


def judged_seen(staging: Staging) -> set[str]:
    """Ids that have an upload without an answer or an accepted closing and came readable in the run, with every
    column uploads are judged by: of those our copy is the evidence."""
    waiting = CaseworkUpload.objects.filter(
        Q(state__in=(UploadState.UNCERTAIN, UploadState.EXPORTED))
        | Q(state=UploadState.ACCEPTED, resolution__isnull=False)
    )
    ids = list(waiting.values_list("complaint_id", flat=True).distinct())
    return came(staging, ids) - without_evidence(ids) - staging.came_unreadable(ids)


def came(staging: Staging, complaint_ids: list[str]) -> set[str]:
    """Those of the complaints that were in the run, readable or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT DISTINCT complaint_id FROM {} WHERE complaint_id = ANY(%s)").format(
                staging.seen
            ),
            [complaint_ids],
        )
        return {row[0] for row in cursor.fetchall()}
