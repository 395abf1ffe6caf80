"""Whom complaints can be assigned to."""

from collections.abc import Iterable

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from complaints.models import Complaint
from ctm_casework.accounts.access import MATRIX, Action
from ctm_casework.accounts.models import Contract, User


def caseworkers(contracts: Iterable[Contract]) -> QuerySet[User]:
    """Active people who may do casework on one of the contracts, each with their `open_count`."""
    mine = (
        Complaint.objects.at_the_plan()
        .filter(assignee=OuterRef("pk"))
        .order_by()
        .values("assignee")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        User.objects.filter(
            is_active=True,
            role__in=MATRIX[Action.CASEWORK],
            contract_access__contract__in=contracts,
        )
        .distinct()
        .annotate(open_count=Coalesce(Subquery(mine, output_field=IntegerField()), 0))
        .order_by("first_name", "last_name", "username")
    )
