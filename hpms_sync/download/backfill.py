"""Bringing in the past in slices of days, each a run of its own, so that it can be broken off and goes on
where it was."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from hpms_sync.download.run import download
from hpms_sync.download.take_in import Report
from hpms_sync.download.windows import contracts_of, slice_of
from hpms_sync.models import ApiKey, DownloadRun

ONE_DAY = dt.timedelta(days=1)
Purpose = DownloadRun.Purpose


@dataclass(frozen=True)
class Slice:
    """Days of one run, both included. `done`: a complete backfill of the key's contracts has brought them."""

    day_from: dt.date
    day_to: dt.date
    done: bool

    def __str__(self) -> str:
        return f"{self.day_from} to {self.day_to}"


def slices(key: ApiKey, day_from: dt.date, day_to: dt.date, step_days: int) -> Iterator[Slice]:
    """The days in slices, oldest first."""
    brought = _brought(key)
    first = day_from
    while first <= day_to:
        last = min(first + (step_days - 1) * ONE_DAY, day_to)
        yield Slice(first, last, _within(first, last, brought))
        first = last + ONE_DAY


def slice_bring(key: ApiKey, one: Slice, report: Report) -> DownloadRun:
    """Downloads the slice; a regular download that is due by now goes first, or a long backfill would
    starve it. A failed run is returned as it ended. Raises AlreadyRunning, BrokenOff."""
    if _regular_is_due(key):
        run = download(key, report=report)
        if run.state == DownloadRun.State.FAILED:
            return run
    windows = slice_of(key, one.day_from, one.day_to)
    return download(key, report=report, purpose=Purpose.BACKFILL, windows=windows)


def _brought(key: ApiKey) -> list[tuple[dt.date, dt.date]]:
    """Days that complete backfills of all the key's contracts have brought whole, by any key: the day of
    the run itself was not over."""
    runs = DownloadRun.objects.filter(
        purpose=Purpose.BACKFILL,
        state=DownloadRun.State.COMPLETE,
        contracts__contains=contracts_of(key),
    ).order_by("open_from")
    return [
        (run.open_from, min(run.date_to, timezone.localdate(run.started_at) - ONE_DAY))
        for run in runs
        if run.open_from and run.date_to
    ]


def _within(first: dt.date, last: dt.date, brought: list[tuple[dt.date, dt.date]]) -> bool:
    """Whether every day lies in one of the spans, which come in the order of their first days."""
    for span_from, span_to in brought:
        if span_from <= first <= span_to:
            first = span_to + ONE_DAY
    return first > last


def _regular_is_due(key: ApiKey) -> bool:
    every = dt.timedelta(seconds=settings.HPMS_DOWNLOAD_EVERY_SECONDS)
    lately = DownloadRun.objects.filter(key=key, started_at__gt=timezone.now() - every)
    return not lately.exclude(purpose=Purpose.BACKFILL).exists()
