"""Filters of the list of Plan Requests."""

import django_filters as filters  # type: ignore[import-untyped]

from complaints.api.filters import CodesFilter, ContractIds
from plan_requests.models import PlanRequest
from plan_requests.models.choices import RequestType, Status


class PlanRequestFilters(filters.FilterSet):
    status = CodesFilter(choices=Status.choices, help_text="One status or several.")
    request_type = CodesFilter(choices=RequestType.choices, help_text="One type or several.")
    contract_id = ContractIds(
        field_name="complaint__contract_id", help_text="One contract id or several."
    )

    class Meta:
        model = PlanRequest
        fields: list[str] = []
