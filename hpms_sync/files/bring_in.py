"""A plan download brought by a person, taken in by the same road as a download through the API."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import IO

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from ctm_casework.accounts.models import User
from hpms_sync.download.arrived import Arrived
from hpms_sync.download.run import LEASE, run_ended, telling
from hpms_sync.download.staging import Staging
from hpms_sync.download.stopwatch import Stopwatch
from hpms_sync.download.take_in import Report, take_in
from hpms_sync.files.kept import file_name_of, opened
from hpms_sync.files.plan_download import FileRecord, LooseLines, PlanDownload
from hpms_sync.files.reading import Others, records_of
from hpms_sync.models import DownloadRun, PlanFile, QuarantinedRecord

# A clock that is a little ahead is no lie.
SLACK = timedelta(minutes=5)
LOST = "Broken off: its worker went away. Apply the file again."
_REASON_LENGTH = 300
_BATCH = 2_000


def downloaded_before_now(downloaded_at: datetime) -> datetime:
    """Raises ValidationError for a time to come: it would keep every later download out."""
    if downloaded_at > timezone.now() + SLACK:
        raise ValidationError(
            "The file cannot have been downloaded from HPMS in the future. Give the time it was."
        )
    return min(downloaded_at, timezone.now())


def file_run_begin(
    user: User, file_name: str, contracts: Iterable[str], downloaded_at: datetime
) -> DownloadRun:
    """A run for the file, under way. It is as old as the file: what is newer here stays."""
    return DownloadRun.objects.create(
        source=DownloadRun.Source.FILE,
        purpose=DownloadRun.Purpose.BY_HAND,
        brought_by=user,
        file_name=file_name_of(file_name),
        contracts=sorted(contracts),
        started_at=downloaded_before_now(downloaded_at),
        lease_until=timezone.now() + LEASE,
    )


def file_apply(
    run: DownloadRun,
    file: IO[bytes],
    layout_version: str = "",
    report: Report = lambda *_: None,
) -> DownloadRun:
    """Takes the file in and ends the run. It covers nobody: who knows what its maker asked for?

    Raises BrokenOff, as a download does."""
    clock = Stopwatch()
    with run_ended(run, clock):
        download, others = PlanDownload(file, layout_version), Others(run.contracts)
        loose = 0

        def keep(lines: LooseLines) -> None:
            nonlocal loose
            loose += 1
            _quarantine(run, lines)

        take_in(run, [records_of(download, others, keep)], clock, telling(run, report))
        _say_lines(run, file, layout_version)
        run.counts["quarantined"] = run.counts.get("quarantined", 0) + loose
        run.counts |= {"lines": download.tally.lines, "not_ours": others.count}
    return run


def plan_file_begin(kept: PlanFile) -> DownloadRun | None:
    """A run for a kept file; None when it is applied already, or being applied."""
    with transaction.atomic():
        kept = PlanFile.objects.select_for_update().get(pk=kept.pk)
        if kept.run and lost(kept.run):
            _end_lost(kept.run)
        if kept.run and kept.run.state != DownloadRun.State.FAILED:
            return None
        kept.run = file_run_begin(
            kept.brought_by, kept.file_name, kept.contracts, kept.downloaded_at
        )
        kept.save(update_fields=["run"])
    return kept.run


def plan_file_apply(kept: PlanFile, run: DownloadRun) -> None:
    """Takes a kept file in. Once it is in, its bytes go."""
    with opened(kept) as file:
        file_apply(run, file, kept.layout_version)
    if run.state == DownloadRun.State.COMPLETE:
        kept.portions.all().delete()


def lost(run: DownloadRun) -> bool:
    """Whether the worker that had this run in hand went away."""
    return run.state == DownloadRun.State.RUNNING and run.lease_until < timezone.now()


def lost_files_end() -> None:
    """Ends runs of files whose worker, or whose command, went away."""
    running = DownloadRun.objects.filter(
        source=DownloadRun.Source.FILE, state=DownloadRun.State.RUNNING
    )
    for run in running:
        if lost(run):
            _end_lost(run)


def _end_lost(run: DownloadRun) -> None:
    """Ends a lost run, and takes what it had staged out of the database."""
    Staging(run.pk).drop()
    run.state, run.finished_at, run.error = DownloadRun.State.FAILED, timezone.now(), LOST
    run.save(update_fields=["state", "finished_at", "error"])


def _quarantine(run: DownloadRun, lines: LooseLines) -> None:
    """One row however often the same lines come, as for other unreadable records."""
    text = lines.text.replace("\x00", "\ufffd")
    digest = hashlib.sha256(f"lines {text}".encode()).digest()
    told = QuarantinedRecord.objects.filter(digest=digest, settled_at=None)
    if told.update(last_seen_at=Greatest("last_seen_at", Value(run.started_at))):
        return
    row = QuarantinedRecord(
        run=run,
        complaint_id=lines.complaint_id,
        contract_id=lines.contract_id,
        raw=text,
        digest=digest,
        column="",
        rule=lines.rule,
        reason=_at_line(lines.line, lines.reason),
        last_seen_at=run.started_at,
    )
    QuarantinedRecord.objects.bulk_create([row], ignore_conflicts=True)


def _at_line(line: int, reason: str) -> str:
    return f"Line {line}: {reason}"[:_REASON_LENGTH]


def _say_lines(run: DownloadRun, file: IO[bytes], layout_version: str) -> None:
    """Writes on each unreadable record where in the file it stands: staging knows it by its digest alone."""
    if not run.quarantined.exclude(column="").exists():
        return
    records = (item for item in PlanDownload(file, layout_version) if isinstance(item, FileRecord))
    while batch := list(islice(records, _BATCH)):
        digests = [Arrived.of_columns(record.columns).digest for record in batch]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE hpms_sync_quarantinedrecord q "
                "SET reason = left('Line ' || v.line || ': ' || q.reason, %s) "
                "FROM (SELECT digest, min(line) AS line FROM unnest(%s::bytea[], %s::bigint[]) "
                "v(digest, line) GROUP BY digest) v "
                "WHERE q.digest = v.digest AND q.run_id = %s AND q.\"column\" <> '' "
                "AND q.reason NOT LIKE 'Line %%'",
                [_REASON_LENGTH, digests, [record.line for record in batch], run.pk],
            )
