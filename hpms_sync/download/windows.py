"""What a download asks for: which complaints, from when to when. Never a blank date: to HPMS that means
the last 90 days."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max, Min
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from complaints.models import Complaint
from hpms_sync.models import ApiKey, DownloadRun

OPEN, RESOLVED = "0", "1"
Purpose = DownloadRun.Purpose


@dataclass(frozen=True)
class Windows:
    """One key's contracts (sorted), dateFrom of each request, and dateTo of both."""

    contracts: list[str]
    open_from: dt.date
    resolved_from: dt.date
    to: dt.date

    def requests(self) -> list[tuple[str, dt.date, dt.date]]:
        """complaintStatus, dateFrom and dateTo, in the order to ask: open ones first, so that a case
        closing in between is seen at least once."""
        return [(OPEN, self.open_from, self.to), (RESOLVED, self.resolved_from, self.to)]


def windows_of(
    key: ApiKey, since: dt.date | None = None, purpose: Purpose = Purpose.REGULAR
) -> Windows:
    """Up to today. All open complaints; resolved ones of HPMS_RESOLVED_DAYS, or of all time on a full run.
    `since` replaces both dateFrom."""
    contracts = contracts_of(key)
    all_time = dt.date.fromisoformat(settings.HPMS_OPEN_SINCE)
    if since is None and purpose == Purpose.FULL:
        since = all_time
    return Windows(
        contracts=contracts,
        open_from=since or all_time,
        resolved_from=since or _resolved_from(contracts),
        to=timezone.localdate(),
    )


def slice_of(key: ApiKey, day_from: dt.date, day_to: dt.date) -> Windows:
    """Open and resolved complaints of these days, both included."""
    return Windows(contracts_of(key), day_from, day_from, day_to)


def contracts_of(key: ApiKey) -> list[str]:
    return sorted(key.contracts.values_list("pk", flat=True))


def _resolved_from(contracts: list[str]) -> dt.date:
    """HPMS_RESOLVED_DAYS back; after an outage, to before the last complete run; and always so far that
    the closing of the oldest complaint known to be open is seen as well."""
    recent = timezone.localdate() - dt.timedelta(days=settings.HPMS_RESOLVED_DAYS)
    return min(day for day in (recent, _last_run(contracts), _oldest_open(contracts)) if day)


def _last_run(contracts: list[str]) -> dt.date | None:
    """HPMS_OVERLAP_DAYS before the last run that asked for all open complaints, of the contract that waits
    longest. None where none of them was ever downloaded so."""
    asked = DownloadRun.objects.filter(
        source=DownloadRun.Source.API,
        state=DownloadRun.State.COMPLETE,
        open_from__lte=settings.HPMS_OPEN_SINCE,
    ).exclude(purpose=Purpose.BACKFILL)
    ends = [
        asked.filter(contracts__contains=[contract]).aggregate(at=Max("started_at"))["at"]
        for contract in contracts
    ]
    last = min((at for at in ends if at), default=None)
    if last is None:
        return None
    return timezone.localdate(last) - dt.timedelta(days=settings.HPMS_OVERLAP_DAYS)


def _oldest_open(contracts: list[str]) -> dt.date | None:
    began = Least("received_date", Coalesce("assignment_date", "received_date"))
    known_open = Complaint.objects.open().filter(contract__in=contracts, out_of_view_since=None)
    oldest: dt.date | None = known_open.aggregate(day=Min(began))["day"]
    return oldest
