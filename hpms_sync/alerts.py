"""Raising and ending alerts, each once however often it is told."""

from collections.abc import Iterable
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from complaints.models import Complaint
from ctm_casework.accounts.models import Contract
from hpms_sync.models import ApiKey, SyncAlert

# Mailed at once: everything else goes into a digest (hpms_sync.alert_mail).
AT_ONCE = (SyncAlert.Kind.RESOLUTION_AT_RISK, SyncAlert.Kind.KEY_REJECTED)
# So long one check may go on raising before they leave together in one mail.
GATHER_SECONDS = 30


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
    alert, new = SyncAlert.objects.update_or_create(
        **subject, ended_at=None, defaults={"words": words[:300]}
    )
    if new and kind in AT_ONCE and settings.ALERT_MAIL:
        transaction.on_commit(_mail_soon, robust=True)  # with Redis away beat mails it
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


def complaint_alerts_end(kind: SyncAlert.Kind, complaint_ids: Iterable[str]) -> None:
    """Ends the open alerts of this kind about these complaints, whichever contract they had when raised."""
    about = SyncAlert.objects.filter(kind=kind, complaint_id__in=list(complaint_ids), ended_at=None)
    about.update(ended_at=timezone.now())


def complaint_alert_raise(kind: SyncAlert.Kind, words: str, complaint: Complaint) -> None:
    """As alert_raise, for the people of the contract the complaint has now, and for no others."""
    former = SyncAlert.objects.filter(kind=kind, complaint_id=complaint.pk, ended_at=None)
    former.exclude(contract=complaint.contract_id).update(ended_at=timezone.now())
    alert_raise(kind, words, contract=complaint.contract_id, complaint_id=complaint.pk)


def _mail_soon() -> None:
    current_app.send_task("hpms_sync.tasks.alerts_mail", countdown=GATHER_SECONDS, retry=False)


def _subject(
    kind: SyncAlert.Kind, key: ApiKey | None, contract: Contract | str | None, complaint_id: str
) -> dict[str, Any]:
    contract_id = contract.pk if isinstance(contract, Contract) else contract
    return {"kind": kind, "key": key, "contract_id": contract_id, "complaint_id": complaint_id}
