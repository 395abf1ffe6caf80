"""Keys as people see them: states and dates, never a secret or a token."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from redis.exceptions import RedisError

from ctm_casework.accounts.models import User
from hpms_sync.key_desk.rights import keys_visible
from hpms_sync.keys.ring import openable
from hpms_sync.keys.tokens import tokens_valid_until
from hpms_sync.models import ApiKey, SyncAlert

OF_KEYS = (
    SyncAlert.Kind.KEY_REJECTED,
    SyncAlert.Kind.KEY_FLAGGED,
    SyncAlert.Kind.ROTATION_EXPECTED,
)


@dataclass(frozen=True)
class KeyShown:
    """`token_until`: None when no token is kept. `alerts`: open ones about the key itself."""

    key: ApiKey
    token_until: datetime | None
    alerts: list[SyncAlert]


def keys_shown(user: User) -> list[KeyShown]:
    """For templates/keys/list.html: the keys of this person's contracts, in use first, by name."""
    open_alerts = SyncAlert.objects.filter(ended_at=None, kind__in=OF_KEYS).order_by("pk")
    keys = keys_visible(user).prefetch_related(Prefetch("alerts", open_alerts, to_attr="about_it"))
    shown = [key_shown(key) for key in keys]
    return sorted(shown, key=lambda one: one.key.ended)


def key_shown(key: ApiKey) -> KeyShown:
    alerts = key.about_it if hasattr(key, "about_it") else _open_alerts(key)
    return KeyShown(key, None if key.ended else token_until(key), list(alerts))


def token_until(key: ApiKey) -> datetime | None:
    """When the newest kept token of the key expires."""
    try:
        return max(tokens_valid_until(openable(key)).values(), default=None)
    except RedisError:
        return None


def _open_alerts(key: ApiKey) -> list[SyncAlert]:
    return list(key.alerts.filter(ended_at=None, kind__in=OF_KEYS).order_by("pk"))
