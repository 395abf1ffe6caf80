"""What people see of the sync: the last good run, what cannot be read, the queue, the keys."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from complaints.models.outbox import UNSETTLED
from ctm_casework.accounts.models import Contract
from hpms_sync.models import ApiKey, DownloadRun, QuarantinedRecord


@dataclass(frozen=True)
class LastSync:
    """The newest complete download of one's contracts, and the trouble since, "" when there is none."""

    finished_at: datetime | None
    new: int
    changed: int
    trouble: str


def last_sync(user: Any) -> LastSync:
    """Of the keys that serve this person's contracts. Two queries."""
    keys = keys_of(user)
    run = runs_of(user).filter(state=DownloadRun.State.COMPLETE).first()
    trouble = keys.exclude(trouble="").values_list("trouble", flat=True).first() or ""
    if run is None:
        return LastSync(None, 0, 0, trouble)
    return LastSync(
        run.finished_at, run.counts.get("new", 0), run.counts.get("changed", 0), trouble
    )


def keys_of(user: Any) -> QuerySet[ApiKey]:
    """Keys that serve at least one of this person's contracts."""
    theirs = ApiKey.contracts.through.objects.filter(
        apikey=OuterRef("pk"), contract__contract_access__user=user
    )
    return ApiKey.objects.filter(Exists(theirs)).prefetch_related("contracts")


def runs_of(user: Any) -> QuerySet[DownloadRun]:
    """Runs of those keys, newest first."""
    return DownloadRun.objects.filter(key__in=keys_of(user).values("pk")).select_related("key")


def unreadable_of(user: Any) -> QuerySet[QuarantinedRecord]:
    """Records still in quarantine: of this person's contracts, or of no known contract but brought by
    a key that serves one of them."""
    own = Contract.objects.filter(contract_access__user=user)
    known = Contract.objects.filter(pk=OuterRef("contract_id"))
    nobodys = ~Q(Exists(known)) & Q(run__key__in=keys_of(user).values("pk"))
    return QuarantinedRecord.objects.filter(settled_at=None).filter(
        Q(contract_id__in=own.values("pk")) | nobodys
    )


def queue_of(user: Any) -> list[tuple[str, int]]:
    """(state in words, count) of unsettled uploads of this person's contracts, in the order of life."""
    rows = CaseworkUpload.objects.filter(
        state__in=UNSETTLED, complaint__contract__contract_access__user=user
    )
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return [(UploadState(state).label, counts[state]) for state in UNSETTLED if state in counts]


def unserved_of(user: Any) -> list[tuple[str, int]]:
    """(contract, count) of this person's uploads that wait to be sent though no active key serves the
    contract: nobody takes them to HPMS."""
    served = ApiKey.objects.filter(active=True, contracts=OuterRef("complaint__contract"))
    rows = CaseworkUpload.objects.filter(
        ~Exists(served),
        state=UploadState.QUEUED,
        complaint__contract__contract_access__user=user,
    )
    contracts = rows.order_by("complaint__contract").values_list("complaint__contract")
    return list(contracts.annotate(Count("pk")))
