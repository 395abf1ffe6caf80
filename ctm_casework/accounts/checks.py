"""Loud system checks: a production deployment without its secrets does not start."""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured


@register(Tags.security)
def secrets_are_set(app_configs: Any, **_: Any) -> list[Error]:
    errors = []
    if not _secret_key():
        errors.append(
            Error(
                "SECRET_KEY is unset.",
                hint="Set SECRET_KEY to 50 or more random characters.",
                id="ctm.E001",
            )
        )
    if not settings.CTM_ENCRYPTION_KEYS:
        errors.append(
            Error(
                "CTM_ENCRYPTION_KEYS is unset: API secrets cannot be stored.",
                hint="Set it to one or more Fernet keys, newest first, parted by commas.",
                id="ctm.E002",
            )
        )
    errors += [_unreadable_key(number) for number in _unreadable_keys()]
    if settings.PRODUCTION and not settings.ALLOWED_HOSTS:
        errors.append(
            Error(
                "ALLOWED_HOSTS is unset.",
                hint="Set it to the host names people use, parted by commas.",
                id="ctm.E004",
            )
        )
    return errors


def _secret_key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own way of saying that it is empty
        return ""


def _unreadable_keys() -> list[int]:
    numbers = []
    for number, key in enumerate(settings.CTM_ENCRYPTION_KEYS, start=1):
        try:
            Fernet(key)
        except ValueError:
            numbers.append(number)
    return numbers


def _unreadable_key(number: int) -> Error:
    return Error(
        f"CTM_ENCRYPTION_KEYS: key {number} is not a Fernet key (32 bytes, URL-safe base64).",
        hint="Make one with cryptography.fernet.Fernet.generate_key().",
        id="ctm.E003",
    )
