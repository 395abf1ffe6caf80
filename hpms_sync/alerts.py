"""Raising and ending alerts, each once however often it is told."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from ctm_casework.accounts.models import Contract
from hpms_sync.models import ApiKey, SyncAlert


@transaction.atomic
def alert_raise(
    kind: SyncAlert.Kind,
    words: str,
    *,
    key: ApiKey | None = None,
    contract: Contract | str | None = None,
    complaint_id: str = "",
) -> SyncAlert:
    """Opens the alert, or gives the open one these words. `words`: what is wrong and what to do, without
    PHI. Give a key or a contract (or its id), whose people are to see it."""
    subject = _subject(kind, key, contract, complaint_id)
    alert, _ = SyncAlert.objects.update_or_create(
        **subject, ended_at=None, defaults={"words": words[:300]}
    )
    return alert


def alert_end(
    kind: SyncAlert.Kind,
    *,
    key: ApiKey | None = None,
    contract: Contract | str | None = None,
    complaint_id: str = "",
) -> None:
    """Ends the open alert of this kind and subject, if there is one."""
    subject = _subject(kind, key, contract, complaint_id)
    SyncAlert.objects.filter(**subject, ended_at=None).update(ended_at=timezone.now())


def _subject(
    kind: SyncAlert.Kind, key: ApiKey | None, contract: Contract | str | None, complaint_id: str
) -> dict[str, Any]:
    contract_id = contract.pk if isinstance(contract, Contract) else contract
    return {"kind": kind, "key": key, "contract_id": contract_id, "complaint_id": complaint_id}
