"""The same HPMS id at two keys: it would go to another person or environment, or outlive its end."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from hpms_sync.models import ApiKey, KeyCredential

ANEW = "Request a new key in HPMS and add that one."


def refuse_twin(key: ApiKey, key_id: str) -> None:
    """Raises ValidationError when the id is on record for another key. Only the id of a key that was
    deactivated comes back, to the same person in the same environment."""
    for other in _keys_with([key_id]).exclude(pk=key.pk):
        if reason := _against(key, other):
            raise ValidationError({"key_id": reason})


def twins_of(key: ApiKey) -> QuerySet[ApiKey]:
    """The key and whichever others have an id of it."""
    mine = _on_record().filter(api_key=key).values("key_id")
    return _keys_with(mine) | ApiKey.objects.filter(pk=key.pk)


def _against(key: ApiKey, other: ApiKey) -> str:
    if other.status == ApiKey.Status.COMPROMISED:
        return f"This id is of the key {other}, which is compromised. {ANEW}"
    if not other.ended:
        return f"This id is of the key {other} already. Use that key, or deactivate it first."
    if other.environment != key.environment:
        return f"This id is of the {other.environment} key {other}: no key works in both. {ANEW}"
    if other.responsible_party and other.responsible_party != key.responsible_party:
        return (
            f"This id is of the key {other}, for which {other.responsible_party} answers: an API key may "
            f"not be transferred to another person. {ANEW}"
        )
    return ""


def _keys_with(key_ids: list[str] | QuerySet) -> QuerySet[ApiKey]:
    having = _on_record().filter(key_id__in=key_ids)
    return ApiKey.objects.filter(pk__in=having.values("api_key"))


def _on_record() -> QuerySet[KeyCredential]:
    """Without what HPMS never took: such an id was entered at the wrong key."""
    return KeyCredential.objects.exclude(
        worked_at=None, refused_at__isnull=False, retired_at__isnull=False
    )
