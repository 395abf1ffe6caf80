from typing import ClassVar

from django.db import models
from django.db.models import Q

from complaints.models.complaint import Complaint


class Reminder(models.Model):
    """What the SOP wants done on a complaint by a day: the answers of `sop.timers`, stored.

    Rewritten with the stored columns on each event; never edited by hand. `since` is the day on which it
    first came up."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="reminders")
    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True)
    due_on = models.DateField()
    words = models.CharField(max_length=200)
    outlives_closing = models.BooleanField(default=False)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["due_on", "rule", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint", "rule", "subject"], name="one_reminder_per_rule_and_subject"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"]),
            models.Index(
                fields=["due_on"], condition=Q(outlives_closing=True), name="promises_by_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} of {self.complaint_id} by {self.due_on}"
