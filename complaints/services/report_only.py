"""Marketing cases that CTM shows in its Marketing Misrepresentation Report alone (SOP L, note 2)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints.models import Complaint, ContractAssignment, ScenarioChoice
from complaints.models.choices import IssueLevel
from complaints.services.case import case_refresh

MARKETING = "MARKETING_MISREP"


def report_only_enter(user: Any, complaint_id: str, **columns: Any) -> Complaint:
    """Enters the case by hand. The plan investigates and corrects; there is nothing for it to close.

    A download that brings the complaint after all makes it an ordinary one. Raises ValidationError when
    the complaint is known already."""
    values = {
        "complaint_id": complaint_id,
        "report_only": True,
        "issue_level": IssueLevel.NO_ISSUE_LEVEL,
        "record_digest": b"",
        "seen_as_of": timezone.now(),
        **columns,
    }
    try:
        with transaction.atomic():
            complaint = Complaint.objects.create(**values)
            ContractAssignment.objects.create(
                complaint=complaint,
                contract=complaint.contract,
                assigned_on=complaint.received_date,
            )
            ScenarioChoice.enter(complaint.pk, user, MARKETING, accepted=True)
            case_refresh([complaint.pk])
    except IntegrityError:
        known = f"{complaint_id} is known already: open it by searching for its id."
        raise ValidationError({"complaint_id": [known]}) from None
    return complaint
