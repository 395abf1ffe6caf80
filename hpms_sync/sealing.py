"""Authenticated encryption of secrets at rest. The first key of CTM_ENCRYPTION_KEYS seals; all of them open."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotOpen(Exception):
    """None of the present encryption keys opens what was sealed."""

    def __init__(self) -> None:
        super().__init__(
            "The API secret cannot be opened with the present CTM_ENCRYPTION_KEYS. "
            "Put the key it was sealed with back (last in the list), or enter the secret anew."
        )


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CTM_ENCRYPTION_KEYS])


def seal(secret: str) -> bytes:
    return _keys().encrypt(secret.encode())


def unseal(sealed: bytes) -> str:
    """Raises CannotOpen."""
    try:
        return _keys().decrypt(sealed).decode()
    except InvalidToken:
        raise CannotOpen from None


def reseal(sealed: bytes) -> bytes:
    """The same secret under the first key. Raises CannotOpen."""
    try:
        return _keys().rotate(sealed)
    except InvalidToken:
        raise CannotOpen from None
