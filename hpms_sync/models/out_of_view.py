"""Open complaints that downloads bring no more: misses, and the ledger of what went out of view."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from complaints.models import Complaint
from complaints.models.choices import ClockState
from ctm_casework.accounts.access import Action, may
from ctm_casework.accounts.models import Contract
from hpms_sync.models.runs import DownloadRun
from plan_requests.models import PlanRequest


class Miss(models.Model):
    """An open complaint that a covering download lacked: one row from the first such download until the
    complaint is seen again. Nothing is written for complaints that came, nor for further misses."""

    complaint = models.OneToOneField(Complaint, models.CASCADE, primary_key=True, related_name="+")
    run = models.ForeignKey(DownloadRun, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.complaint_id} missed since {self.run}"


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    def visible_to(self, user: Any) -> Self:
        """Entries of the contracts this person works for; nothing for a role without the right."""
        if not may(user, Action.COMPLAINT_VIEW):
            return self.none()
        return self.filter(contract__contract_access__user=user)

    def standing(self) -> Self:
        """Of what is still out of view."""
        return self.filter(seen_again_at=None, called_back_at=None)

    def unexplained(self) -> Self:
        """Still out of view, without a known cause, and nobody has said what became of it."""
        return self.standing().filter(confirmed_at=None).exclude(cause__in=KNOWN)


class LedgerEntry(models.Model):
    """A complaint that went out of view: since when, its clock as it left, why, and what was said of it.

    The frozen copy is the complaint's own row, which nothing changes while HPMS does not show it."""

    class Cause(models.TextChoices):
        CMS_TOOK_IT = "CMS_TOOK_IT", "CMS agreed to take it"
        MOVED = "MOVED", "CMS agreed to move it to another contract"
        CMS_ASKED = "CMS_ASKED", "CMS was asked to take it and has not answered"
        MOVE_ASKED = "MOVE_ASKED", "CMS was asked to move it and has not answered"
        UNKNOWN = "UNKNOWN", "No known cause"

    class Answer(models.TextChoices):
        CMS_TOOK_IT = "CMS_TOOK_IT", "CMS took it"
        MOVED = "MOVED", "It moved to another contract"
        GONE = "GONE", "It is gone from HPMS for another reason"

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="ledger_entries")
    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="+", help_text="It was under when it left."
    )
    since = models.DateTimeField(help_text="When the first download began that lacked it.")
    proven_at = models.DateTimeField(help_text="When the second one began, hours later.")
    cause = models.CharField(max_length=11, choices=Cause, default=Cause.UNKNOWN)
    request = models.ForeignKey(
        PlanRequest,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="The Plan Request that is the cause, or probably is: who asked.",
    )
    due_on = models.DateField(null=True, help_text="As it left.")
    clock_state = models.CharField(max_length=7, choices=ClockState)
    clock_words = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=11, choices=Answer, blank=True)
    reason = models.TextField(blank=True, help_text="What the person saw.")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    seen_again_at = models.DateTimeField(
        null=True, help_text="When the download began that brought it back."
    )
    called_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who said that HPMS shows it to the plan after all.",
    )
    called_back_at = models.DateTimeField(null=True)
    called_back_reason = models.TextField(blank=True)

    objects: ClassVar = LedgerEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name_plural = "ledger entries"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(seen_again_at=None, called_back_at=None),
                name="one_standing_ledger_entry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} out of view"

    @property
    def stands(self) -> bool:
        return self.seen_again_at is None and self.called_back_at is None

    @property
    def cause_known(self) -> bool:
        return self.cause in KNOWN

    @property
    def unexplained(self) -> bool:
        """A person has to look in HPMS and say what became of it."""
        return self.stands and not self.cause_known and self.confirmed_at is None


KNOWN = (LedgerEntry.Cause.CMS_TOOK_IT, LedgerEntry.Cause.MOVED)
