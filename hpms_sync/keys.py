"""API keys: making them, and what a call needs of one."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from ctm_casework.accounts.models import Contract
from ctm_casework.accounts.services import contracts_known
from hpms_sync.client import Credentials
from hpms_sync.errors import HpmsKeyUnusable
from hpms_sync.models import ApiKey
from hpms_sync.sealing import CannotOpen


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
    wanted = list(contract_ids)
    if not wanted:
        raise ValidationError({"contracts": "Name the contracts the key is for, such as H1234."})
    key = ApiKey(name=name, environment=environment, base_url=base_url, key_id=key_id)
    key.keep_secret(secret)
    key.full_clean()
    key.save()
    contracts = contracts_known(wanted)
    _refuse_mixing(key, contracts)
    key.contracts.set(contracts)
    return key


def _refuse_mixing(key: ApiKey, contracts: Iterable[Contract]) -> None:
    """A contract's casework goes to one HPMS: sandbox or production, never both."""
    other = ApiKey.objects.filter(active=True, contracts__in=contracts).exclude(pk=key.pk)
    if mixed := other.exclude(environment=key.environment).first():
        raise ValidationError(
            {
                "contracts": f"The {mixed.environment} key {mixed.name} already serves one of these contracts."
            }
        )


def keys_named(name: str | None) -> list[ApiKey]:
    """Every active key, or the active one of this id or name. Raises ValidationError when there is none."""
    keys = ApiKey.objects.filter(active=True)
    if name is not None:
        keys = keys.filter(Q(key_id=name) | Q(name=name))
    if not keys:
        raise ValidationError(
            "There is no active API key"
            + (f" {name}." if name else ".")
            + " Add one with hpms_key add."
        )
    return list(keys)


def credentials_of(key: ApiKey) -> Credentials:
    """Raises HpmsKeyUnusable when the secret cannot be opened."""
    try:
        return Credentials(base_url=key.url, key_id=key.key_id, secret=key.secret())
    except CannotOpen as error:
        raise HpmsKeyUnusable(str(error)) from None


def key_trouble(key: ApiKey, trouble: str) -> None:
    """Notes what HPMS has against the key, "" when all is well."""
    ApiKey.objects.filter(pk=key.pk).exclude(trouble=trouble[:300]).update(trouble=trouble[:300])
