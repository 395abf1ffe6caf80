"""Where each key stands: its last good download, what it brought, when the next one is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from hpms_sync import selectors
from hpms_sync.models import ApiKey, DownloadRun

State = DownloadRun.State


@dataclass(frozen=True)
class KeyStanding:
    """`good`: the last complete download; `last`: the last one however it ended; `expected_at`: when the
    schedule starts the next one, None where it starts none."""

    key: ApiKey
    good: DownloadRun | None
    last: DownloadRun | None
    expected_at: datetime | None
    now: datetime

    @property
    def running(self) -> bool:
        return bool(self.last and self.last.state == State.RUNNING)

    @property
    def trouble(self) -> str:
        """What a person should look at, "" when all is well."""
        if self.key.trouble:
            return self.key.trouble
        if not self.key.active:
            return "Stopped: nothing is downloaded or uploaded with it. Try it again on its page."
        if self.last and self.last.state == State.FAILED:
            return self.last.error
        if self.late:
            minutes = settings.HPMS_DOWNLOAD_EVERY_SECONDS // 60
            return (
                f"No download has begun though one is due every {minutes} minutes. See that a Celery "
                "worker and beat run."
            )
        return ""

    @property
    def late(self) -> bool:
        """Twice the pace of the schedule has gone by and nothing began."""
        spare = timedelta(seconds=settings.HPMS_DOWNLOAD_EVERY_SECONDS)
        return bool(self.expected_at and not self.running and self.now > self.expected_at + spare)


def standings(user: Any) -> list[KeyStanding]:
    """Of the keys that serve this person's contracts and are not at their end: trouble first. Four
    queries."""
    keys = [key for key in selectors.keys_of(user) if not key.ended]
    good = _newest(keys, state=State.COMPLETE)
    last = _newest(keys)
    now = timezone.now()
    found = [_standing(key, good.get(key.pk), last.get(key.pk), now) for key in keys]
    return sorted(found, key=lambda one: (not one.trouble, one.key.name))


def next_downloads(found: list[KeyStanding]) -> dict[str, datetime]:
    """By contract: when the next download that asks for it is due."""
    due: dict[str, datetime] = {}
    for one in found:
        if at := one.expected_at:
            for contract in one.key.contracts.all():
                due[contract.pk] = min(at, due.get(contract.pk, at))
    return due


def _standing(
    key: ApiKey, good: DownloadRun | None, last: DownloadRun | None, now: datetime
) -> KeyStanding:
    pace = timedelta(seconds=settings.HPMS_DOWNLOAD_EVERY_SECONDS)
    began = last.started_at if last else key.created_at
    return KeyStanding(key, good, last, began + pace if key.active else None, now)


def _newest(keys: list[ApiKey], **narrowed: Any) -> dict[int | None, DownloadRun]:
    """The newest run of each key."""
    runs = DownloadRun.objects.filter(key__in=keys, **narrowed)
    return {run.key_id: run for run in runs.order_by("key_id", "-pk").distinct("key_id")}
