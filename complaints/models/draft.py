from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from complaints.models.complaint import Complaint

LONGEST = (
    20_000  # characters of one field: more than HPMS takes, so that too long a text is kept too
)


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, user: Any, complaint: Complaint, form: str) -> "DraftQuerySet":
        """The one of this person in this form, or none."""
        return self.filter(user=user, complaint=complaint, form=form)


class Draft(models.Model):
    """What somebody typed into a form and has not saved. Nobody else sees it; saving the form removes it."""

    class Form(models.TextChoices):
        NOTE = "note"
        RESOLVE = "resolve"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="+")
    form = models.CharField(max_length=7, choices=Form)
    values = models.JSONField(help_text="What stands in each field, by its name.")
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = DraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "complaint", "form"], name="one_draft_of_each_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} of {self.complaint_id}"
