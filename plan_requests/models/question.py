from typing import ClassVar

from django.conf import settings
from django.db import models

from complaints.models import Complaint
from ctm_casework.accounts.models import Contract
from plan_requests.models.choices import QuestionType


class CmsQuestion(models.Model):
    """A question to CMS (SOP S), composed here and sent from the user's own mail program.

    It names the contract and complaint ids and never a person."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+")
    complaints = models.ManyToManyField(Complaint, blank=True, related_name="cms_questions")
    question_type = models.CharField("Kind", max_length=9, choices=QuestionType)
    email_to = models.CharField("To", max_length=254)
    email_cc = models.CharField("Copy", max_length=254, blank=True)
    email_subject = models.CharField("Subject", max_length=200)
    body = models.TextField("Text")
    answered_on = models.DateField("Answered", null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"question {self.pk} about {self.contract_id}"
