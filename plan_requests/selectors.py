"""Plan Requests as a person may see them, and the facts of what is about no complaint."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from complaints import sop
from complaints.models import Complaint, ParameterOverride
from ctm_casework.accounts.models import Contract
from plan_requests.models import PlanRequest
from plan_requests.models.choices import Status


def of_complaint(complaint: Complaint, user: Any) -> QuerySet[PlanRequest]:
    """A complaint's requests, newest first, with CMS's answers. What another plan only drafted stays its own."""
    own = Q(assignment__contract__contract_access__user=user) | Q(author=user)
    handed_off = ~Q(status__in=(Status.DRAFT, Status.CANCELLED))
    found = PlanRequest.objects.filter(Q(complaint=complaint) & (handed_off | own)).distinct()
    return (
        found.select_related(
            "author", "submitted_by", "dropped_by", "cms_direction", "note", "assignment"
        )
        .prefetch_related("decisions__read__by", "decisions__author")
        .order_by("-pk")
    )


def facts_without_case(contract: Contract | None) -> sop.CaseFacts:
    """The facts of what is done about no complaint, such as a question to CMS: the contract, if there is
    one, and the day on its clock."""
    contract = contract or Contract()
    today = contract.today
    return sop.CaseFacts(
        complaint=sop.ComplaintFacts(
            complaint_id="",
            contract_id=contract.contract_id,
            received_date=today,
            plan_type=contract.plan_type,
        ),
        today=today,
        now=timezone.now(),
        time_zone=contract.zone,
        parameters=sop.parameters_on(today, ParameterOverride.dated()),
    )
