"""The token broker's books: who may have tokens of a key, and each token that was given out."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from ctm_casework.accounts.models import User
from hpms_sync.models.keys import ApiKey


class TokenDesignation(models.Model):
    """A person or a named service that may have tokens of a key, and never its secret (CMS memo of
    September 6, 2024). A service proves itself with a credential of its own, kept as a digest."""

    key = models.ForeignKey(ApiKey, models.PROTECT, related_name="designations")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="token_designations")
    service = models.CharField(max_length=80, blank=True)
    service_digest = models.CharField(max_length=64, null=True, unique=True, editable=False)
    designated_at = models.DateTimeField(auto_now_add=True)
    designated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, service="", service_digest=None)
                | Q(user=None, service_digest__isnull=False) & ~Q(service=""),
                name="designates_a_person_or_a_service",
            ),
            models.UniqueConstraint(
                fields=["key", "user"],
                condition=Q(revoked_at=None, user__isnull=False),
                name="one_designation_per_person",
            ),
            models.UniqueConstraint(
                fields=["key", "service"],
                condition=Q(revoked_at=None) & ~Q(service=""),
                name="one_designation_per_service",
            ),
        ]

    def __str__(self) -> str:
        return self.service or str(self.user)


class TokenIssue(models.Model):
    """One token given out; the token itself is kept nowhere."""

    designation = models.ForeignKey(TokenDesignation, models.PROTECT, related_name="issues")
    at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    from_address = models.GenericIPAddressField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"token for {self.designation}"
