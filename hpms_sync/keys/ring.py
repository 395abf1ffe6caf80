"""The ids and secrets of one key while jobs use them: which to try first, what became of each.

At a rotation two pairs stand side by side. Whether the new one was entered before or after HPMS switched,
one of the two is taken, so that no job stops; once the new one has worked, the old one is retired."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from django.db import models, transaction
from django.utils import timezone
from redis.exceptions import RedisError

from hpms_sync.errors import HpmsAuthorizationFailed, HpmsKeyStopped, HpmsKeyUnusable
from hpms_sync.keys.books import credential_retire, key_stop, key_taken, key_tell
from hpms_sync.keys.tokens import Credentials, tokens_forget
from hpms_sync.models import ApiKey, KeyCredential
from hpms_sync.sealing import CannotOpen, unseal

# A new pair that HPMS does not take yet comes after the one it does take, for this long.
REST = dt.timedelta(minutes=15)
STANDS = {
    ApiKey.Status.STOPPED: "is stopped until a person has looked after it",
    ApiKey.Status.DEACTIVATED: "was deactivated",
    ApiKey.Status.COMPROMISED: "was deactivated because it is compromised",
}


class KeptRing:
    """A KeyRing read from the database, whose books stay there. `also_stopped`: a person tries again."""

    def __init__(self, key: ApiKey, also_stopped: bool = False) -> None:
        self._key = key
        self._also_stopped = also_stopped

    def check(self) -> None:
        name, status = ApiKey.objects.values_list("name", "status").get(pk=self._key.pk)
        fine = {ApiKey.Status.ACTIVE, *([ApiKey.Status.STOPPED] if self._also_stopped else [])}
        if status not in fine:
            raise HpmsKeyStopped(f"The API key {name} {STANDS[ApiKey.Status(status)]}.")

    def first(self) -> Credentials:
        """Raises HpmsKeyUnusable when there is no pair, or none can be opened; HpmsKeyStopped when the key
        was deactivated."""
        rows = self._in_turn()
        if not rows:
            self.check()
            raise HpmsKeyUnusable(
                "No id and secret of this key are entered. Its responsible party enters them."
            )
        opened = [self._opened(row) for row in rows]
        usable = [one for one in opened if isinstance(one, Credentials)]
        if not usable:
            raise HpmsKeyUnusable(str(opened[0]))
        return usable[0]

    def next(self, tried: Sequence[Credentials]) -> Credentials | None:
        done = {one.pk for one in tried}
        opened = (self._opened(row) for row in self._in_turn() if row.pk not in done)
        return next((one for one in opened if isinstance(one, Credentials)), None)

    def worked(self, credentials: Credentials) -> None:
        now = timezone.now()
        mine = KeyCredential.objects.filter(pk=credentials.pk or 0, retired_at=None)
        if not mine.update(worked_at=now, refused_at=None):
            return
        self._retire_before(credentials)
        key_taken(self._key)

    def refused(self, credentials: Credentials) -> None:
        KeyCredential.objects.filter(pk=credentials.pk or 0).update(refused_at=timezone.now())

    def rejected(self, error: HpmsAuthorizationFailed, tried: Sequence[Credentials]) -> None:
        with transaction.atomic():
            key = ApiKey.objects.select_for_update().get(pk=self._key.pk)
            untried = _live(key).exclude(pk__in=[one.pk for one in tried])
            if not key.ended and not untried.exists():  # else a pair was entered just now
                key_stop(key, str(error))

    def _in_turn(self) -> list[KeyCredential]:
        """Newest first, but those that HPMS refused a moment ago last."""
        recently = timezone.now() - REST
        rows = list(_live(self._key).order_by("-pk"))
        return sorted(rows, key=lambda row: bool(row.refused_at and row.refused_at > recently))

    def _opened(self, row: KeyCredential) -> Credentials | CannotOpen:
        try:
            return opened(self._key, row, self)
        except CannotOpen as error:
            return error

    def _retire_before(self, credentials: Credentials) -> None:
        older = _live(self._key).filter(pk__lt=credentials.pk or 0)
        for row in older:
            pair = self._opened(row)
            credential_retire(row)
            key_tell(self._key, f"Retired {row.key_id}: HPMS takes {credentials.key_id}.")
            if isinstance(pair, Credentials):
                tokens_forget([pair])


def opened(key: ApiKey, row: KeyCredential, ring: KeptRing) -> Credentials:
    """Raises CannotOpen."""
    return Credentials(
        base_url=key.url,
        key_id=row.key_id,
        secret=unseal(bytes(row.sealed_secret)) if row.sealed_secret else "",
        source_url=key.token_source_url,
        source_credential=_source_credential(key),
        pk=row.pk,
        ring=ring,
    )


def openable(key: ApiKey) -> list[Credentials]:
    """The key's living pairs, newest first, less what cannot be opened."""
    ring = KeptRing(key)
    found = []
    for row in _live(key).order_by("-pk"):
        try:
            found.append(opened(key, row, ring))
        except CannotOpen:
            continue
    return found


@contextmanager
def tokens_follow(key: ApiKey) -> Iterator[None]:
    """Around a change of the key or its pairs: what was kept for a pair that is no more, or is another
    one now, is forgotten. While the cache is away it stays there, sealed, and is used no more."""
    before = openable(key)
    yield
    now = openable(key)
    with suppress(RedisError):
        tokens_forget([pair for pair in before if pair not in now])


def _source_credential(key: ApiKey) -> str:
    sealed = key.sealed_source_credential
    return unseal(bytes(sealed)) if sealed else ""


def _live(key: ApiKey) -> models.QuerySet[KeyCredential]:
    return KeyCredential.objects.filter(api_key=key, retired_at=None)
