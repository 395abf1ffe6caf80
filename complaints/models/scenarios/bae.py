from django.db import models

from complaints import sop
from complaints.models.complaint import Complaint
from complaints.models.scenario_record import ScenarioRecord
from complaints.models.scenarios import fields as f


class BaeRequest(ScenarioRecord):
    """CMS's help with Best Available Evidence: the worksheet out to the Home Regional Office and back.

    The e-mail itself, which holds PHI, is encrypted and sent by the user (SOP N, step 2)."""

    action = sop.Action.SEND_BAE
    fact, fact_kind = "bae", sop.BaeFacts

    bae_plan_part_complete = f.tick("Plan's part of the worksheet is complete", "SOP N, step 1")
    worksheet_attached = f.tick("The worksheet is attached", "SOP N, step 1")
    bae_immediate = f.answer("Is it immediate?", "SOP N, step 2")
    email_to = f.text("Home Regional Office's mailbox", "SOP N, step 2")
    email_subject = f.text("Subject line", "SOP N, step 2")
    sent_encrypted = f.tick("Sent encrypted", "SOP N, step 2")
    sent_on = f.day("Sent", "SOP N, step 2")
    new_complaint = models.ForeignKey(
        Complaint, models.PROTECT, null=True, blank=True, related_name="bae_requests_of_origin",
        verbose_name="Complaint the Regional Office opened", help_text="SOP N, step 3",
    )  # fmt: skip
    worksheet_returned_at = models.DateTimeField(
        "Worksheet came back", null=True, blank=True, help_text="SOP N, step 4"
    )
    plan_system_updated_on = f.day("Plan's system updated", "SOP N, step 4")
    told_30_days = f.tick("Told: up to 30 days in CMS's systems", "SOP N, step 4")
    cms_lis_updated_on = f.day("CMS's record shows the LIS", "SOP N, step 5")

    class Meta(ScenarioRecord.Meta):
        verbose_name = "BAE request"
