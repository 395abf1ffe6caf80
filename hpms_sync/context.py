"""What the sync tells on other apps' pages, worked out only where a template asks."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ctm_casework.accounts.access import Action, Role, may
from hpms_sync import selectors
from hpms_sync.models import SyncAlert

UNREADABLE_TOLD = 10


def sync(request: HttpRequest) -> dict[str, Any]:
    """`last_sync` and `unreadable_records` (see hpms_sync.selectors). For who may see the sync:
    `sync_alerts`, how many alerts are open; for supervisors `resolutions_at_risk`, those alerts."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    told: dict[str, Any] = {
        "last_sync": SimpleLazyObject(lambda: selectors.last_sync(user)),
        "unreadable_records": SimpleLazyObject(
            lambda: selectors.unreadable_told(user, UNREADABLE_TOLD)
        ),
    }
    if may(user, Action.SYNC_VIEW):
        counts = SimpleLazyObject(lambda: selectors.alert_counts_of(user))
        told["sync_alerts"] = counts
        if user.role == Role.SUPERVISOR:
            told["resolutions_at_risk"] = lambda: _at_risk(user) if counts.at_risk else []
    return told


def _at_risk(user: Any) -> list[SyncAlert]:
    kind = SyncAlert.Kind.RESOLUTION_AT_RISK
    return list(selectors.alerts_of(user).filter(kind=kind).order_by("complaint_id"))
