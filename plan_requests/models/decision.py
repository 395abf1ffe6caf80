from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from django.conf import settings
from django.db import models

from complaints import sop
from complaints.models import Complaint
from complaints.models.scenarios import fields as f
from complaints.models.sop_record import SopRecord
from plan_requests.models.choices import PLAN_KEEPS_WORKING, Answer, RequestType, Status
from plan_requests.models.plan_request import PlanRequest


class CmsDecision(SopRecord):
    """CMS's answer to a Plan Request: read from a download, or written down by a person.

    The indicator carries no date: `decided_on` is the day of the download, or the one entered."""

    action = sop.Action.RECORD_DECISION

    author = models.ForeignKey(  # type: ignore[assignment]
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )  # nobody we know, for one read from a download
    request = models.ForeignKey(PlanRequest, models.PROTECT, related_name="decisions")
    status = models.CharField("CMS's answer", max_length=8, choices=Answer)
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

    def clean(self) -> None:
        # Behind the complaint's lock: a download or a colleague may have been first.
        if self.pk is None and self.request_id:
            self.request.refresh_from_db()
        super().clean()

    def enact(self) -> None:
        """The request moves with the answer; an agreed CMS Issue takes the case from the plan."""
        self.request.decided(Status(self.status))
        if cms_takes_it(self.request, self.complaint.category_lead):
            Complaint.objects.filter(pk=self.complaint_id, with_cms_since=None).update(
                with_cms_since=self.decided_on
            )

    def _value_errors(self) -> dict[str, list[str]]:
        errors = super()._value_errors()
        for name, message in self._refusals():
            errors.setdefault(name, []).append(message)
        return errors

    def _refusals(self) -> Iterator[tuple[str, str]]:
        if not self.request.is_open:
            state = self.request.status_words
            yield "request", f"CMS can only answer what was handed off: this one is {state}."
        contract = self.complaint.contract
        if self.decided_on is None:
            yield "decided_on", "Enter the day on which CMS decided."
        elif isinstance(self.decided_on, str):
            return  # no date: clean_fields says so
        elif self.decided_on > contract.today:
            yield "decided_on", "CMS cannot have decided after today: correct the day."
        elif (asked := self.request.submitted_on) and self.decided_on < asked:
            yield "decided_on", "CMS cannot have decided before the request was handed off."


class InstructionsRead(models.Model):
    """Somebody read what CMS wrote with its answer: the task it opened is done."""

    decision = models.OneToOneField(CmsDecision, models.PROTECT, related_name="read")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"decision {self.decision_id} read"


def cms_takes_it(request: PlanRequest, category_lead: str) -> bool:
    """Whether the case goes to CMS with this request as it stands (B.2.a, trap 17).

    The reason decides. Of one made directly in HPMS nobody here knows it: then CMS must also be shown as
    the lead, because hiding a case that the plan has to work is the worse mistake."""
    if (request.request_type, request.status) != (RequestType.CMS_ISSUE, Status.APPROVED):
        return False
    if request.reason_code:
        return request.reason_code not in PLAN_KEEPS_WORKING
    return category_lead.strip().upper() == "CMS"
