"""A Plan Request: drafted here, entered in HPMS by a person, answered by CMS, seen in downloads."""

from dataclasses import fields, replace
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q

from complaints import sop
from complaints.models.choices import IssueLevel
from complaints.models.scenarios import CmsDirection
from complaints.models.scenarios import fields as f
from complaints.models.sop_record import SopTransition
from ctm_casework.accounts.access import Action, may
from plan_requests.models.choices import (
    AccessProvided,
    BeneficiaryContacted,
    ReasonCode,
    RequestKind,
    RequestType,
    Status,
)

OPEN = (Status.SUBMITTED, Status.PENDING)


class PlanRequestQuerySet(models.QuerySet["PlanRequest"]):
    def visible_to(self, user: Any) -> Self:
        """Requests made under contracts this person works for; nothing for a role without the right."""
        if not may(user, Action.COMPLAINT_VIEW):
            return self.none()
        return self.filter(assignment__contract__contract_access__user=user)

    def open(self) -> Self:
        """Handed to CMS and not answered."""
        return self.filter(status__in=OPEN)


class PlanRequest(SopTransition):
    """`seen_in_hpms`: made directly in HPMS and known from its download alone.

    `unseen_runs` counts covering downloads that did not show a request handed off."""

    action = sop.Action.SUBMIT_REQUEST

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )  # nobody we know, for one made directly in HPMS
    request_type = f.code(RequestType, "Asked of CMS")
    reason_code = f.code(ReasonCode, "Reason")
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    justification = f.text("Why, for CMS", "SOP G and H, step 1")
    # A
    target_contract_id = models.CharField("Contract it belongs to", max_length=5, blank=True)
    target_org_name = f.text("Organization it belongs to")
    target_unknown = f.tick("The right plan is not known", "SOP A, step 1")
    target_is_affiliate = f.tick("It is one of our subsidiaries", "SOP A, step 3")
    # B
    cms_intervention_reason = f.text("Why CMS must step in", "SOP B, step 1.a")
    access_provided = f.code(AccessProvided, "Access to services provided?", "SOP B, step 1.b")
    beneficiary_contacted = f.code(
        BeneficiaryContacted, "Was the beneficiary contacted?", "SOP B, step 1.c"
    )
    parent_orgs_affected = models.PositiveSmallIntegerField(
        "Parent organizations affected", null=True, blank=True, help_text="SOP B, example 3"
    )
    cms_direction = models.ForeignKey(
        CmsDirection, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="CMS directed it", help_text="SOP B, note 2",
    )  # fmt: skip
    # E, F, I
    internal_changes_made = f.text("Changes made in the plan's own systems", "SOP E, step 3.a")
    exception_reason = f.text("Why the change outside a valid period", "SOP F, step 1")
    request_kind = f.code(RequestKind, "The change takes effect", "SOP F, note 2")
    enrollment_update_needed = f.tick("CMS has to change the enrollment in MARx", "SOP I, note 4")
    marx_updates_text = f.text("Updates needed in MARx", "SOP I, note 4")
    resolution_work_done_on = f.day("Resolution work done", "SOP I, step 4")
    # G
    target_category = f.text("Category wanted", "SOP G, step 2.b")
    target_subcategory = f.text("Subcategory wanted", "SOP G, step 2.b")
    evident_in_summary = f.tick("The summary plainly shows the misfiling", "SOP G, note 2")
    # H
    requested_issue_level = f.code(IssueLevel, "Level wanted", "SOP H, step 2")
    originally_incorrect = f.tick("The level was wrong from the start", "SOP H, note 3")
    evidence_text = f.text("What shows that", "SOP H, note 3")

    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    seen_in_hpms = models.BooleanField(default=False, editable=False)
    first_seen_at = models.DateTimeField(null=True, editable=False)
    unseen_runs = models.PositiveSmallIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = PlanRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint", "request_type"],
                condition=Q(status__in=[Status.SUBMITTED, Status.PENDING]),
                name="one_open_request_per_type",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["status", "submitted_at"])]

    def __str__(self) -> str:
        return f"{self.get_request_type_display()} request {self.pk} of {self.complaint_id}"

    def as_facts(self) -> sop.RequestFacts:
        """The request as the SOP reads it; days are those of the contract's time zone."""
        named = {field.name for field in self._meta.get_fields()}
        copied = {
            f.name: getattr(self, f.name) for f in fields(sop.RequestFacts) if f.name in named
        }
        return replace(sop.RequestFacts(**copied), **self._told())

    def _told(self) -> dict[str, Any]:
        """What the facts hold that is no field of the same name."""
        zone = ZoneInfo(self.complaint.contract.zone)
        decision = next(reversed(self.decisions.all()), None) if self.pk else None
        direction = self.cms_direction
        return {
            "drafted_on": self.created_at.astimezone(zone).date() if self.created_at else None,
            "submitted_on": self.submitted_at.astimezone(zone).date()
            if self.submitted_at
            else None,
            "decided_on": decision.decided_on if decision else None,
            "instructions": decision.instructions if decision else "",
            "instructions_read": bool(decision and hasattr(decision, "read")),
            "directed_by_cms": direction is not None,
            "cms_direction_reference": direction.reference if direction else "",
        }

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        return replace(case, request=self.as_facts())
