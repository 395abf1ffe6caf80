"""What people see of the sync: the last good run, alerts, what cannot be read, the keys."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from ctm_casework.accounts.models import Contract, User
from hpms_sync.models import ApiKey, DownloadRun, QuarantinedRecord, SyncAlert


@dataclass(frozen=True)
class LastSync:
    """The newest complete download of one's contracts, and the trouble since, "" when there is none."""

    finished_at: datetime | None
    new: int
    changed: int
    trouble: str


def last_sync(user: Any) -> LastSync:
    """Of the keys that serve this person's contracts. Two queries."""
    keys = keys_of(user).filter(status__in=(ApiKey.Status.ACTIVE, ApiKey.Status.STOPPED))
    downloads = runs_of(user).filter(source=DownloadRun.Source.API)
    run = downloads.filter(state=DownloadRun.State.COMPLETE).first()
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
    """Runs of those keys, newest first, with what was brought or read again for this person's contracts."""
    theirs = _theirs(user) | Q(key=None, brought_by=user.pk)
    return DownloadRun.objects.filter(theirs).select_related("key", "brought_by")


def _theirs(user: Any, run: str = "") -> Q:
    """Runs (or by `run`, such as "run__", what a run brought) of keys or contracts of this person."""
    own = _own_contracts(user).values_list("pk")
    by_key = Q(**{f"{run}key__in": keys_of(user).values("pk")})
    return by_key | Q(**{f"{run}key": None, f"{run}contracts__overlap": own})


def _own_contracts(user: Any) -> QuerySet[Contract]:
    return Contract.objects.filter(contract_access__user=user)


@dataclass(frozen=True)
class AlertCounts:
    """Open alerts this person is to see, and how many of them are resolutions at risk."""

    open: int
    at_risk: int


def alerts_of(user: Any) -> QuerySet[SyncAlert]:
    """Open alerts of this person's contracts, and of keys that serve one of them or that they answer
    for; newest first."""
    of_keys = Q(key__in=keys_of(user).values("pk")) | Q(key__responsible_party=user.pk)
    mine = Q(contract__in=_own_contracts(user).values("pk")) | Q(of_keys, contract=None)
    return SyncAlert.objects.filter(mine, ended_at=None).select_related("key")


def alert_counts_of(user: Any) -> AlertCounts:
    at_risk = Q(kind=SyncAlert.Kind.RESOLUTION_AT_RISK)
    return AlertCounts(
        **alerts_of(user).aggregate(open=Count("pk"), at_risk=Count("pk", filter=at_risk))
    )


def records_of(user: Any) -> QuerySet[QuarantinedRecord]:
    """Records that could not be read, whatever became of them: of this person's contracts, or of no
    known contract but brought by a key that serves one of them."""
    known = Contract.objects.filter(pk=OuterRef("contract_id"))
    nobodys = ~Q(Exists(known)) & _theirs(user, "run__")
    return QuarantinedRecord.objects.filter(
        Q(contract_id__in=_own_contracts(user).values("pk")) | nobodys
    )


def unreadable_of(user: Any) -> QuerySet[QuarantinedRecord]:
    """Those of them that wait: no later download settled them, nobody mended them or put them aside.
    Without what is in them: it is long, and PHI."""
    waiting = records_of(user).filter(settled_at=None, answer="")
    return waiting.defer("raw", "mended")


@dataclass(frozen=True)
class Unreadable:
    """How many records wait, and the newest of them."""

    count: int
    newest: list[QuarantinedRecord]


def unreadable_told(user: Any, most: int) -> Unreadable:
    """One query while no more than `most` wait, else two."""
    waiting = unreadable_of(user)
    newest = list(waiting[: most + 1])
    count = waiting.count() if len(newest) > most else len(newest)
    return Unreadable(count, newest[:most])


def may_see_raw(user: User, record: QuarantinedRecord) -> bool:
    """Whether the record as it came may be shown to this person, who may see complaints: of the record's
    contract, or, where nobody knows whose it is, of every contract that was asked for."""
    own = set(_own_contracts(user).values_list("pk", flat=True))
    if record.contract_id in own:
        return True
    known = Contract.objects.filter(pk=record.contract_id).exists()
    return not known and own >= set(record.run.contracts)


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
