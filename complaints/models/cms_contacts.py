from typing import ClassVar

from django.db import models

from ctm_casework.accounts.models import Contract


class CmsContacts(models.Model):
    """Whom to ask at CMS about a contract (SOP, introduction; scenarios D, E, N and S)."""

    contract = models.OneToOneField(
        Contract, models.CASCADE, primary_key=True, related_name="cms_contacts"
    )
    account_manager = models.CharField("Account Manager", max_length=120, blank=True)
    account_manager_email = models.EmailField("Account Manager's e-mail", blank=True)
    account_manager_phone = models.CharField("Account Manager's phone", max_length=40, blank=True)
    lead_caseworker = models.CharField("CMS lead caseworker", max_length=120, blank=True)
    lead_caseworker_email = models.EmailField("Lead caseworker's e-mail", blank=True)
    lead_caseworker_phone = models.CharField("Lead caseworker's phone", max_length=40, blank=True)
    regional_office = models.CharField("CMS Regional Office", max_length=120, blank=True)
    regional_office_email = models.EmailField("Regional Office's mailbox", blank=True)
    verified_on = models.DateField("Verified", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["contract"]
        verbose_name_plural = "CMS contacts"

    def __str__(self) -> str:
        return f"CMS contacts of {self.contract_id}"
