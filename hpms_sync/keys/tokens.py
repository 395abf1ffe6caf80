"""What a call needs of a key, and the tokens kept for it: sealed, in the cache, until they near their end."""

import datetime as dt
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from hpms_sync.errors import HpmsAuthorizationFailed
from hpms_sync.sealing import CannotOpen, seal, unseal

log = logging.getLogger(__name__)

# A token is renewed this long before it expires, so that none dies on the road (API.token: 3500 of 3600 s).
SPARE = dt.timedelta(seconds=100)


class KeyRing(Protocol):
    """What is known about the key while a client uses it."""

    def check(self) -> None:
        """Raises HpmsKeyStopped when the key may not be used any more."""

    def next(self, tried: Sequence["Credentials"]) -> "Credentials | None":
        """Another id and secret of the key, as they stand now; None when all were tried."""

    def worked(self, credentials: "Credentials") -> None:
        """HPMS took a call."""

    def refused(self, credentials: "Credentials") -> None:
        """HPMS refused this pair, with a fresh token."""

    def rejected(self, error: HpmsAuthorizationFailed, tried: Sequence["Credentials"]) -> None:
        """HPMS refused every pair of the key."""


class OnePair:
    """Nothing is known beyond one pair: nobody keeps books of it."""

    def check(self) -> None:
        return

    def next(self, tried: Sequence["Credentials"]) -> None:
        return None

    def worked(self, credentials: "Credentials") -> None:
        return

    def refused(self, credentials: "Credentials") -> None:
        return

    def rejected(self, error: HpmsAuthorizationFailed, tried: Sequence["Credentials"]) -> None:
        return


@dataclass(frozen=True)
class Credentials:
    """`base_url` without a trailing slash. Secrets stay out of every representation. With a `source_url`,
    tokens come from there and `secret` is blank. `pk` is the row it was read from."""

    base_url: str
    key_id: str
    secret: str = field(repr=False)
    source_url: str = ""
    source_credential: str = field(default="", repr=False)
    pk: int | None = field(default=None, compare=False)
    ring: KeyRing = field(default_factory=OnePair, repr=False, compare=False)

    @property
    def cache_name(self) -> str:
        parts = [self.base_url, self.key_id, self.secret, self.source_url, self.source_credential]
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return f"hpms-access-token:{digest}"


@dataclass(frozen=True)
class Token:
    value: str = field(repr=False)
    expires_at: dt.datetime

    @property
    def seconds_left(self) -> int:
        return max(0, int((self.expires_at - timezone.now()).total_seconds()))

    @classmethod
    def lasting(cls, value: str, seconds: int) -> "Token":
        return cls(value, timezone.now() + dt.timedelta(seconds=seconds))


def token_keep(credentials: Credentials, token: Token) -> None:
    """With Redis away it is not kept: the next call asks for another."""
    left = token.expires_at - SPARE - timezone.now()
    if left > dt.timedelta(0):
        kept = {"sealed": seal(token.value), "expires_at": token.expires_at}
        try:
            cache.set(credentials.cache_name, kept, int(left.total_seconds()))
        except RedisError as error:
            log.warning("a token is not kept: %s", type(error).__name__)


def token_kept(credentials: Credentials) -> Token | None:
    """None: none is kept, Redis is away, or it was sealed with an encryption key that has since been replaced."""
    try:
        kept: dict[str, Any] | None = cache.get(credentials.cache_name)
        return Token(unseal(kept["sealed"]), kept["expires_at"]) if kept else None
    except (CannotOpen, RedisError):
        return None


def tokens_valid_until(pairs: Sequence[Credentials]) -> dict[int | None, dt.datetime]:
    """By `pk`, for pairs with a token; one question to the cache."""
    names = {pair.cache_name: pair.pk for pair in pairs}
    return {names[name]: kept["expires_at"] for name, kept in cache.get_many(list(names)).items()}


def tokens_forget(pairs: Sequence[Credentials]) -> None:
    cache.delete_many([pair.cache_name for pair in pairs])
