"""Alerts about downloads as such: a key that brings none, a contract whose complaints are missing."""

import datetime as dt

from django.conf import settings
from django.db.models import Max, Min
from django.utils import timezone

from hpms_sync.alerts import alert_end, alert_raise
from hpms_sync.download.coverage import Coverage, Known
from hpms_sync.models import ApiKey, DownloadRun, SyncAlert

Kind = SyncAlert.Kind
# A key is said to fail when so many intervals of the regular download went by without a complete one.
INTERVALS = 4


def downloads_watch(key: ApiKey) -> None:
    """Alerts when the key's last complete download is too long ago, and ends that alert when it is not, or
    when the key is to bring none. A refused key has an alert of its own."""
    runs = DownloadRun.objects.filter(key=key).exclude(purpose=DownloadRun.Purpose.BACKFILL)
    complete = runs.filter(state=DownloadRun.State.COMPLETE).aggregate(at=Max("started_at"))["at"]
    since = complete or runs.aggregate(at=Min("started_at"))["at"]
    patience = dt.timedelta(seconds=INTERVALS * settings.HPMS_DOWNLOAD_EVERY_SECONDS)
    if not key.active or since is None or timezone.now() - since <= patience:
        alert_end(Kind.DOWNLOAD_FAILING, key=key)
    elif not SyncAlert.objects.filter(kind=Kind.KEY_REJECTED, key=key, ended_at=None).exists():
        alert_raise(Kind.DOWNLOAD_FAILING, _failing_words(key, complete), key=key)


def _failing_words(key: ApiKey, complete: dt.datetime | None) -> str:
    since = f" since {timezone.localtime(complete):%m/%d %I:%M %p}" if complete else " yet"
    return (
        f"The key {key.name} has brought no complete download{since}. Look at its last downloads for the "
        "reason, and work Immediate Need cases in HPMS itself until it is mended."
    )


def coverage_watch(coverage: Coverage) -> None:
    """Alerts for each contract whose known complaints are missing in numbers, and ends the alert of each
    that came back whole."""
    ended = SyncAlert.objects.filter(
        kind=Kind.NOTHING_CAME, contract__in=coverage.covered, ended_at=None
    )
    for contract in ended.values_list("contract", flat=True):
        alert_end(Kind.NOTHING_CAME, contract=contract)
    for contract in coverage.short:
        alert_raise(
            Kind.NOTHING_CAME, _short_words(contract, coverage.known[contract]), contract=contract
        )


def _short_words(contract: str, known: Known) -> str:
    lacks = f"lacks {known.missed} of {known.opened} open complaints known here"
    what = lacks if known.came else "brings nothing, though complaints are known here"
    return (
        f"{contract}: the download {what}. Ask HPMS whether the key still serves the contract. Until they "
        "come, nothing is taken for gone."
    )
