"""Downloads: what was asked, how it went, what it covered."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hpms_sync.models.keys import ApiKey


class DownloadRun(models.Model):
    """One download, through the API by a key or from a file a person brought: what was asked, how it
    went, what it covered. A file covers nothing: nobody knows what its maker asked for. Neither does a
    record that a person had read again: it is one record of an earlier download, as of then."""

    class Source(models.TextChoices):
        API = "API", "API"
        FILE = "FILE", "Plan download file"
        HAND = "HAND", "Record read again"

    class Purpose(models.TextChoices):
        REGULAR = "REGULAR", "Regular"
        FULL = "FULL", "Nightly, whole"
        BACKFILL = "BACKFILL", "Backfill"
        BY_HAND = "BY_HAND", "Started by hand"

    class State(models.TextChoices):
        RUNNING = "RUNNING", "Running"
        COMPLETE = "COMPLETE", "Complete"
        FAILED = "FAILED", "Failed"

    source = models.CharField(max_length=4, choices=Source, default=Source.API)
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.REGULAR)
    key = models.ForeignKey(ApiKey, models.PROTECT, null=True, related_name="runs")
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who brought the file, or had the record read again.",
    )
    file_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    contracts = ArrayField(models.CharField(max_length=5), help_text="Asked for.")
    open_from = models.DateField(
        null=True, help_text="dateFrom of the request for open complaints."
    )
    resolved_from = models.DateField(
        null=True, help_text="dateFrom of the request for resolved ones."
    )
    date_to = models.DateField(null=True, help_text="dateTo of both requests.")
    started_at = models.DateTimeField(
        help_text="When the first request began, or the file was downloaded from HPMS."
    )
    lease_until = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    covered_contracts = ArrayField(
        models.CharField(max_length=5),
        default=list,
        help_text="Contracts for which absence from this run is evidence.",
    )
    lacked = models.JSONField(
        default=dict,
        help_text="Of contracts whose open complaints are missing in numbers: ids of those, at most 500 each.",
    )
    counts = models.JSONField(
        default=dict, help_text="records, new, changed, unchanged, late, quarantined"
    )
    progress = models.JSONField(
        default=dict, help_text="While it runs: what (words), records (so far)."
    )
    timings = models.JSONField(default=dict, help_text="Seconds by step.")
    error = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state="RUNNING"), name="one_running_download_per_key"
            ),
            models.CheckConstraint(
                condition=Q(source="API", key__isnull=False, open_from__isnull=False)
                | Q(source__in=["FILE", "HAND"], key=None, brought_by__isnull=False),
                name="download_by_a_key_or_brought_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"download {self.pk}"

    @property
    def maker(self) -> str:
        """The key's name, or the file's."""
        return self.key.name if self.key else self.file_name
