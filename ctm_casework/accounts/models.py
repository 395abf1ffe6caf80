"""The ground: organisations, contracts, people, contract access, and the log of who saw whose data."""

import zoneinfo
from datetime import date, datetime
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from ctm_casework.accounts.access import Action, Role, may


def _known_time_zone(name: str) -> None:
    if name and name not in zoneinfo.available_timezones():
        raise ValidationError(
            f"{name!r} is not a time zone. Use an IANA name such as America/Chicago."
        )


class ParentOrganization(models.Model):
    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """A CMS contract, the unit of access and of the clock's time zone."""

    class PlanType(models.TextChoices):
        MAO = "MAO", "Medicare Advantage"
        PDP = "PDP", "Prescription Drug Plan"
        PACE = "PACE", "PACE"
        MMP = "MMP", "Medicare-Medicaid Plan"
        COST = "COST", "Cost"
        DEMO = "DEMO", "Demonstration"

    contract_id = models.CharField(
        max_length=5,
        primary_key=True,
        validators=[
            RegexValidator(
                r"^[A-Z][A-Z0-9]{4}$",
                "A contract id is a capital letter and 4 letters or digits, such as H1234.",
            )
        ],
    )
    name = models.CharField(max_length=200, blank=True)
    plan_type = models.CharField(max_length=4, choices=PlanType, blank=True)
    parent = models.ForeignKey(
        ParentOrganization, models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    time_zone = models.CharField(max_length=40, blank=True, validators=[_known_time_zone])

    class Meta:
        ordering: ClassVar = ["contract_id"]

    def __str__(self) -> str:
        return self.contract_id

    @property
    def plan_type_words(self) -> str:
        return self.get_plan_type_display() if self.plan_type else "plan type not set"

    @property
    def zone(self) -> str:
        """IANA name of the zone in which this contract's "today" and "11:59 PM" are read."""
        return self.time_zone or settings.TIME_ZONE

    @property
    def today(self) -> date:
        return datetime.now(zoneinfo.ZoneInfo(self.zone)).date()


class User(AbstractUser):
    role = models.CharField(max_length=20, choices=Role)
    contracts = models.ManyToManyField(Contract, through="ContractAccess", related_name="users")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def may(self, action: Action) -> bool:
        return may(self, action)


class ContractAccess(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="contract_access")
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="contract_access")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "contract"], name="one_access_per_contract")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.contract_id}"


class AccessLog(models.Model):
    """One row for each look at complaints' PHI; a list is one row with the ids shown.

    Complaint ids are text without a foreign key, so that the log outlives what it speaks of."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    door = models.CharField(max_length=60, help_text="The route looked through, by its name.")
    complaint_ids = ArrayField(models.CharField(max_length=11))

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["user", "-at"])]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.door} by {self.user_id}"

    @classmethod
    def record(cls, user: "User", door: str, complaint_ids: list[str]) -> None:
        if complaint_ids:
            cls.objects.create(user=user, door=door, complaint_ids=complaint_ids)
