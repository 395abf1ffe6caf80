"""API keys: an HPMS key, its environment, its sealed secret, its contracts."""

from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from ctm_casework.accounts.models import Contract
from hpms_sync.sealing import seal, unseal

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def _is_address(value: str) -> None:
    """http or https and a host; a host of one word is fine, as inside a container network."""
    address = urlsplit(value)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise ValidationError("This is no address. Use one such as https://hpms.cms.gov.")


class ApiKey(models.Model):
    """An HPMS API key: an id that may be shared, a secret that is sealed and never shown, its contracts."""

    class Environment(models.TextChoices):
        SANDBOX = "sandbox", "Sandbox"
        PRODUCTION = "production", "Production"

    name = models.CharField(max_length=80, unique=True)
    environment = models.CharField(max_length=10, choices=Environment)
    base_url = models.CharField(
        max_length=200,
        blank=True,
        validators=[_is_address],
        help_text="Blank: the environment's own address.",
    )
    key_id = models.CharField(max_length=200)
    sealed_secret = models.BinaryField(editable=False)
    contracts = models.ManyToManyField(Contract, related_name="api_keys")
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    trouble = models.CharField(
        max_length=300,
        blank=True,
        help_text="What HPMS last had against this key; blank when well.",
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = "API key"

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        own = {"sandbox": settings.HPMS_SANDBOX_URL, "production": settings.HPMS_PRODUCTION_URL}
        return (self.base_url or own[self.environment]).rstrip("/")

    def clean(self) -> None:
        address = urlsplit(self.url)
        in_clear = address.scheme != "https" and address.hostname not in LOOPBACK
        if self.environment == self.Environment.PRODUCTION and in_clear:
            reason = "A production key needs an https address: casework is PHI. Correct it."
            raise ValidationError({"base_url": reason})

    def keep_secret(self, secret: str) -> None:
        self.sealed_secret = seal(secret)

    def secret(self) -> str:
        return unseal(bytes(self.sealed_secret))
