from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from ctm_casework.accounts.access import Action, may
from ctm_casework.accounts.models import Contract


class DirectCaseQuerySet(models.QuerySet["DirectCase"]):
    def visible_to(self, user: Any) -> Self:
        """Cases of the contracts this person works for; nothing for a role without the right."""
        if not may(user, Action.COMPLAINT_VIEW):
            return self.none()
        return self.filter(contract__contract_access__user=user)


class DirectCase(models.Model):
    """An issue that came straight to the plan and is not in CTM (SOP D, note 5; E, notes 1 and 2).

    It has no complaint id, no clock of CTM, and is never sent to HPMS."""

    class Kind(models.TextChoices):
        RETRO_ENROLLMENT = "RETRO_ENROLLMENT", "Retroactive enrollment"
        RETRO_DISENROLLMENT = "RETRO_DISENROLLMENT", "Retroactive disenrollment"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="direct_cases")
    kind = models.CharField(max_length=20, choices=Kind)
    received_on = models.DateField()
    first_name = models.TextField(blank=True)
    last_name = models.TextField()
    phone = models.TextField(blank=True)
    bene_id = models.TextField("Medicare number", blank=True)
    requested_effective_date = models.DateField("Effective date asked for", null=True, blank=True)
    critical = models.BooleanField("Critical (SOP E, step 3)", default=False)
    summary = models.TextField()
    plan_system_updated_on = models.DateField("Plan's system updated", null=True, blank=True)
    cms_contacted_on = models.DateField("CMS contacted", null=True, blank=True)
    sent_to_rpc_on = models.DateField("Sent to the RPC", null=True, blank=True)
    closed_on = models.DateField("Closed", null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = DirectCaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["closed_on", "-received_on", "-pk"]

    def __str__(self) -> str:
        return f"direct case {self.pk}"
