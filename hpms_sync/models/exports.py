"""Upload files: which rows stand in which, and what a person says HPMS answered."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from hpms_sync.models.keys import ApiKey

ANSWERABLE = (UploadState.EXPORTED, UploadState.UNCERTAIN)


class UploadExport(models.Model):
    """One upload file. Its text is not kept: it is made again, byte for byte, from its rows' payloads."""

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    environment = models.CharField(max_length=10, choices=ApiKey.Environment)
    contracts = ArrayField(models.CharField(max_length=5))
    file_name = models.CharField(max_length=120)
    sha256 = models.BinaryField(max_length=32, help_text="Of the file's bytes.")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class ExportedUpload(models.Model):
    """One row of an upload file, and its answer, blank until a person gives it."""

    class Answer(models.TextChoices):
        SAVED = "SAVED", "Casework Saved"
        NO_SUCH_CASE = "NO_SUCH_CASE", "The specified case does not exist."
        REFUSED = "REFUSED", "Another message"
        NOT_SENT = "NOT_SENT", "Not uploaded: back to the queue"
        UNKNOWN = "UNKNOWN", "Uploaded, answer unknown: let the downloads tell"

    export = models.ForeignKey(UploadExport, models.CASCADE, related_name="rows")
    upload = models.ForeignKey(CaseworkUpload, models.PROTECT, related_name="exports")
    line = models.PositiveIntegerField(help_text="Line of the file, 1 first.")
    attempt = models.UUIDField(help_text="The attempt this line of the file is.")
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["export", "line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["export", "line"], name="one_upload_per_line"),
            models.UniqueConstraint(
                fields=["upload"], condition=Q(answer=""), name="one_unanswered_file_per_upload"
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line} of {self.export_id}"

    @property
    def open(self) -> bool:
        """Whether an answer may still be given: nobody has, and no download has shown the note meanwhile.
        One left to the downloads may still come while they have not told."""
        said = self.answer in ("", self.Answer.UNKNOWN)
        return said and self.upload.state in ANSWERABLE and self.upload.attempt == self.attempt
