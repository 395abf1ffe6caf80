"""API keys: making them, what they serve, who answers for them, and what a call needs of one.

Rotation and the end of a key: hpms_sync.keys.life."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from ctm_casework.accounts.access import Role
from ctm_casework.accounts.models import Contract, User
from ctm_casework.accounts.services import contracts_known
from hpms_sync.keys.books import key_tell, key_trouble
from hpms_sync.keys.environments import refuse_mixing
from hpms_sync.keys.ring import KeptRing, tokens_follow
from hpms_sync.keys.tokens import Credentials
from hpms_sync.keys.twins import refuse_twin
from hpms_sync.keys.watch import key_watch
from hpms_sync.models import ApiKey, KeyCredential
from hpms_sync.sealing import seal

__all__ = [
    "credential_keep",
    "credentials_of",
    "key_add",
    "key_change",
    "key_contracts_set",
    "key_trouble",
    "keys_named",
]


@transaction.atomic
def key_add(
    *,
    name: str,
    environment: str,
    contract_ids: Iterable[str],
    base_url: str = "",
    key_id: str = "",
    secret: str = "",
    source_credential: str = "",
    by: User | None = None,
    **details: Any,
) -> ApiKey:
    """Keeps a key with its secret sealed; contracts not known yet are created (plan type not set).

    Without a `key_id` the key waits, stopped, until the pair is entered. `details`: responsible_party, a
    User; technical_name, _email, _phone, _has_access; rotation_expected_on; token_source_url, with which
    there is no secret. Raises ValidationError naming the field."""
    wanted = list(contract_ids)
    if not wanted:
        raise ValidationError({"contracts": "Name the contracts the key is for, such as H1234."})
    key = ApiKey(name=name, environment=environment, base_url=base_url, **details)
    if secret and not key_id:
        raise ValidationError({"key_id": "Enter the id that HPMS issued with the secret."})
    if not key_id:
        key.status = ApiKey.Status.STOPPED
    key.sealed_source_credential = seal(source_credential) if source_credential else None
    _refuse_no_responsible_party(key.responsible_party)
    key.full_clean()
    key.save()
    if key_id:
        credential_keep(key, key_id, secret, by)
    contracts = contracts_known(wanted)
    refuse_mixing(key, contracts)
    key.contracts.set(contracts)
    key_tell(key, f"Added, for {_ids(contracts)}.", by)
    key_watch(key)
    return key


@transaction.atomic
def key_change(key: ApiKey, by: User | None = None, **values: Any) -> ApiKey:
    """Changes what is said of a key, `values` as `details` of key_add, and source_credential ("" leaves it).
    The responsible party can be named once. Raises ValidationError."""
    key = locked_live(key)
    source_credential = values.pop("source_credential", "")
    if bool(values.get("token_source_url", key.token_source_url)) != bool(key.token_source_url):
        raise ValidationError(
            {
                "token_source_url": "A key's tokens come from HPMS or from a token source, for good. Add a "
                "key of its own for the other way."
            }
        )
    if source_credential:
        values["sealed_source_credential"] = seal(source_credential)
    named = values.get("responsible_party")
    if named and named != key.responsible_party:
        _refuse_no_responsible_party(named)
    was = {field: getattr(key, field) for field in values}
    with tokens_follow(key):
        for field, value in values.items():
            setattr(key, field, value)
        key.full_clean()
        key.save(update_fields=list(values))
    changed = [field for field in values if was[field] != values[field]]
    if changed:
        key_tell(key, f"Changed: {', '.join(_label(field) for field in changed)}.", by)
    key_watch(key)
    return key


@transaction.atomic
def key_contracts_set(key: ApiKey, contract_ids: Iterable[str], by: User | None = None) -> ApiKey:
    """From now on the key serves these contracts. What HPMS lets it see is set there. Raises ValidationError."""
    key = locked_live(key)
    wanted = list(contract_ids)
    if not wanted:
        raise ValidationError({"contracts": "A key serves at least one contract."})
    was = _ids(key.contracts.all())
    contracts = contracts_known(wanted)
    refuse_mixing(key, contracts)
    key.contracts.set(contracts)
    if was != _ids(contracts):
        key_tell(key, f"Contracts: {_ids(contracts)}; before: {was}.", by)
    key_watch(key)
    return key


def locked_live(key: ApiKey) -> ApiKey:
    """The key, locked in this transaction. Raises ValidationError when it was deactivated."""
    found = ApiKey.objects.select_for_update().get(pk=key.pk)
    if found.ended:
        raise ValidationError(
            f"The key {found} was deactivated and stays so. Request a new key in HPMS and add it here."
        )
    return found


def credential_keep(key: ApiKey, key_id: str, secret: str, by: User | None) -> KeyCredential:
    """Raises ValidationError, also for an id that is on record for another key."""
    refuse_twin(key, key_id)
    sealed = _sealed_as_wanted(key, secret)
    made = KeyCredential(api_key=key, key_id=key_id, sealed_secret=sealed, entered_by=by)
    made.full_clean()
    made.save()
    return made


def _sealed_as_wanted(key: ApiKey, secret: str) -> bytes | None:
    """Raises ValidationError when a secret is missing, or comes though tokens come from outside."""
    if key.token_source_url:
        if secret:
            raise ValidationError(
                {"secret": "This key's tokens come from its token source: keep the secret there."}
            )
        return None
    if not secret:
        raise ValidationError({"secret": "Enter the secret that HPMS issued with the id."})
    return seal(secret)


def _refuse_no_responsible_party(person: User | None) -> None:
    if person and not (person.is_active and person.role == Role.RESPONSIBLE_PARTY):
        raise ValidationError(
            {
                "responsible_party": f"{person} has no role of HPMS responsible party here. "
                "Name somebody who has."
            }
        )


def _label(field: str) -> str:
    return str(getattr(ApiKey._meta.get_field(field), "verbose_name", field))


def _ids(contracts: Iterable[Contract]) -> str:
    return ", ".join(sorted(contract.pk for contract in contracts))


def keys_named(name: str | None) -> list[ApiKey]:
    """Every active key, or the active one of this id or name. Raises ValidationError when there is none."""
    keys = ApiKey.objects.all()
    if name is not None:
        keys = keys.filter(Q(credentials__key_id=name) | Q(name=name)).distinct()
    active = list(keys.filter(active=True))
    if active:
        return active
    none = "There is no active API key" + (f" {name}." if name else ".")
    stopped = keys.filter(status=ApiKey.Status.STOPPED).first()
    if stopped:
        raise ValidationError(
            f"{none} {stopped} is stopped: {stopped.why_stopped} "
            f"Then: hpms_key {'try-again' if stopped.trouble else 'rotate'}."
        )
    raise ValidationError(f"{none} Add one with hpms_key add.")


def credentials_of(key: ApiKey) -> Credentials:
    """The id and secret to try first. Raises HpmsKeyUnusable when there is none, or it cannot be opened;
    HpmsKeyStopped when the key was deactivated."""
    return KeptRing(key).first()
