"""One download by one key: its beginning, its lease, and how it ended."""

import datetime as dt
import logging
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from hpms_sync.client import HpmsClient
from hpms_sync.download.json_body import records_in
from hpms_sync.download.staging import Staging
from hpms_sync.download.stopwatch import Stopwatch
from hpms_sync.download.take_in import Report, take_in
from hpms_sync.download.watch import downloads_watch
from hpms_sync.download.windows import Windows, windows_of
from hpms_sync.errors import HpmsError
from hpms_sync.keys.registry import credentials_of, key_trouble
from hpms_sync.models import ApiKey, DownloadRun

log = logging.getLogger(__name__)
# Renewed all the time; longer than a call with all its retries takes before the first byte comes.
LEASE = dt.timedelta(minutes=10)
# How often whoever watches is told how far a run has come.
TELL_SECONDS = 1.0


class BrokenOff(Exception):
    """A download ended by an error nobody foresaw. Says its kind; the text may quote a record and is not kept."""


class AlreadyRunning(Exception):
    """Another download by the same key is under way."""


def download(
    key: ApiKey,
    since: dt.date | None = None,
    report: Report = lambda *_: None,
    purpose: DownloadRun.Purpose = DownloadRun.Purpose.REGULAR,
    windows: Windows | None = None,
) -> DownloadRun:
    """Downloads with this key and applies what changed. Returns the run; a failed one tells its error.

    `windows`: what to ask for, else as windows_of says by `since` and `purpose`. Raises AlreadyRunning,
    BrokenOff."""
    windows = windows or windows_of(key, since, purpose)
    run = _begin(key, windows, purpose)
    clock = Stopwatch()
    with run_ended(run, clock, key), HpmsClient(credentials_of(key)) as client:
        tell = telling(run, report)
        take_in(run, _bodies(client, windows, clock, tell), clock, tell)
    downloads_watch(key)
    return run


def _bodies(
    client: HpmsClient, windows: Windows, clock: Stopwatch, tell: Report
) -> Iterator[Iterator[Any]]:
    for status, day_from, day_to in windows.requests():
        tell("Asking HPMS", 0)
        with tempfile.TemporaryFile() as body:  # nameless: the body is PHI
            with clock.step("request"):
                client.download(
                    status,
                    windows.contracts,
                    day_from,
                    day_to,
                    body,
                    meanwhile=lambda: tell("Asking HPMS", 0),
                )
            yield records_in(body)


def _begin(key: ApiKey, windows: Windows, purpose: DownloadRun.Purpose) -> DownloadRun:
    now = timezone.now()
    lost_runs_end(key)
    try:
        with transaction.atomic():
            return DownloadRun.objects.create(
                key=key,
                purpose=purpose,
                contracts=windows.contracts,
                open_from=windows.open_from,
                resolved_from=windows.resolved_from,
                date_to=windows.to,
                started_at=now,
                lease_until=now + LEASE,
            )
    except IntegrityError:
        raise AlreadyRunning(f"A download with the key {key.name} is under way.") from None


def lost_runs_end(key: ApiKey | None = None) -> None:
    """Ends runs whose worker went away, of this key or of whichever, and takes what they had staged out of
    the database. Those of files are ended where their people are told what to do (files/bring_in.py)."""
    now = timezone.now()
    lost = DownloadRun.objects.filter(state=DownloadRun.State.RUNNING, lease_until__lt=now).exclude(
        source=DownloadRun.Source.FILE
    )
    if key:
        lost = lost.filter(key=key)
    for run in lost:
        Staging(run.pk).drop()
    lost.update(
        state=DownloadRun.State.FAILED, finished_at=now, error="Broken off: its worker went away."
    )


@contextmanager
def run_ended(run: DownloadRun, clock: Stopwatch, key: ApiKey | None = None) -> Iterator[None]:
    """Writes down how the block ended: complete, failed with HPMS's error, or broken off (raised)."""
    try:
        yield
        run.state = DownloadRun.State.COMPLETE
        if key:
            key_trouble(key, "")
    except HpmsError as error:
        run.state, run.error = DownloadRun.State.FAILED, str(error)
        if key and error.about_key:
            key_trouble(key, str(error))
        log.warning("download %s failed: %s", run.pk, error)
    except BaseException as error:
        run.state, run.error = DownloadRun.State.FAILED, f"Broken off by {type(error).__name__}."
        _break_off(run, clock)
        if not isinstance(error, Exception):
            raise
        places = "".join(traceback.format_tb(error.__traceback__))  # code, no values
        log.error("download %s: %s\n%s", run.pk, run.error, places)
        raise BrokenOff(f"Download {run.pk}: {run.error}") from None
    _finish(run, clock)


def _break_off(run: DownloadRun, clock: Stopwatch) -> None:
    """Takes away what was staged and writes the end down, over another connection where this one was lost.
    While the database itself is gone nothing can be written: the lease ends the run then."""
    try:
        connection.close_if_unusable_or_obsolete()
        Staging(run.pk).drop()
        _finish(run, clock)
    except DatabaseError as error:
        log.error("download %s: its end is not written down: %s", run.pk, type(error).__name__)


def telling(run: DownloadRun, report: Report) -> Report:
    """Tells `report` and, for whoever watches, the run's row; renews its lease by the way. The row is
    told of other words at once, of the same ones every TELL_SECONDS."""
    said, at = "", 0.0

    def tell(what: str, records: int) -> None:
        nonlocal said, at
        report(what, records)
        now = time.monotonic()
        if what == said and now - at < TELL_SECONDS:
            return
        said, at = what, now
        DownloadRun.objects.filter(pk=run.pk).update(
            lease_until=timezone.now() + LEASE, progress={"what": what, "records": records}
        )

    return tell


def _finish(run: DownloadRun, clock: Stopwatch) -> None:
    """Writes the end down, unless another worker has already given this run up for lost."""
    run.finished_at, run.timings = timezone.now(), clock.seconds
    told = ("state", "error", "finished_at", "timings", "counts", "covered_contracts", "lacked")
    mine = DownloadRun.objects.filter(pk=run.pk, state=DownloadRun.State.RUNNING)
    if not mine.update(**{name: getattr(run, name) for name in told}):
        run.refresh_from_db()
