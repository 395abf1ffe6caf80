"""The worklist's groups by the next legal due date, each on the clock of the complaint's contract."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from complaints.models import Complaint
from ctm_casework.accounts.models import Contract


@dataclass(frozen=True)
class Group:
    """`key` is the code of deadlines.DueGroup, whose dates are the ones counted here."""

    key: str
    name: str
    note: str


GROUPS = (
    Group("overdue", "Overdue", "past 11:59 PM of the due date"),
    Group("today", "Due today", "by 11:59 PM"),
    Group("soon", "Next 48 hours", "by 11:59 PM tomorrow"),
    Group("week", "This week", "within seven days"),
    Group("later", "Later", ""),
    Group("ended", "Resolved", "HPMS holds a resolution date"),
)


def count_groups(complaints: QuerySet[Complaint], contracts: Iterable[Contract]) -> dict[str, int]:
    """Complaints in each group by key, in one query. Wants the annotation `next_due`."""
    conditions = {group.key: Q(pk__in=[]) for group in GROUPS}
    for today, ids in _contracts_by_today(contracts).items():
        for key, condition in _conditions(today).items():
            conditions[key] |= Q(contract__in=ids, resolution_date=None) & condition
    conditions["ended"] = Q(resolution_date__isnull=False)
    return complaints.aggregate(
        **{key: Count("pk", filter=condition) for key, condition in conditions.items()}
    )


def _contracts_by_today(contracts: Iterable[Contract]) -> dict[date, list[str]]:
    grouped: dict[date, list[str]] = defaultdict(list)
    for contract in contracts:
        grouped[contract.today].append(contract.contract_id)
    return grouped


def _conditions(today: date) -> dict[str, Q]:
    tomorrow, week = today + timedelta(days=1), today + timedelta(days=7)
    return {
        "overdue": Q(next_due__lt=today),
        "today": Q(next_due=today),
        "soon": Q(next_due=tomorrow),
        "week": Q(next_due__gt=tomorrow, next_due__lte=week),
        "later": Q(next_due__gt=week) | Q(next_due=None),
    }
