from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from complaints.models.complaint import Complaint


class RuleAcknowledgement(models.Model):
    """A WARNING that a person read and went past, with the reason.

    `record_id` is the key of the record that `action` made, `record_kind` the name of its model;
    `facts_digest` seals the facts the rule had read (without today's date)."""

    REASON_MIN = 10

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="acknowledgements")
    action = models.CharField(max_length=20)
    record_kind = models.CharField(max_length=40, db_default="")
    record_id = models.BigIntegerField()
    rule = models.CharField(max_length=60)
    reason = models.TextField()
    facts_digest = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.rule} on {self.complaint_id}"
