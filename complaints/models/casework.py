"""Casework notes, contact attempts and resolutions: the plan's work on a complaint."""

from dataclasses import replace
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from complaints import sop
from complaints.models.choices import (
    HpiRelated,
    Method,
    Outcome,
    Party,
    Purpose,
    ResolutionNotification,
    Satisfied,
    SystemUpdateAction,
    YesNo,
)
from complaints.models.complaint import Complaint
from complaints.models.outbox import CaseworkUpload
from complaints.models.sop_record import SopRecord
from complaints.sent_text import sent_text
from ctm_casework.accounts.access import Role


class HpmsText(SopRecord):
    """What a casework note and a resolution share: text for CMS and the agent/broker group."""

    comments = models.TextField(blank=True)
    agent_broker_complaint = models.CharField(max_length=1, choices=YesNo, null=True, blank=True)
    agent_broker_first_name = models.TextField(blank=True)
    agent_broker_last_name = models.TextField(blank=True)
    agent_broker_npn = models.TextField(blank=True)
    agent_broker_fmo = models.TextField(blank=True)
    agent_broker_notes = models.TextField(blank=True)

    class Meta(SopRecord.Meta):
        abstract = True

    def note_facts(self, text: str, **more: bool) -> sop.NoteFacts:
        return sop.NoteFacts(
            text=text,
            sent_text=sent_text(text).text,
            comments=sent_text(self.comments).text,
            agent_broker_complaint=self.agent_broker_complaint,
            agent_broker_first_name=sent_text(self.agent_broker_first_name).text,
            agent_broker_last_name=sent_text(self.agent_broker_last_name).text,
            agent_broker_npn=self.agent_broker_npn.strip(),
            agent_broker_fmo=sent_text(self.agent_broker_fmo).text,
            agent_broker_notes=sent_text(self.agent_broker_notes).text,
            created_at=self.created_at,
            **more,
        )


class CaseworkNote(HpmsText):
    """A note, stored as typed. It goes to HPMS unless marked internal."""

    action = sop.Action.SAVE_NOTE
    in_hpms = Q(internal=False)

    text = models.TextField(blank=True)
    internal = models.BooleanField(default=False)
    include_in_summary = models.BooleanField(default=False)

    mends: CaseworkUpload | None = None  # the refused row whose place this note takes

    def __str__(self) -> str:
        return f"note {self.pk} on {self.complaint_id}"

    def as_facts(self) -> sop.NoteFacts:
        return self.note_facts(
            self.text, internal=self.internal, include_in_summary=self.include_in_summary
        )

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        return replace(case, note=self.as_facts())

    def enact(self) -> None:
        """A case of the marketing report alone is in no download, so HPMS's upload would not know it."""
        if not self.internal and not self.complaint.report_only:
            CaseworkUpload.enqueue_note(self, self.mends)


class ContactAttempt(SopRecord):
    """One try to reach a party. For a letter, e-mail or fax `attempted_at` is when it was sent."""

    action = sop.Action.LOG_CONTACT

    attempted_at = models.DateTimeField(null=True, blank=True)
    method = models.CharField(max_length=16, choices=Method, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    party = models.CharField(max_length=20, choices=Party, default=Party.BENEFICIARY)
    purpose = models.CharField(max_length=19, choices=Purpose, default=Purpose.FACT_FINDING)
    remark = models.TextField(blank=True)
    letter_sent_on = models.DateField(null=True, blank=True)
    disclosed = models.BooleanField(default=False, help_text="Facts of the case were told.")
    authorized = models.BooleanField(
        null=True, blank=True, help_text="The person may be told them (HI.rep)."
    )
    recorded_as_violation = models.BooleanField(
        default=False,
        help_text="Written down by a supervisor though it must not happen (I.note.2).",
    )

    class Meta(SopRecord.Meta):
        indexes: ClassVar = [models.Index(fields=["complaint", "attempted_at"])]

    def __str__(self) -> str:
        return f"contact {self.pk} on {self.complaint_id}"

    def as_facts(self) -> sop.ContactFacts:
        return sop.ContactFacts(
            attempted_at=self.attempted_at,
            method=self.method,
            outcome=self.outcome,
            party=self.party,
            purpose=self.purpose,
            letter_sent_on=self.letter_sent_on,
            disclosed=self.disclosed,
            authorized=self.authorized,
            recorded_as_violation=self.recorded_as_violation,
        )

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        return replace(case, contact=self.as_facts())

    def _value_errors(self) -> dict[str, list[str]]:
        errors = super()._value_errors()
        if self.recorded_as_violation and self.author.role != Role.SUPERVISOR:
            errors["recorded_as_violation"] = ["Ask a supervisor to record this contact."]
        return errors


class Resolution(HpmsText):
    """The plan's closing of a complaint: its note becomes the Resolution Summary in HPMS.

    It counts as resolved when HPMS accepts it. A resolution HPMS refuses is withdrawn and another made."""

    action = sop.Action.CLOSE
    in_hpms = Q()

    resolution_date = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    contact_made = models.CharField(max_length=20, choices=Party, blank=True)
    system_update_action = models.CharField(max_length=20, choices=SystemUpdateAction, blank=True)
    complainant_satisfied = models.CharField(max_length=1, choices=Satisfied, null=True, blank=True)
    hpi_related = models.CharField(max_length=1, choices=HpiRelated, null=True, blank=True)
    resolution_notification = models.CharField(
        max_length=1, choices=ResolutionNotification, null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta(HpmsText.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint", "assignment"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="one_live_resolution_per_assignment",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="stays_as_made", exclude=["withdrawn_at"]),
            pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"resolution {self.pk} of {self.complaint_id}"

    def as_facts(self) -> sop.ResolutionFacts:
        return sop.ResolutionFacts(
            resolution_date=self.resolution_date,
            note=self.note_facts(self.note),
            contact_made=self.contact_made,
            system_update_action=self.system_update_action,
            complainant_satisfied=self.complainant_satisfied,
            hpi_related=self.hpi_related,
            resolution_notification=self.resolution_notification,
        )

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        return replace(case, resolution=self.as_facts())

    def _value_errors(self) -> dict[str, list[str]]:
        errors = super()._value_errors()
        live = Resolution.objects.filter(
            complaint=self.complaint_id, assignment=self.assignment, withdrawn_at=None
        )
        if live.exists():
            already = (
                "A resolution is already on its way to HPMS, or accepted there. "
                "Wait for HPMS's answer; what is to be added goes into a casework note."
            )
            errors.setdefault("resolution", []).append(already)
        away = Complaint.objects.filter(pk=self.complaint_id)
        if away.filter(with_cms_since__isnull=False).exists():
            errors.setdefault("resolution", []).append(
                "CMS has taken this case and closes it. Notes can still be added (SOP B, step 2.a)."
            )
        elif away.filter(gone_since__isnull=False).exists():
            errors.setdefault("resolution", []).append(
                "Somebody has said on the ledger that this case is gone from HPMS's view: there is nothing to "
                "close. If HPMS still shows it to you, say so there first, then resolve it."
            )
        return errors

    def enact(self) -> None:
        CaseworkUpload.enqueue_resolution(self)

    def withdraw(self) -> None:
        """Takes the resolution back, so that the complaint can be resolved anew."""
        self.withdrawn_at = timezone.now()
        models.QuerySet(type(self)).filter(pk=self.pk, withdrawn_at=None).update(
            withdrawn_at=self.withdrawn_at
        )
