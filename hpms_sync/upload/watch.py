"""The alert of a key whose uploads do not get through, for a reason that a person must look after."""

from hpms_sync.alerts import alert_end, alert_raise
from hpms_sync.errors import HpmsAuthorizationFailed, HpmsError
from hpms_sync.models import ApiKey, SyncAlert

_KIND = SyncAlert.Kind.UPLOAD_FAILING


def uploads_fail(key: ApiKey, error: HpmsError) -> None:
    """What waits keeps waiting. A refused key has an alert of its own."""
    if not isinstance(error, HpmsAuthorizationFailed):
        alert_raise(_KIND, f"No upload with the key {key.name} gets through. {error}", key=key)


def uploads_go_on(key: ApiKey) -> None:
    """HPMS takes uploads with the key, nothing waits for it, or it is used no more."""
    alert_end(_KIND, key=key)
