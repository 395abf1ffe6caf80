"""Plan downloads a person has brought, kept from the preview until they are applied."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from hpms_sync.models.runs import DownloadRun


class PlanFile(models.Model):
    """A plan download between its preview and its end. PHI stands in its portions alone."""

    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    contracts = ArrayField(
        models.CharField(max_length=5), default=list, help_text="For which it is taken in."
    )
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    downloaded_at = models.DateTimeField(help_text="When the file was downloaded from HPMS.")
    layout_version = models.CharField(
        max_length=10, blank=True, help_text="Named by the person, for a file without headings."
    )
    preview = models.JSONField(default=dict, help_text="Counts, rules and line numbers; no PHI.")
    run = models.OneToOneField(
        DownloadRun, models.SET_NULL, null=True, related_name="plan_file", help_text="Once applied."
    )

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class PlanFilePortion(models.Model):
    """A piece of the file's bytes. The table is unlogged: it is in no backup and no replica, and a crash
    of the database empties it; then the file is brought again."""

    plan_file = models.ForeignKey(PlanFile, models.CASCADE, related_name="portions")
    place = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan_file", "place"], name="one_portion_per_place")
        ]

    def __str__(self) -> str:
        return f"portion {self.place} of {self.plan_file_id}"
