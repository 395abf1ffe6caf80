"""What is written down about an API key: changes, trouble, a stop, the end of a credential."""

from django.db import transaction
from django.utils import timezone

from ctm_casework.accounts.models import User
from hpms_sync.alerts import alert_end, alert_raise
from hpms_sync.models import ApiKey, KeyChange, KeyCredential, SyncAlert

STOPPED = "Its jobs have stopped. Enter the pair HPMS issued, or try again, on the API keys page."


def key_tell(key: ApiKey, words: str, by: User | None = None) -> None:
    """Adds a line to the key's log; `by` None: a command, or the application itself."""
    KeyChange.objects.create(key=key, by=by, words=words[:300])


def key_trouble(key: ApiKey, trouble: str) -> None:
    """Notes what HPMS has against a key in use, "" when all is well. A stopped key keeps why it stopped."""
    in_use = ApiKey.objects.filter(pk=key.pk, status=ApiKey.Status.ACTIVE)
    in_use.exclude(trouble=trouble[:300]).update(trouble=trouble[:300])


@transaction.atomic
def key_stop(key: ApiKey, reason: str) -> None:
    """HPMS refuses the key: its jobs stop until a person has looked. `key` is locked."""
    if key.status == ApiKey.Status.ACTIVE:
        key_tell(key, f"Stopped. {reason}")
    key.status, key.trouble = ApiKey.Status.STOPPED, reason[:300]
    key.save(update_fields=["status", "trouble"])
    alert_raise(SyncAlert.Kind.KEY_REJECTED, f"{reason} {STOPPED}", key=key)


@transaction.atomic
def key_go_on(key: ApiKey) -> None:
    """A stopped key is used again. `key` is locked."""
    key.status, key.trouble = ApiKey.Status.ACTIVE, ""
    key.save(update_fields=["status", "trouble"])


def key_taken(key: ApiKey) -> None:
    """HPMS takes the key: nobody needs to look any more."""
    alert_end(SyncAlert.Kind.KEY_REJECTED, key=key)


def credential_retire(credential: KeyCredential) -> None:
    """Its id stays on record, its secret does not."""
    credential.sealed_secret, credential.retired_at = None, timezone.now()
    credential.save(update_fields=["sealed_secret", "retired_at"])
