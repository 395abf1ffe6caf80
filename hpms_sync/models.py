"""What the sync keeps: API keys, download runs, and records that could not be read."""

from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

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


class DownloadRun(models.Model):
    """One download by one key: what was asked, how it went, what it covered."""

    class State(models.TextChoices):
        RUNNING = "RUNNING", "Running"
        COMPLETE = "COMPLETE", "Complete"
        FAILED = "FAILED", "Failed"

    key = models.ForeignKey(ApiKey, models.PROTECT, related_name="runs")
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    contracts = ArrayField(models.CharField(max_length=5), help_text="Asked for.")
    open_from = models.DateField(help_text="dateFrom of the request for open complaints.")
    resolved_from = models.DateField(help_text="dateFrom of the request for resolved ones.")
    started_at = models.DateTimeField(help_text="When the first request began.")
    lease_until = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    covered_contracts = ArrayField(
        models.CharField(max_length=5),
        default=list,
        help_text="Contracts for which absence from this run is evidence.",
    )
    counts = models.JSONField(
        default=dict, help_text="records, new, changed, unchanged, late, quarantined"
    )
    timings = models.JSONField(default=dict, help_text="Seconds by step.")
    error = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state="RUNNING"), name="one_running_download_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"download {self.pk}"


class QuarantinedRecord(models.Model):
    """A record whose identity or a date cannot be read: kept whole, applied nowhere, shown until mended.

    A later download that brings the same complaint settles it, and two hours apart that lack it."""

    run = models.ForeignKey(DownloadRun, models.PROTECT, related_name="quarantined")
    complaint_id = models.CharField(max_length=50, blank=True, help_text="As it came.")
    contract_id = models.CharField(max_length=50, blank=True, help_text="As it came.")
    raw = models.JSONField(help_text="The record as it came.")
    digest = models.BinaryField(max_length=32)
    column = models.CharField(max_length=60)
    rule = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, help_text="What is wrong and what to do; no PHI.")
    first_seen_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["digest"],
                condition=Q(settled_at=None),
                name="one_row_per_unreadable_record",
            )
        ]

    def __str__(self) -> str:
        return f"{self.column}: {self.reason}"
