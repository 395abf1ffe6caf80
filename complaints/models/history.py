from typing import ClassVar

import pgtrigger
from django.db import models

from complaints.models.complaint import Complaint


class ComplaintChange(models.Model):
    """One column of one complaint that a download showed changed. Append-only.

    `download_run` is the key of hpms_sync's run: a number, because complaints knows nothing of the sync."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="changes")
    column = models.CharField(max_length=50, help_text="Model field name; blank: first seen.")
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    seen_at = models.DateTimeField()
    download_run = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["seen_at"], condition=models.Q(column="comments"), name="comments_by_day"
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.column}"
