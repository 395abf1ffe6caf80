"""Records of a download that could not be read."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from hpms_sync.models.runs import DownloadRun


class QuarantinedRecord(models.Model):
    """A record whose identity or a date cannot be read: kept whole, applied nowhere, shown until mended.

    A later download that brings the same complaint settles it, and two hours apart that lack it. What a
    person answered (mended it, put it aside) holds for this very record as often as it comes again:
    it is not told anew. As soon as HPMS sends another version, that one counts."""

    class Answer(models.TextChoices):
        MENDED = "MENDED", "Mended"
        READ = "READ", "Read again"
        DISMISSED = "DISMISSED", "Put aside"

    run = models.ForeignKey(DownloadRun, models.PROTECT, related_name="quarantined")
    # As it came; blank where what came looks like no id: it may be a name.
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
    # What a person did about it. Downloads write rows without naming these columns.
    answer = models.CharField(max_length=9, choices=Answer, blank=True, db_default="")
    answer_reason = models.CharField(max_length=300, blank=True, db_default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answered_in = models.ForeignKey(
        DownloadRun,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="The run that applied it.",
    )
    mended = models.JSONField(
        null=True, help_text="What was mended: column, old, new. PHI, as the record itself."
    )

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
