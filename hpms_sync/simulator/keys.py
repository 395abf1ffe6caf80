"""API keys and tokens: who may call, and for which contracts."""

from __future__ import annotations

import hmac
import json
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass

from .clock import Clock
from .database import Database


@dataclass(frozen=True)
class ApiKey:
    key_id: str
    secret: str
    contracts: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> ApiKey:
        """'SIMKEY01:secret:H1234,S4802', the form of the --key flag. ValueError when it isn't."""
        key_id, secret, contracts = text.split(":")
        found = tuple(part.strip() for part in contracts.split(",") if part.strip())
        if not (key_id and secret and found):
            raise ValueError(text)
        return cls(key_id, secret, found)


# Made up for the simulator; they open nothing else.
SANDBOX_KEYS = (
    ApiKey("SIMKEY01", "simulator-secret-01", ("H1234", "H5678", "S4802")),
    ApiKey("SIMKEY02", "simulator-secret-02", ("H9999",)),
)


class Keys:
    def __init__(self, database: Database, token_seconds: float, clock: Clock) -> None:
        self._database = database
        self._token_seconds = token_seconds
        self._clock = clock
        self._off_until = 0.0

    def add_all(self, keys: Iterable[ApiKey]) -> None:
        for key in keys:
            self._database.run(
                "INSERT OR REPLACE INTO api_keys VALUES (?, ?, ?, 1)",
                (key.key_id, key.secret, json.dumps(key.contracts)),
            )

    def issue_token(self, key_id: object, secret: object) -> str | None:
        """A fresh token, or None when id and secret don't belong to an active key."""
        found = self._secret_and_contracts(key_id) if isinstance(key_id, str) else None
        if found is None or not isinstance(secret, str):
            return None
        if not hmac.compare_digest(found[0].encode(), secret.encode()):
            return None
        token = secrets.token_urlsafe(32)
        expires = self._clock.seconds() + self._token_seconds
        self._database.run("INSERT INTO tokens VALUES (?, ?, ?)", (token, key_id, expires))
        return token

    def contracts_for(self, token: str, consumer_id: str) -> tuple[str, ...] | None:
        """The contracts of the call's key, or None when token and consumer id don't fit."""
        rows = self._database.rows(
            "SELECT key_id FROM tokens WHERE token = ? AND expires > ?",
            (token, self._clock.seconds()),
        )
        if not rows or rows[0]["key_id"] != consumer_id:
            return None
        found = self._secret_and_contracts(consumer_id)
        return found[1] if found else None

    def deactivate(self, key_id: str) -> bool:
        return bool(
            self._database.run("UPDATE api_keys SET active = 0 WHERE key_id = ?", (key_id,))
        )

    def rotate(self, key_id: str, new_key_id: str, new_secret: str) -> bool:
        """New id and secret for the same contracts; tokens of the old id die with it."""
        return bool(
            self._database.run(
                "UPDATE api_keys SET key_id = ?, secret = ? WHERE key_id = ?",
                (new_key_id, new_secret, key_id),
            )
        )

    def expire_tokens(self) -> int:
        return self._database.run("DELETE FROM tokens")

    def off_for(self, seconds: float) -> None:
        """No key opens anything for so many seconds; then they do again."""
        self._off_until = time.time() + seconds

    def on_again(self) -> None:
        self._off_until = 0.0

    def known_contracts(self) -> set[str]:
        rows = self._database.rows("SELECT contracts FROM api_keys")
        return {contract for row in rows for contract in json.loads(row["contracts"])}

    def _secret_and_contracts(self, key_id: str) -> tuple[str, tuple[str, ...]] | None:
        if time.time() < self._off_until:
            return None
        rows = self._database.rows(
            "SELECT secret, contracts FROM api_keys WHERE key_id = ? AND active", (key_id,)
        )
        return (rows[0]["secret"], tuple(json.loads(rows[0]["contracts"]))) if rows else None
