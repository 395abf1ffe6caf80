"""One alert for each contract that has records nobody can read, and for each key that brings records of
no known contract: raised with their number, ended with the last of them."""

from collections import Counter

from ctm_casework.accounts.models import Contract
from hpms_sync.alerts import alert_end, alert_raise
from hpms_sync.models import ApiKey, QuarantinedRecord, SyncAlert

KIND = SyncAlert.Kind.UNREADABLE


def unreadable_watch() -> None:
    """Looks at all that waits. Four queries where nothing has changed since the last look."""
    of_contract, of_key = _waiting()
    for contract, count in of_contract.items():
        alert_raise(KIND, _words(count), contract=contract)
    for key in ApiKey.objects.filter(pk__in=of_key):
        alert_raise(KIND, _words(of_key[key.pk]), key=key)
    for alert in SyncAlert.objects.filter(kind=KIND, ended_at=None).select_related("key"):
        if alert.contract_id not in of_contract and alert.key_id not in of_key:
            alert_end(KIND, key=alert.key, contract=alert.contract_id)


def _waiting() -> tuple[Counter[str], Counter[int]]:
    """How many records wait, by contract and, of no known contract, by the key that brought them."""
    waiting = QuarantinedRecord.objects.filter(settled_at=None, answer="").order_by()
    rows = list(waiting.values_list("contract_id", "run__key"))
    known = set(Contract.objects.filter(pk__in={c for c, _ in rows}).values_list("pk", flat=True))
    of_contract = Counter(contract for contract, _ in rows if contract in known)
    of_key = Counter(key for contract, key in rows if contract not in known and key)
    return of_contract, of_key


def _words(count: int) -> str:
    what = "1 record cannot be read." if count == 1 else f"{count:,} records cannot be read."
    return f"{what} Treat each as Immediate Need: look it up in HPMS, then mend it here."
