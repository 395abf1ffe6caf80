from dataclasses import replace
from typing import ClassVar

from django.conf import settings
from django.db import models

from complaints import sop
from complaints.models.choices import RequestStatus
from complaints.models.scenarios import fields as f
from complaints.models.sop_record import SopRecord
from plan_requests.models.plan_request import PlanRequest


class CmsDecision(SopRecord):
    """CMS's answer to a Plan Request: read from a download, or written down by a person.

    The indicator carries no date: `decided_on` is the day of the download, or the one entered."""

    action = sop.Action.RECORD_DECISION

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )  # nobody we know, for one read from a download
    request = models.ForeignKey(PlanRequest, models.PROTECT, related_name="decisions")
    status = models.CharField(
        "CMS's answer",
        max_length=8,
        choices=[c for c in RequestStatus.choices if c[0] != "PENDING"],
    )
    decided_on = f.day("Decided")
    instructions = f.text("CMS's words", "SOP B, step 2.b")
    download_run = models.BigIntegerField(null=True, editable=False)

    class Meta(SopRecord.Meta):
        verbose_name = "decision by CMS"

    def __str__(self) -> str:
        return f"decision {self.pk} on request {self.request_id}"

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        decision = sop.DecisionFacts(
            request_type=self.request.request_type,
            reason_code=self.request.reason_code,
            status=self.status,
            decided_on=self.decided_on,
            instructions=self.instructions,
        )
        return replace(case, decision=decision)


class InstructionsRead(models.Model):
    """Somebody read what CMS wrote with its answer: the task it opened is done."""

    decision = models.OneToOneField(CmsDecision, models.PROTECT, related_name="read")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"decision {self.decision_id} read"
