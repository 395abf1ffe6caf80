"""A key in use: the pair HPMS issued anew, another try after a stop, the end of the key, sealing anew."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from redis.exceptions import RedisError

from ctm_casework.accounts.models import User
from hpms_sync.client import HpmsClient
from hpms_sync.errors import HpmsError
from hpms_sync.keys.books import credential_retire, key_go_on, key_taken, key_tell
from hpms_sync.keys.registry import credential_keep, locked_live
from hpms_sync.keys.ring import KeptRing, openable, tokens_follow
from hpms_sync.keys.tokens import Credentials, tokens_forget
from hpms_sync.keys.twins import twins_of
from hpms_sync.keys.watch import key_watch
from hpms_sync.models import ApiKey, KeyCredential
from hpms_sync.sealing import CannotOpen, reseal

Status = ApiKey.Status


@transaction.atomic
def credential_enter(
    key: ApiKey,
    *,
    key_id: str,
    secret: str = "",
    rotation_expected_on: dt.date | None = None,
    by: User | None = None,
) -> KeyCredential:
    """Keeps the pair HPMS issued at a rotation beside the old one, before or after HPMS switches: jobs use
    the one it takes. Of a stopped key, jobs begin again. `rotation_expected_on`: the next one. Raises
    ValidationError naming the field."""
    key = locked_live(key)
    _refuse_known(key, key_id, secret)
    mistaken = key.credentials.filter(retired_at=None, worked_at=None, refused_at__isnull=False)
    with tokens_follow(key):
        for row in mistaken:
            credential_retire(row)
    made = credential_keep(key, key_id, secret, by)
    key_tell(key, f"Entered the id and secret of {key_id}.", by)
    key.rotation_expected_on = rotation_expected_on
    key.save(update_fields=["rotation_expected_on"])
    if key.status == Status.STOPPED:
        key_go_on(key)
    key_watch(key)
    return made


def key_try_again(key: ApiKey, by: User | None = None) -> HpmsError | None:
    """Asks HPMS for one token with a stopped key. None: HPMS gave it, the jobs go on. Else what went wrong;
    the key stays stopped. Raises ValidationError when it is not stopped, or was deactivated."""
    with transaction.atomic():
        key = locked_live(key)
        if key.status == Status.ACTIVE:
            raise ValidationError(f"The key {key} is not stopped: its jobs go on.")
        key_tell(key, "Tried again.", by)
    ring = KeptRing(key, also_stopped=True)
    try:
        with HpmsClient(ring.first()) as client:
            client.token_lasting(fresh=True)
    except HpmsError as error:
        return error
    with transaction.atomic():
        key_go_on(locked_live(key))
        key_taken(key)
    return None


@dataclass(frozen=True)
class Ended:
    """`tokens_gone`: False when the cache did not answer; what is in it is sealed and used no more."""

    key: ApiKey
    tokens_gone: bool


def key_deactivate(key: ApiKey, *, compromised: bool = False, by: User | None = None) -> Ended:
    """Ends the key here, at once and for good: no call is made with it any more, no token of it is given
    out, its secrets and cached tokens are deleted. A compromised one takes every key with its id along.
    HPMS must be told by the responsible party."""
    wanted = Status.COMPROMISED if compromised else Status.DEACTIVATED
    with transaction.atomic():
        having = twins_of(key) if compromised else ApiKey.objects.filter(pk=key.pk)
        keys = {one.pk: one for one in having.order_by("pk").select_for_update()}
        key = keys.pop(key.pk)
        if key.status in {wanted, Status.COMPROMISED}:
            raise ValidationError(f"The key {key} is {key.get_status_display().lower()} already.")
        pairs = _end(key, wanted, f"{wanted.label}.", by)
        for twin in keys.values():
            if twin.status != Status.COMPROMISED:
                pairs += _end(twin, wanted, f"{wanted.label}: it has an id of {key}.", by)
    try:
        tokens_forget(pairs)
    except RedisError:
        return Ended(key, tokens_gone=False)
    return Ended(key, tokens_gone=True)


def _end(key: ApiKey, wanted: ApiKey.Status, words: str, by: User | None) -> list[Credentials]:
    """Returns the pairs it had. `key` is locked."""
    pairs = openable(key)
    for row in key.credentials.filter(retired_at=None):
        credential_retire(row)
    key.status, key.sealed_source_credential, key.trouble = wanted, None, ""
    key.save(update_fields=["status", "sealed_source_credential", "trouble"])
    key_tell(key, words, by)
    key_taken(key)
    key_watch(key)
    return pairs


@dataclass(frozen=True)
class Resealed:
    done: int
    unopenable: int


@transaction.atomic
def keys_reseal() -> Resealed:
    """Seals every secret anew under the first of CTM_ENCRYPTION_KEYS, so that the others can go."""
    sealed = [
        (row, "sealed_secret")
        for row in KeyCredential.objects.select_for_update().exclude(sealed_secret=None)
    ] + [
        (key, "sealed_source_credential")
        for key in ApiKey.objects.select_for_update().exclude(sealed_source_credential=None)
    ]
    done = 0
    for row, field in sealed:
        try:
            setattr(row, field, reseal(bytes(getattr(row, field))))
        except CannotOpen:
            continue
        row.save(update_fields=[field])
        done += 1
    return Resealed(done, len(sealed) - done)


def _refuse_known(key: ApiKey, key_id: str, secret: str) -> None:
    if any(pair.key_id == key_id and pair.secret == secret for pair in openable(key)):
        raise ValidationError(
            {"key_id": "This pair is entered already. Enter the one HPMS issued."}
        )
