"""API keys: making them, and what a call needs of one."""

from collections.abc import Iterable

from django.db import transaction

from ctm_casework.accounts.services import contracts_known
from hpms_sync.client import Credentials
from hpms_sync.models import ApiKey


@transaction.atomic
def key_add(
    *,
    name: str,
    environment: str,
    base_url: str,
    key_id: str,
    secret: str,
    contract_ids: Iterable[str],
) -> ApiKey:
    """Keeps a key with its secret sealed; contracts not known yet are created (plan type not set).

    Raises ValidationError naming the field."""
    key = ApiKey(name=name, environment=environment, base_url=base_url, key_id=key_id)
    key.keep_secret(secret)
    key.full_clean()
    key.save()
    key.contracts.set(contracts_known(contract_ids))
    return key


def credentials_of(key: ApiKey) -> Credentials:
    return Credentials(base_url=key.url, key_id=key.key_id, secret=key.secret())


def key_trouble(key: ApiKey, trouble: str) -> None:
    """Notes what HPMS has against the key, "" when all is well."""
    ApiKey.objects.filter(pk=key.pk).exclude(trouble=trouble[:300]).update(trouble=trouble[:300])
