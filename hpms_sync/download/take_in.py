"""From records to complaints: stage, apply, judge. The same for a download and for a file."""

from collections.abc import Callable, Iterable
from typing import Any

from hpms_sync.download.apply import Applied, apply_changes
from hpms_sync.download.coverage import coverage_of, judged_seen, lacked_by
from hpms_sync.download.layout_watch import layout_watch
from hpms_sync.download.out_of_view import complaints_back, complaints_missed
from hpms_sync.download.overtaken import asked_later
from hpms_sync.download.plan_requests import requests_watch
from hpms_sync.download.quarantine import quarantine_keep
from hpms_sync.download.staging import Staging
from hpms_sync.download.stopwatch import Stopwatch
from hpms_sync.download.unreadable_watch import unreadable_watch
from hpms_sync.download.watch import coverage_watch
from hpms_sync.models import DownloadRun
from hpms_sync.upload.confirm import closings_check, lately_accepted_confirm
from hpms_sync.upload.judge import uploads_judge

# Told what is being done and how many records so far.
Report = Callable[[str, int], None]


def take_in(
    run: DownloadRun, bodies: Iterable[Iterable[Any]], clock: Stopwatch, report: Report
) -> None:
    """Takes the records of all bodies in, and writes counts and coverage on the run (unsaved).

    A body is asked for only when the one before it is staged. Nothing is applied before all are."""
    with Staging(run.pk) as staging:
        contracts = frozenset(run.contracts)
        for records in bodies:
            with clock.step("stage"):
                for count in staging.load(records, contracts):
                    report("Reading", count)
        coverage = coverage_of(staging, run)
        later = asked_later(run.contracts, run.started_at)
        run.covered_contracts = coverage.covered
        run.lacked = lacked_by(run, staging, coverage)
        applied = Applied()
        with clock.step("apply"):
            back = complaints_back(run, staging, later)
            for applied in apply_changes(staging, run.pk, run.started_at, later):
                report("Applying", applied.new + applied.changed)
        with clock.step("judge"):
            quarantine_keep(run, staging)
            unreadable_watch()
            requests_watch(run, staging)
            lately_accepted_confirm(run)
            seen = judged_seen(staging)
            uploads_judge(run, seen)
            if run.source == DownloadRun.Source.API:  # how old a file is, only a person says
                closings_check(run, seen)
            left = complaints_missed(run, staging, coverage)
            coverage_watch(coverage)
        run.counts = (
            _counts(staging, applied)
            | layout_watch(run, staging)
            | {"out_of_view": left, "back": back}
        )


def _counts(staging: Staging, applied: Applied) -> dict[str, Any]:
    quarantined = staging.quarantined
    touched = applied.new + applied.changed + applied.late + quarantined
    return {
        "records": staging.seq,
        "new": applied.new,
        "changed": applied.changed,
        "unchanged": staging.seq - touched,
        "late": applied.late,
        "quarantined": quarantined,
    }
