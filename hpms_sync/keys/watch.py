"""What passing time and other people's changes do to a key: its rotation comes near, the person who
answers for it loses access. Both are told, neither stops a job."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from ctm_casework.accounts.access import Role
from ctm_casework.accounts.models import User
from hpms_sync.alerts import alert_end, alert_raise
from hpms_sync.models import ApiKey, SyncAlert

NEW_KEY = (
    "A key may not be transferred: request a new key in HPMS with another responsible party, add it "
    "here and deactivate this one. Until then its jobs go on."
)


def keys_watch() -> None:
    """Looks at every key; once a day, for what no change here could tell."""
    for key in ApiKey.objects.select_related("responsible_party"):
        key_watch(key)


def key_watch(key: ApiKey) -> None:
    """Raises or ends the key's alerts of rotation and of the responsible party's access."""
    _tell(SyncAlert.Kind.ROTATION_EXPECTED, key, _rotation(key))
    _tell(SyncAlert.Kind.KEY_FLAGGED, key, _flag(key))


def _tell(kind: SyncAlert.Kind, key: ApiKey, words: str) -> None:
    if words:
        alert_raise(kind, words, key=key)
    else:
        alert_end(kind, key=key)


def _rotation(key: ApiKey) -> str:
    """ "" while the rotation is far away, or not expected at all."""
    on = key.rotation_expected_on
    remind = dt.timedelta(days=settings.HPMS_ROTATION_REMINDER_DAYS)
    if key.ended or on is None or timezone.localdate() < on - remind:
        return ""
    verb = "was expected" if on < timezone.localdate() else "is expected"
    return (
        f"HPMS's rotation of the key {key} {verb} on {on:%-m/%-d/%Y}. Enter the new id and secret as soon "
        "as HPMS shows them; the old pair goes on working until the new one is taken."
    )


def _flag(key: ApiKey) -> str:
    """ "" while the responsible party has what the memo asks for, or nobody is named."""
    person = key.responsible_party
    lost = _lost(key, person) if person and not key.ended else ""
    return f"{person}, who answers for the key {key}, {lost}. {NEW_KEY}" if lost else ""


def _lost(key: ApiKey, person: User) -> str:
    if not person.is_active:
        return "is no longer active"
    if person.role != Role.RESPONSIBLE_PARTY:
        return "is no longer a responsible party"
    missing = key.contracts.exclude(contract_access__user=person).values_list("pk", flat=True)
    return f"lost access to {', '.join(sorted(missing))}" if missing else ""
