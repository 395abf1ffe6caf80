"""What a Plan Request asks of CMS: the fields of SOP A to I, and the words they make."""

from django.db import models

from complaints.models.choices import IssueLevel
from complaints.models.scenarios import CmsDirection
from complaints.models.scenarios import fields as f
from plan_requests.models.choices import (
    AccessProvided,
    BeneficiaryContacted,
    ReasonCode,
    RequestKind,
    RequestType,
)
from plan_requests.note import note_of


class AskedOfCms(models.Model):
    """Which of the fields belong to a type and a reason, `plan_requests.requests.fields` says."""

    request_type = f.code(RequestType, "Asked of CMS")
    reason_code = f.code(ReasonCode, "Reason")
    justification = f.text("Why, for CMS", "SOP G and H, step 1")
    # A
    target_contract_id = models.CharField("Contract it belongs to", max_length=20, blank=True)
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

    class Meta:
        abstract = True

    @property
    def asked_words(self) -> str:
        """In a line: `Contract change to H5678`, `CMS Lead (CMS Issue): Enrollment exception`."""
        to = {
            RequestType.CONTRACT_CHANGE: self.target_contract_id or self.target_org_name,
            RequestType.ISSUE_LEVEL_CHANGE: self.get_requested_issue_level_display(),
            RequestType.CATEGORY_CHANGE: self.target_subcategory,
        }.get(RequestType(self.request_type))
        name = self.get_request_type_display()
        if to:
            return f"{name} to {to}"
        return f"{name}: {self.get_reason_code_display()}" if self.reason_code else name

    @property
    def direction_words(self) -> str:
        """Where CMS directed it, "" where it did not."""
        return self.cms_direction.reference if self.cms_direction else ""

    def note_text(self) -> str:
        """The casework note that tells CMS why, as it is saved with the request."""
        return note_of(self)
