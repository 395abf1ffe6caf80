"""A complaint: HPMS's 42 columns, which the sync alone writes, and the plan's own columns."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from complaints.models.choices import (
    ClockState,
    HpiRelated,
    IssueLevel,
    RequestStatus,
    ResolutionNotification,
    Satisfied,
    YesNo,
)
from complaints.models.same_person import bene_key, complainant_key
from ctm_casework.accounts.access import Action, may
from ctm_casework.accounts.models import Contract

AT_THE_PLAN = models.Q(with_cms_since=None, moving_since=None, gone_since=None, report_only=False)
NO_CONTROL_NUMBER = {"N/A", "NA", "NONE", "NO", "0", "-"}


def control_number(text: str) -> str:
    """A SWIFT control number, "" where the column only says that there is none."""
    number = text.strip()
    return "" if number.upper() in NO_CONTROL_NUMBER else number


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: Any) -> "ComplaintQuerySet":
        """Complaints of the contracts this person works for; nothing for a role without the right."""
        if not may(user, Action.COMPLAINT_VIEW):
            return self.none()
        return self.filter(contract__contract_access__user=user)

    def open(self) -> "ComplaintQuerySet":
        """Open in HPMS, as last seen. A resolution on its way there does not close a complaint."""
        return self.filter(resolution_date=None)

    def at_the_plan(self) -> "ComplaintQuerySet":
        """Open, and neither taken over by CMS, nor moved by it to another contract, nor known from the
        marketing report alone, nor said by a person to be gone from HPMS: what the plan has to work on
        and answers for in time."""
        return self.open().filter(AT_THE_PLAN)


class Complaint(models.Model):
    """Text columns hold "" for blank; coded columns and dates hold NULL. Names follow the record layout."""

    # HPMS's columns, in the order of the download layout
    complaint_id = models.CharField(max_length=11, primary_key=True)
    received_date = models.DateField()
    caseworker_name = models.TextField(blank=True)
    complaint_type = models.TextField(blank=True)
    contact_first_name = models.TextField(blank=True)
    contact_last_name = models.TextField(blank=True)
    contact_phone = models.TextField(blank=True)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="complaints")
    category_lead = models.TextField(blank=True)
    complaint_category = models.TextField(blank=True)
    complaint_subcategory = models.TextField(blank=True)
    complaint_subcategory_other = models.TextField(blank=True)
    complaint_summary = models.TextField(blank=True)
    resolution_date = models.DateField(null=True, blank=True)
    resolution_summary = models.TextField(blank=True)
    issue_level = models.CharField(max_length=14, choices=IssueLevel)
    bene_id = models.TextField(blank=True)
    alt_phone = models.TextField(blank=True)
    preferred_call_time = models.TextField(blank=True)
    preferred_language = models.TextField(blank=True)
    congressional = models.BooleanField(default=False)
    congressional_information = models.TextField(blank=True)
    swift = models.BooleanField(default=False)
    swift_control_number = models.TextField(blank=True)
    agent_broker = models.CharField(max_length=1, choices=YesNo, null=True, blank=True)
    agent_broker_first_name = models.TextField(blank=True)
    agent_broker_last_name = models.TextField(blank=True)
    agent_broker_npn = models.TextField(blank=True)
    agent_broker_fmo = models.TextField(blank=True)
    agent_broker_notes = models.TextField(blank=True)
    assignment_date = models.DateField(null=True, blank=True)
    comments = models.TextField(blank=True)
    plan_casework_notes = models.TextField(blank=True)
    has_attachments = models.CharField(max_length=1, choices=YesNo, null=True, blank=True)
    contacted_plan_before_complaint = models.CharField(
        max_length=1, choices=YesNo, null=True, blank=True
    )
    contract_change_request_status = models.CharField(
        max_length=8, choices=RequestStatus, null=True, blank=True
    )
    issue_level_request_status = models.CharField(
        max_length=8, choices=RequestStatus, null=True, blank=True
    )
    cms_lead_change_request_status = models.CharField(
        max_length=8, choices=RequestStatus, null=True, blank=True
    )
    complainant_satisfied = models.CharField(max_length=1, choices=Satisfied, null=True, blank=True)
    resolution_notification = models.CharField(
        max_length=1, choices=ResolutionNotification, null=True, blank=True
    )
    hpi_related = models.CharField(max_length=1, choices=HpiRelated, null=True, blank=True)
    accessible_format = models.CharField(max_length=1, choices=YesNo, null=True, blank=True)

    # What the sync keeps about its copy
    issue_level_text = models.TextField(blank=True, help_text="The level as HPMS words it.")
    review_flags = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text="Rule ids of values that were read as their worst case or kept though odd.",
    )
    extra_columns = models.JSONField(default=dict, blank=True)
    record_digest = models.BinaryField(max_length=32, editable=False)
    seen_as_of = models.DateTimeField(
        help_text="When the request began that brought the present values."
    )

    # The plan's own
    report_only = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Seen in CTM's Marketing Misrepresentation Report alone (L.note.2).",
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="assigned"
    )
    with_cms_since = models.DateField(
        null=True,
        blank=True,
        help_text="CMS agreed to take the case (B.2.a): read-only here until it is back.",
    )
    moving_since = models.DateField(
        null=True,
        blank=True,
        help_text="CMS agreed to move it to another contract (A.4.a); no download has shown that yet.",
    )
    out_of_view_since = models.DateField(
        null=True,
        blank=True,
        help_text="Downloads that surely asked for it bring it no more. Its clock runs on.",
    )
    gone_since = models.DateField(
        null=True,
        blank=True,
        help_text="A person looked and said that it is gone from the plan's view in HPMS.",
    )
    due_on = models.DateField(
        null=True, blank=True, help_text="Earliest date any reading supports."
    )
    clock_state = models.CharField(max_length=7, choices=ClockState, default=ClockState.RUNNING)
    contact_due_on = models.DateField(null=True, blank=True)
    next_step = models.CharField(max_length=80, blank=True)
    next_step_why = models.CharField(max_length=120, blank=True)
    next_step_rule = models.CharField(max_length=40, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    last_contact_words = models.CharField(max_length=60, blank=True)

    # Computed by the database: the same person is found by them (SOP M)
    bene_key = models.GeneratedField(
        expression=bene_key(), output_field=models.TextField(), db_persist=True
    )
    complainant_key = models.GeneratedField(
        expression=complainant_key(), output_field=models.TextField(), db_persist=True
    )

    objects: ClassVar = ComplaintQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["contract", "due_on", "complaint_id"],
                condition=models.Q(resolution_date=None),
                name="open_by_contract_and_due",
            ),
            models.Index(fields=["contract", "received_date", "complaint_id"]),
            models.Index(
                fields=["bene_id"], condition=~models.Q(bene_id=""), name="same_beneficiary"
            ),
            models.Index(fields=["bene_key"], condition=~models.Q(bene_key=""), name="same_number"),
            models.Index(
                fields=["complainant_key"],
                condition=~models.Q(complainant_key=""),
                name="same_complainant",
            ),
            models.Index(
                fields=["assignee"],
                condition=models.Q(resolution_date=None),
                name="open_by_assignee",
            ),
        ]

    def __str__(self) -> str:
        return self.complaint_id

    @property
    def complainant(self) -> str:
        return f"{self.contact_first_name.strip()} {self.contact_last_name.strip()}".strip()

    @property
    def masked_bene_id(self) -> str:
        """The last four characters, for lists."""
        return self.bene_id[-4:]

    @property
    def is_swift(self) -> bool:
        """A control number makes a SWIFT case even where the flag says No (I.note.3)."""
        return self.swift or bool(self.swift_control)

    @property
    def swift_control(self) -> str:
        """The SWIFT control number, "" where the column only says that there is none."""
        return control_number(self.swift_control_number)

    @property
    def pending_requests(self) -> list[str]:
        """Names of the Plan Requests the download shows as Pending."""
        shown = {
            "contract change": self.contract_change_request_status,
            "issue level": self.issue_level_request_status,
            "CMS Lead (CMS Issue)": self.cms_lead_change_request_status,
        }
        return [name for name, status in shown.items() if status == RequestStatus.PENDING]
