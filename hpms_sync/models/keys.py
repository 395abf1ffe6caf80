"""API keys: an HPMS key, its environment, its contracts, who answers for it, its ids and sealed secrets."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ExpressionWrapper, Q

from ctm_casework.accounts.models import Contract, User

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def _is_address(value: str) -> None:
    """http or https and a host; a host of one word is fine, as inside a container network."""
    address = urlsplit(value)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise ValidationError("This is no address. Use one such as https://hpms.cms.gov.")


class ApiKey(models.Model):
    """An HPMS API key and who answers for it (CMS memo of September 6, 2024). What HPMS issued for it, the
    id that may be shared and the secret that is never shown, are its credentials: they rotate, it stays."""

    class Environment(models.TextChoices):
        SANDBOX = "sandbox", "Sandbox"
        PRODUCTION = "production", "Production"

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE", "Active"
        STOPPED = "STOPPED", "Stopped"
        DEACTIVATED = "DEACTIVATED", "Deactivated"
        COMPROMISED = "COMPROMISED", "Compromised"

    name = models.CharField(max_length=80, unique=True)
    environment = models.CharField(max_length=10, choices=Environment)
    base_url = models.CharField(
        max_length=200,
        blank=True,
        validators=[_is_address],
        help_text="Blank: the environment's own address.",
    )
    contracts = models.ManyToManyField(Contract, related_name="api_keys")
    status = models.CharField(max_length=11, choices=Status, default=Status.ACTIVE)
    active = models.GeneratedField(
        expression=ExpressionWrapper(Q(status="ACTIVE"), output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    responsible_party = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="keys_answered_for",
        help_text="Named once: a key may not be handed to another person.",
    )
    technical_name = models.CharField("technical point of contact", max_length=120, blank=True)
    technical_email = models.EmailField("e-mail", blank=True)
    technical_phone = models.CharField("phone", max_length=40, blank=True)
    technical_has_access = models.BooleanField(
        "has HPMS access, with these contracts and the CTM module", default=False
    )
    rotation_expected_on = models.DateField("rotation expected on", null=True, blank=True)
    token_source_url = models.CharField(
        "token source",
        max_length=300,
        blank=True,
        validators=[_is_address],
        help_text="Where tokens come from when the secret is kept outside; blank: from HPMS.",
    )
    sealed_source_credential = models.BinaryField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    trouble = models.CharField(
        max_length=300,
        blank=True,
        help_text="What HPMS last had against this key; blank when well.",
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = "API key"
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="environment_stays", fields=["environment"]),
            pgtrigger.Protect(
                name="not_transferable",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__responsible_party__isnull=False)
                & pgtrigger.Q(old__responsible_party__df=pgtrigger.F("new__responsible_party")),
            ),
            pgtrigger.FSM(
                name="an_end_is_an_end",
                field="status",
                transitions=[
                    ("ACTIVE", "STOPPED"),
                    ("STOPPED", "ACTIVE"),
                    ("ACTIVE", "DEACTIVATED"),
                    ("STOPPED", "DEACTIVATED"),
                    ("ACTIVE", "COMPROMISED"),
                    ("STOPPED", "COMPROMISED"),
                    ("DEACTIVATED", "COMPROMISED"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return (self.base_url or _own_address(self.environment)).rstrip("/")

    @property
    def ended(self) -> bool:
        """Deactivated for good, compromised or not."""
        return self.status in {self.Status.DEACTIVATED, self.Status.COMPROMISED}

    @property
    def why_stopped(self) -> str:
        """Of a stopped key: what HPMS had against it, or that it never had a pair."""
        waits = "It waits for its id and secret: the responsible party enters them."
        return self.trouble or waits

    @property
    def present(self) -> "KeyCredential | None":
        """The credential HPMS took last; before any call, the newest. None when all are retired."""
        live = [one for one in self.credentials.all() if one.retired_at is None]
        worked = [one for one in live if one.worked_at]
        return max(worked or live, key=lambda one: one.pk, default=None)

    @property
    def key_id(self) -> str:
        """HPMS's id of the key, which may be shared; of an ended key its last, "" before one is entered."""
        known = self.present or next(iter(self.credentials.all()), None)
        return known.key_id if known else ""

    def clean(self) -> None:
        wrong: dict[str, str] = {}
        if self.environment == self.Environment.PRODUCTION and _in_clear(self.url):
            wrong["base_url"] = (
                "A production key needs an https address: casework is PHI. Correct it."
            )
        if other := _address_of_the_other(self):
            wrong["base_url"] = (
                f"This is the address of {other}. Keys work in one environment only."
            )
        if self.token_source_url and _in_clear(self.token_source_url):
            wrong["token_source_url"] = "A token source needs an https address. Correct it."  # noqa: S105  no password
        if self.technical_name and not (self.technical_email or self.technical_phone):
            wrong["technical_email"] = (
                "Say how the technical point of contact is reached: e-mail or phone."
            )
        wrong |= self._against_transfer()
        if wrong:
            raise ValidationError(wrong)

    def _against_transfer(self) -> dict[str, str]:
        if self.pk is None:
            return {}
        was = ApiKey.objects.filter(pk=self.pk).values_list("responsible_party", flat=True).first()
        if was is None or was == self.responsible_party_id:
            return {}
        return {
            "responsible_party": "An API key may not be transferred to another person. "
            "Request a new key in HPMS, add it here, and deactivate this one."
        }


class KeyCredential(models.Model):
    """An id and secret that HPMS issued for a key. At a rotation old and new live side by side until the
    new one has worked; a retired one keeps its id, not its secret. Without a secret from the beginning:
    tokens come from the key's token source."""

    api_key = models.ForeignKey(ApiKey, models.CASCADE, related_name="credentials")
    key_id = models.CharField(max_length=200)
    sealed_secret = models.BinaryField(null=True, editable=False)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    worked_at = models.DateTimeField(null=True, blank=True, help_text="When HPMS last took it.")
    refused_at = models.DateTimeField(
        null=True, blank=True, help_text="When HPMS last refused it, if since."
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(sealed_secret=None),
                name="retired_without_its_secret",
            )
        ]

    def __str__(self) -> str:
        return self.key_id


class KeyChange(models.Model):
    """What was done to a key, when and by whom; `by` null: a command, or the application itself."""

    key = models.ForeignKey(ApiKey, models.PROTECT, related_name="changes")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["-pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.words


def _own_address(environment: str) -> str:
    own: dict[str, Any] = {
        "sandbox": settings.HPMS_SANDBOX_URL,
        "production": settings.HPMS_PRODUCTION_URL,
    }
    return own.get(environment, "")


def _in_clear(url: str) -> bool:
    address = urlsplit(url)
    return address.scheme != "https" and address.hostname not in LOOPBACK


def _address_of_the_other(key: ApiKey) -> str:
    """The label of the other environment when the key's address is that one's own."""
    for value, label in ApiKey.Environment.choices:
        own = urlsplit(_own_address(value)).hostname
        if value != key.environment and key.base_url and urlsplit(key.base_url).hostname == own:
            mine = urlsplit(_own_address(key.environment)).hostname
            return "" if mine == own else str(label).lower()
    return ""
