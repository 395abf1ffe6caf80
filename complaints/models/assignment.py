from typing import ClassVar

from django.db import models

from complaints import sop
from complaints.models.complaint import Complaint
from ctm_casework.accounts.models import Contract


class ContractAssignment(models.Model):
    """A stretch in which one contract answers for a complaint: the unit of the clock (SOP T, H.3)."""

    class Reason(models.TextChoices):
        FIRST = "FIRST", "first assignment"
        REOPENED = "T.1.a", "re-opened by CMS"
        LEVEL_RAISED = "T.1.b", "issue level raised"
        CMS_ISSUE = "T.1.c", "CMS Issue set or removed"
        CONTRACT_CHANGED = "T.1.d", "contract changed"
        LEVEL_REQUEST = "H.3", "issue level request approved"
        OTHER = "T.1.other", "new assignment date in HPMS"

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="assignments")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+")
    assigned_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=9, choices=Reason, default=Reason.FIRST)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=models.Q(ended_on=None),
                name="one_live_assignment_per_complaint",
            )
        ]

    def as_facts(self) -> sop.AssignmentFacts:
        return sop.AssignmentFacts(
            self.contract_id, self.assigned_on, self.ended_on, str(self.reason)
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.contract_id} from {self.assigned_on}"
