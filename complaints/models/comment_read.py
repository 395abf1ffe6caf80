from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, When
from django.db.models.functions import Left, Length
from django.utils import timezone

from complaints.models.complaint import Complaint
from complaints.models.history import ComplaintChange

NEW_FOR_DAYS = 60
# An entry begins with day and time; HPMS's own messages are by "System".
_STAMP = r"\d{1,2}/\d{1,2}/\d{4} \S+ [AP]M "
_BY_A_PERSON = Q(added__regex=rf"{_STAMP}(?!System:)") | ~Q(added__regex=_STAMP)


class CommentRead(models.Model):
    """Up to which change of HPMS's comments somebody of the plan has read them."""

    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="comment_read")
    up_to = models.BigIntegerField(help_text="Key of the newest change that was on the page.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.complaint_id} up to {self.up_to}"

    @classmethod
    def mark(cls, complaint: Complaint, by: Any, up_to: int) -> None:
        """Never takes back what was read later. `up_to` counts only if it is a change of this complaint."""
        if not complaint.changes.filter(pk=up_to).exists():
            return
        read, _ = cls.objects.get_or_create(
            complaint=complaint, defaults={"up_to": up_to, "by": by}
        )
        cls.objects.filter(pk=read.pk, up_to__lt=up_to).update(
            up_to=up_to, by=by, read_at=timezone.now()
        )


def unread_comments() -> QuerySet[ComplaintChange]:
    """Changes of the last 60 days in which a person at CMS wrote, and which nobody of the plan has marked
    read. New entries stand before the old ones; a text that was changed otherwise counts whole."""
    read = CommentRead.objects.filter(complaint=OuterRef("complaint"), up_to__gte=OuterRef("pk"))
    before = Left("new", Length("new") - Length("old"))
    kept_on = When(new__endswith=F("old"), then=before)
    added = Case(kept_on, default=F("new"), output_field=TextField())
    found: QuerySet[ComplaintChange] = ComplaintChange.objects.filter(
        ~Exists(read),
        column="comments",
        seen_at__gte=timezone.now() - timedelta(days=NEW_FOR_DAYS),
    )
    return found.annotate(added=added).exclude(added="").filter(_BY_A_PERSON)
