"""What a download asks for: which complaints, since when. Never a blank date: to HPMS that means 90 days."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Min
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from complaints.models import Complaint
from hpms_sync.models import ApiKey

OPEN, RESOLVED = "0", "1"


@dataclass(frozen=True)
class Windows:
    """One key's contracts (sorted), and dateFrom of each request."""

    contracts: list[str]
    open_from: dt.date
    resolved_from: dt.date

    def requests(self) -> list[tuple[str, dt.date]]:
        """complaintStatus and dateFrom, in the order to ask: open ones first, so that a case closing in
        between is seen at least once."""
        return [(OPEN, self.open_from), (RESOLVED, self.resolved_from)]


def windows_of(key: ApiKey, since: dt.date | None = None) -> Windows:
    """`since` replaces both dateFrom (default: HPMS_OPEN_SINCE for open complaints, HPMS_RESOLVED_DAYS
    back for resolved ones)."""
    contracts = sorted(key.contracts.values_list("pk", flat=True))
    return Windows(
        contracts=contracts,
        open_from=since or dt.date.fromisoformat(settings.HPMS_OPEN_SINCE),
        resolved_from=since or _resolved_from(contracts),
    )


def _resolved_from(contracts: list[str]) -> dt.date:
    """Far enough back that the closing of the oldest complaint known to be open is seen as well."""
    began = Least("received_date", Coalesce("assignment_date", "received_date"))
    known_open = Complaint.objects.open().filter(contract__in=contracts)
    oldest = known_open.aggregate(day=Min(began))["day"]
    recent = timezone.localdate() - dt.timedelta(days=settings.HPMS_RESOLVED_DAYS)
    return min(recent, oldest or recent)
