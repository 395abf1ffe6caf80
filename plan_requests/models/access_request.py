from typing import ClassVar

from django.conf import settings
from django.db import models

from complaints.models.scenarios import fields as f


class AccessRequest(models.Model):
    """HPMS and CTM access for somebody of the plan, step by step (SOP R)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="access_requests"
    )
    form_completed_on = f.day("Form completed and signed", "SOP R, step 1")
    mailed_on = f.day("Original mailed to CMS", "SOP R, step 2")
    tracking_number = models.CharField("Tracking number", max_length=60, blank=True)
    hpms_access_on = f.day("HPMS access granted", "SOP R, step 3")
    hpms_id = models.CharField("HPMS ID", max_length=12, blank=True, help_text="SOP R, note 1")
    ctm_asked_on = f.day("CTM access asked for by e-mail", "SOP R, step 3")
    ctm_access_on = f.day("CTM access granted")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["ctm_access_on", "pk"]

    def __str__(self) -> str:
        return f"HPMS access of {self.person}"
