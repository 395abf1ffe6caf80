"""What somebody must look at because the sync cannot go on by itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ctm_casework.accounts.models import Contract
from hpms_sync.models.keys import ApiKey


class SyncAlert(models.Model):
    """One trouble, from when it was first seen until it is over. Never PHI: contracts, keys and ids only.

    It belongs to a key or a contract: whoever has one of the key's contracts, or the contract, sees it."""

    class Kind(models.TextChoices):
        KEY_REJECTED = "KEY_REJECTED", "HPMS refuses the key"
        KEY_FLAGGED = "KEY_FLAGGED", "The key's responsible party lost access"
        ROTATION_EXPECTED = "ROTATION_EXPECTED", "Rotation of the key is expected"
        DOWNLOAD_FAILING = "DOWNLOAD_FAILING", "Downloads fail"
        UPLOAD_FAILING = "UPLOAD_FAILING", "Uploads fail"
        NOTHING_CAME = "NOTHING_CAME", "Known complaints are missing in numbers"
        LAYOUT_CHANGED = "LAYOUT_CHANGED", "HPMS's layout changed"
        UNREADABLE = "UNREADABLE", "A record cannot be read"
        OUT_OF_VIEW = "OUT_OF_VIEW", "Out of view without a known cause"
        RESOLUTION_AT_RISK = "RESOLUTION_AT_RISK", "Resolution not accepted yet, due today"
        NOT_TAKEN = "NOT_TAKEN", "HPMS accepted it and does not show it"

    kind = models.CharField(max_length=20, choices=Kind)
    key = models.ForeignKey(ApiKey, models.CASCADE, null=True, related_name="alerts")
    contract = models.ForeignKey(Contract, models.CASCADE, null=True, related_name="+")
    complaint_id = models.CharField(max_length=11, blank=True)
    words = models.CharField(max_length=300, help_text="What is wrong and what to do; no PHI.")
    raised_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True, help_text="When it went out by mail.")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "key", "contract", "complaint_id"],
                condition=Q(ended_at=None),
                name="one_alert_per_trouble",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(key__isnull=False) | Q(contract__isnull=False),
                name="alert_belongs_to_a_key_or_a_contract",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}"
