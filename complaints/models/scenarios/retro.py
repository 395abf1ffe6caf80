from dataclasses import replace

from django.db import models

from complaints import sop
from complaints.models.scenario_record import ScenarioRecord, TellsInNote
from complaints.models.scenarios import fields as f
from complaints.models.sop_record import SopRecord


class OutsideGuidance(models.TextChoices):
    TIMELINESS = "TIMELINESS", "Too late"
    PLAN_ERROR = "PLAN_ERROR", "Plan error"
    MISSING_DOCUMENTS = "MISSING_DOCUMENTS", "Documents are missing"


class RetroRequest(ScenarioRecord):
    """A retroactive enrollment (SOP D) or disenrollment (SOP E), as investigated so far."""

    fact, fact_kind = "retro", sop.RetroFacts

    retro_request_valid = f.answer("Is the request valid?", "SOP D and E, step 1")
    requested_effective_date = f.day("Effective date asked for", "SOP D, step 3")
    plan_can_update_marx = f.answer("Can the plan update MARx?", "SOP D, step 2; E, step 2")
    marx_updated_on = f.day("MARx updated", "SOP D, step 1.b")
    plan_system_updated_on = f.day("Plan's system updated", "SOP D, step 1.b")
    plan_system_effective_date = f.day("Effective in the plan's system", "SOP D, note 4")
    meets_rpc_requirements = f.answer("Meets the RPC's requirements?", "SOP D, step 3")
    outside_guidance_reason = f.code(OutsideGuidance, "Outside guidance because", "SOP D, step 2")
    reinstatement_after_new_enrollment = f.tick("Back to a former plan", "SOP D, note 7")
    new_enrollment_cancelled_on = f.day("New enrollment canceled", "SOP D, note 7")
    entitlement_notice_date = f.day("Notice of Part A or B entitlement given", "SOP D, note 10")
    entitlement_updated_in_cms = f.tick("CMS's systems show the entitlement", "SOP D, note 10")
    employer_group_opt_out = f.tick("Opt-out because of employer group cover", "SOP E, step 3")
    internal_changes_made = f.text("Changes made in the plan's own systems", "SOP E, step 3.a")
    told_one_month = f.tick("Told: up to one month in CMS's systems", "SOP D, note 1")

    class Meta(ScenarioRecord.Meta):
        verbose_name = "retroactive request"


class RpcSubmission(TellsInNote):
    """A request sent to the Retro-Processing Center, told in a casework note (SOP D, step 2)."""

    action = sop.Action.RECORD_RPC

    submitted_on = f.day("Sent to the RPC", "SOP D, step 2.a")
    reference = f.text("RPC's reference")
    documentation_complete = f.tick("Required documents are with it", "SOP D, step 2")
    cms_authorization_text = f.text("CMS's written authorization, from Comments", "SOP D, step 3.a")
    cms_authorization_date = f.day("Date of the authorization", "SOP D, step 3.a")
    for_bae = f.tick("Asks for the LIS of a BAE worksheet", "SOP N, step 5")
    worksheet_attached = f.tick("The worksheet goes with it", "SOP N, step 5")
    resubmits = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="resubmissions",
        verbose_name="Sent again after a refusal of",
    )  # fmt: skip
    note = f.text("Casework note", "SOP D, step 2.a")

    class Meta(TellsInNote.Meta):
        verbose_name = "RPC submission"

    def __str__(self) -> str:
        return f"RPC submission {self.pk} of {self.complaint_id}"

    def note_text(self) -> str:
        return self.note

    def as_facts(self) -> sop.RpcFacts:
        rejections = list(self.rejections.all()) if self.pk else []
        resubmissions = list(self.resubmissions.all()) if self.pk else []
        return sop.RpcFacts(
            submitted_on=self.submitted_on,
            reference=self.reference,
            documentation_complete=self.documentation_complete,
            cms_authorization_text=self.cms_authorization_text,
            cms_authorization_date=self.cms_authorization_date,
            note_text=self.note,
            for_bae=self.for_bae,
            worksheet_attached=self.worksheet_attached,
            rejected_on=rejections[0].rejected_on if rejections else None,
            resubmitted_on=resubmissions[0].submitted_on if resubmissions else None,
        )

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        return replace(case, rpc=self.as_facts())


class RpcRejection(SopRecord):
    """The RPC's word that it could not process a request: research it and send it again (D.2.b)."""

    action = sop.Action.SAVE_COMPLAINT

    submission = models.ForeignKey(
        RpcSubmission, models.PROTECT, related_name="rejections", verbose_name="Refused request"
    )
    rejected_on = models.DateField("Refused", help_text="SOP D, step 2.b")
    reason = f.text("What the RPC said")

    class Meta(SopRecord.Meta):
        verbose_name = "RPC refusal"

    def __str__(self) -> str:
        return f"refusal of RPC submission {self.submission_id}"

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        return case
