"""The download in flight, for a page that asks every two seconds while one runs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from hpms_sync import selectors
from hpms_sync.models import ApiKey, DownloadRun

# So long a worker may take to begin what a person asked for, before the page says that none does.
PATIENCE = timedelta(seconds=60)
# What was started longer ago is history: the address may have been kept, or a page left open.
LATELY = timedelta(hours=1)


class LiveForm(forms.Form):
    """What the page watches: `asked`, seconds since 1970, when a person started downloads; `key`, the one
    they started, none for all; `runs`, ids of the runs shown last."""

    asked = forms.IntegerField(required=False, min_value=0, max_value=2**33)
    key = forms.IntegerField(required=False)
    runs = forms.RegexField(r"^[0-9]{1,12}(,[0-9]{1,12}){0,99}$", required=False)

    @property
    def asked_at(self) -> datetime | None:
        asked = datetime.fromtimestamp(self.cleaned_data.get("asked") or 0, UTC)
        return asked if asked > timezone.now() - LATELY else None

    @property
    def watched(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.get("runs", "").split(",") if pk]


@dataclass(frozen=True)
class Flight:
    """A running download; `of`: how many records the last whole one of the same key held, 0 unknown."""

    run: DownloadRun
    of: int

    @property
    def records(self) -> int:
        return int(self.run.progress.get("records", 0))

    @property
    def what(self) -> str:
        return str(self.run.progress.get("what", "Beginning"))


class Live:
    """What runs now, what of the watched has ended, and for which keys nobody began yet."""

    def __init__(self, user: Any, form: LiveForm) -> None:
        form.is_valid()
        self.now = timezone.now()
        self.asked_at = form.asked_at
        self.key_id = form.cleaned_data.get("key")
        runs = selectors.runs_of(user)
        running = runs.filter(state=DownloadRun.State.RUNNING, lease_until__gte=self.now)
        self.flights = _flights(list(running.order_by("pk")))
        self.ended = self._ended(runs, form)
        self.waiting = self._waiting(user)

    def _ended(self, runs: Any, form: LiveForm) -> list[DownloadRun]:
        over = runs.exclude(state=DownloadRun.State.RUNNING)
        if self.asked_at:
            since = over.filter(finished_at__gte=self.asked_at, source=DownloadRun.Source.API)
            found = since.filter(key=self.key_id) if self.key_id else since
            return list(found.order_by("key_id", "-pk").distinct("key_id"))
        return list(over.filter(pk__in=form.watched)) if form.watched else []

    def _waiting(self, user: Any) -> list[ApiKey]:
        """Keys a person started for which no download runs or has ended since."""
        if not self.asked_at:
            return []
        keys = selectors.keys_of(user).filter(active=True)
        if self.key_id:
            keys = keys.filter(pk=self.key_id)
        begun = {flight.run.key_id for flight in self.flights} | {run.key_id for run in self.ended}
        return [key for key in keys if key.pk not in begun]

    @property
    def overdue(self) -> bool:
        """Nobody takes up what was started."""
        late = self.asked_at and self.now > self.asked_at + PATIENCE
        return bool(self.waiting and late)

    @property
    def asks_again(self) -> bool:
        return bool(self.flights or (self.waiting and not self.overdue))

    @property
    def over(self) -> bool:
        """What was watched has ended: the rest of the page should be read again."""
        return bool(self.ended and not self.asks_again)

    @property
    def address(self) -> str:
        """Where to ask next."""
        told: dict[str, Any] = {}
        if self.asked_at:
            told["asked"] = int(self.asked_at.timestamp())
        if self.key_id:
            told["key"] = self.key_id
        if self.flights:
            told["runs"] = ",".join(str(flight.run.pk) for flight in self.flights)
        return f"{reverse('sync-live')}?{urlencode(told)}"


def _flights(running: list[DownloadRun]) -> list[Flight]:
    keys = {run.key_id for run in running}
    done = DownloadRun.objects.filter(key__in=keys, state=DownloadRun.State.COMPLETE)
    before = (
        {run.key_id: run for run in done.order_by("key_id", "-pk").distinct("key_id")}
        if keys
        else {}
    )
    return [Flight(run, _records(before.get(run.key_id))) for run in running]


def _records(run: DownloadRun | None) -> int:
    return int(run.counts.get("records", 0)) if run else 0
