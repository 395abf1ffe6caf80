"""Records of a download that could not be read."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hpms_sync.models.runs import DownloadRun


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
