"""One download by one key: open complaints first, then resolved ones; stage, apply, judge, record."""

import datetime as dt
import logging
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Min
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from complaints.models import Complaint
from hpms_sync.client import HpmsClient
from hpms_sync.download.apply import Applied, apply_changes
from hpms_sync.download.coverage import covered_contracts, judged_seen
from hpms_sync.download.plan_requests import requests_watch
from hpms_sync.download.quarantine import quarantine_keep
from hpms_sync.download.staging import Staging, records_in
from hpms_sync.errors import HpmsError
from hpms_sync.keys import credentials_of, key_trouble
from hpms_sync.models import ApiKey, DownloadRun
from hpms_sync.upload.confirm import closings_check, lately_accepted_confirm
from hpms_sync.upload.judge import uploads_judge

log = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=30)
# More than this share of a run odd in one column is a change of layout, not a typing error.
LAYOUT_CHANGE_SHARE = 0.05

OPEN, RESOLVED = "0", "1"
# Told what is being done and how many records so far.
Report = Callable[[str, int], None]


class BrokenOff(Exception):
    """A download ended by an error nobody foresaw. Says its kind; the text may quote a record and is not kept."""


class AlreadyRunning(Exception):
    """Another download by the same key is under way."""


def download(
    key: ApiKey, since: dt.date | None = None, report: Report = lambda *_: None
) -> DownloadRun:
    """Downloads with this key and applies what changed. Returns the run; a failed one tells its error.

    `since` replaces both dateFrom (default: HPMS_OPEN_SINCE for open complaints, HPMS_RESOLVED_DAYS
    back for resolved ones). Raises AlreadyRunning, BrokenOff."""
    run = _begin(key, since)
    clock = _Stopwatch()
    try:
        _download(run, clock, report)
        run.state = DownloadRun.State.COMPLETE
        key_trouble(key, "")
    except HpmsError as error:
        run.state, run.error = DownloadRun.State.FAILED, str(error)
        if error.about_key:
            key_trouble(key, str(error))
        log.warning("download %s failed: %s", run.pk, error)
    except BaseException as error:
        run.state, run.error = DownloadRun.State.FAILED, f"Broken off by {type(error).__name__}."
        _finish(run, clock)
        if not isinstance(error, Exception):
            raise
        places = "".join(traceback.format_tb(error.__traceback__))  # code, no values
        log.error("download %s: %s\n%s", run.pk, run.error, places)
        raise BrokenOff(f"Download {run.pk}: {run.error}") from None
    _finish(run, clock)
    return run


def _begin(key: ApiKey, since: dt.date | None) -> DownloadRun:
    now = timezone.now()
    contracts = sorted(key.contracts.values_list("pk", flat=True))
    _end_lost(key, now)
    try:
        with transaction.atomic():
            return DownloadRun.objects.create(
                key=key,
                contracts=contracts,
                open_from=since or dt.date.fromisoformat(settings.HPMS_OPEN_SINCE),
                resolved_from=since or _resolved_from(contracts),
                started_at=now,
                lease_until=now + LEASE,
            )
    except IntegrityError:
        raise AlreadyRunning(f"A download with the key {key.name} is under way.") from None


def _end_lost(key: ApiKey, now: dt.datetime) -> None:
    """Ends runs whose worker went away, and takes what they had staged out of the database."""
    lost = DownloadRun.objects.filter(key=key, state=DownloadRun.State.RUNNING, lease_until__lt=now)
    for run in lost:
        Staging(run.pk).drop()
    lost.update(
        state=DownloadRun.State.FAILED, finished_at=now, error="Broken off: its worker went away."
    )


def _resolved_from(contracts: list[str]) -> dt.date:
    """Far enough back that the closing of the oldest complaint known to be open is seen as well."""
    began = Least("received_date", Coalesce("assignment_date", "received_date"))
    known_open = Complaint.objects.open().filter(contract__in=contracts)
    oldest = known_open.aggregate(day=Min(began))["day"]
    recent = timezone.localdate() - dt.timedelta(days=settings.HPMS_RESOLVED_DAYS)
    return min(recent, oldest or recent)


def _download(run: DownloadRun, clock: "_Stopwatch", report: Report) -> None:
    with HpmsClient(credentials_of(run.key)) as client, Staging(run.pk) as staging:
        contracts = frozenset(run.contracts)
        for status, since in ((OPEN, run.open_from), (RESOLVED, run.resolved_from)):
            report("Asking HPMS", staging.seq)
            with tempfile.TemporaryFile() as body:  # nameless: the body is PHI
                with clock.step("request"):
                    client.download(status, run.contracts, since, timezone.localdate(), body)
                with clock.step("stage"):
                    for count in staging.load(records_in(body), contracts):
                        report("Reading", count)
                        _renew(run)
        run.covered_contracts = covered_contracts(staging, run)
        applied = Applied()
        with clock.step("apply"):
            for applied in apply_changes(staging, run.pk, run.started_at, _overtaken(run)):
                report("Applying", applied.new + applied.changed)
                _renew(run)
        with clock.step("judge"):
            quarantine_keep(run, staging)
            requests_watch(run, staging)
            lately_accepted_confirm(run)
            seen = judged_seen(staging)
            uploads_judge(run, seen)
            closings_check(run, seen)
        run.counts = _counts(staging, applied)


def _overtaken(run: DownloadRun) -> list[str]:
    """Contracts that a complete download begun later has covered while this one was on its way."""
    later = DownloadRun.objects.filter(
        state=DownloadRun.State.COMPLETE,
        started_at__gt=run.started_at,
        covered_contracts__overlap=run.contracts,
    )
    return sorted({contract for other in later for contract in other.covered_contracts})


def _counts(staging: Staging, applied: Applied) -> dict[str, Any]:
    quarantined = len(staging.unreadable)
    touched = applied.new + applied.changed + applied.late + quarantined
    counts: dict[str, Any] = {
        "records": staging.seq,
        "new": applied.new,
        "changed": applied.changed,
        "unchanged": staging.seq - touched,
        "late": applied.late,
        "quarantined": quarantined,
    }
    if odd := staging.columns_odd_in_more_than(LAYOUT_CHANGE_SHARE):
        counts["layout_change"] = odd
    return counts


def _renew(run: DownloadRun) -> None:
    DownloadRun.objects.filter(pk=run.pk).update(lease_until=timezone.now() + LEASE)


def _finish(run: DownloadRun, clock: "_Stopwatch") -> None:
    """Writes the end down, unless another worker has already given this run up for lost."""
    run.finished_at, run.timings = timezone.now(), clock.seconds
    told = ("state", "error", "finished_at", "timings", "counts", "covered_contracts")
    mine = DownloadRun.objects.filter(pk=run.pk, state=DownloadRun.State.RUNNING)
    if not mine.update(**{name: getattr(run, name) for name in told}):
        run.refresh_from_db()


class _Stopwatch:
    """Seconds by step, added up."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            spent = self.seconds.get(name, 0.0) + time.perf_counter() - began
            self.seconds[name] = round(spent, 3)
