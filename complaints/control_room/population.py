"""The complaints a control room counts, and the counting: one query for many figures, in one group or
in many. The rows of a figure come from the same condition."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from complaints.control_room.figures import FIGURES, Among
from complaints.models import Complaint, Resolution
from complaints.models.choices import IssueLevel
from complaints.worklist.listing import NEXT_DUE
from ctm_casework.accounts.models import Contract, User

PERIODS = (30, 90, 365)
DEFAULT_DAYS = 90
# What a figure can be narrowed by or split into, and the column that is read. None is a value too.
DIMENSIONS = {
    "level": "alarm_level",
    "contract": "contract_id",
    "assignee": "assignee_id",
    "closer": "closer",
    "received": "received_date",
    "resolved": "resolution_date",
}
Counts = dict[str, int]


class Room:
    """The complaints of one person's contracts, seen over the last `days` days, today included."""

    def __init__(self, user: User, days: int = DEFAULT_DAYS) -> None:
        self.contracts = list(user.contracts.all())
        self.days = days
        today = contract_days(self.contracts)
        tomorrow = contract_days(self.contracts, 1)
        since = contract_days(self.contracts, 1 - days)
        self.complaints = (
            Complaint.objects.visible_to(user)
            .order_by()
            .alias(
                today=today,
                tomorrow=tomorrow,
                since=since,
                age=ExpressionWrapper(today - F("received_date"), DurationField()),
                alarm_level=ALARM_LEVEL,
                closer=CLOSER,
            )
            .annotate(next_due=NEXT_DUE)
        )

    def rows(self, key: str, narrowed: Mapping[str, Any] | None = None) -> QuerySet[Complaint]:
        """The complaints a figure counts, narrowed by values of DIMENSIONS."""
        columns = {DIMENSIONS[name]: value for name, value in (narrowed or {}).items()}
        figure = FIGURES[key]
        return self._among(figure.among).filter(figure.condition, **columns)

    def total(self, *keys: str) -> Counts:
        """How many complaints each of these figures counts. One query."""
        by_contract = self.by("contract", *keys).values()
        return {key: sum(counts[key] for counts in by_contract) for key in keys}

    def by(self, dimension: str, *keys: str, **only: Any) -> dict[Any, Counts]:
        """The same by the values of a dimension; `only` leaves out what no count wants. One query."""
        among = self._counted_among(keys).filter(**only)
        grouped: Any = among.values(value=F(DIMENSIONS[dimension])).annotate(**_counts(keys))
        return {row["value"]: {key: row[_name(key)] for key in keys} for row in grouped}

    def _counted_among(self, keys: Iterable[str]) -> QuerySet[Complaint]:
        (among,) = {FIGURES[key].among for key in keys}
        return self._among(among)

    def _among(self, among: Among) -> QuerySet[Complaint]:
        complaints: Any = self.complaints
        if among is Among.OPEN:
            return complaints.at_the_plan()
        return complaints.exclude(resolution_date=None) if among is Among.RESOLVED else complaints


def contract_days(contracts: Iterable[Contract], shift: int = 0) -> Case:
    """So many days after today, on the clock of each complaint's contract."""
    grouped: dict[date, list[str]] = defaultdict(list)
    for contract in contracts:
        grouped[contract.today + timedelta(days=shift)].append(contract.pk)
    (first, _), *others = grouped.items() or [(timezone.localdate(), [])]
    return Case(
        *(When(contract__in=ids, then=Value(day)) for day, ids in others),
        default=Value(first),
        output_field=DateField(),
    )


# A level that was not recognized counts as Immediate Need.
ALARM_LEVEL = Case(
    When(issue_level=IssueLevel.UNKNOWN, then=Value(IssueLevel.IMMEDIATE_NEED.value)),
    default=F("issue_level"),
    output_field=CharField(),
)
# Who made the closing of the present stretch; the assignee where HPMS got none from us.
CLOSER = Coalesce(
    Subquery(
        Resolution.objects.filter(
            complaint=OuterRef("pk"), withdrawn_at=None, assignment__ended_on=None
        )
        .order_by("-pk")
        .values("author")[:1]
    ),
    F("assignee_id"),
    output_field=BigIntegerField(),
)


def _counts(keys: Iterable[str]) -> dict[str, Count]:
    return {
        _name(key): Count("pk", filter=FIGURES[key].condition)
        if FIGURES[key].condition
        else Count("pk")
        for key in keys
    }


def _name(key: str) -> str:
    return key.replace("-", "_")
