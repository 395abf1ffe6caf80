"""What a person sees in the worklist: the view, filters and search chosen, one page of it, in groups."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.functional import cached_property

from complaints.models import Complaint
from complaints.models.choices import IssueLevel
from complaints.worklist.due_groups import GROUPS, count_groups
from complaints.worklist.forms import FilterForm
from complaints.worklist.people import caseworkers
from complaints.worklist.rows import Row, rows_of
from complaints.worklist.saved_views import count_views, saved_views
from complaints.worklist.search import find
from ctm_casework.accounts.models import User

PAGE_SIZE = 50
# While nobody was reached, the date of the first contact counts beside the date of the resolution.
STEPS_TO_REACH = ("H.note.4", "CFR.contact.7d", "Q.1.a.count")
NEXT_DUE = Case(
    When(next_step_rule__in=STEPS_TO_REACH, then=Least("due_on", "contact_due_on")),
    default=F("due_on"),
)
LEVEL_RANK = Case(
    When(issue_level__in=[IssueLevel.IMMEDIATE_NEED, IssueLevel.UNKNOWN], then=Value(0)),
    When(issue_level=IssueLevel.URGENT, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


class Listing:
    """The worklist for one person. `asked` holds view, filters and page; `search` the words to find,
    among open and resolved complaints when no view is asked for."""

    def __init__(self, user: User, asked: Mapping[str, Any], search: str = "") -> None:
        self.user, self.asked, self.search = user, asked, search
        self.now = timezone.now()
        self.visible = Complaint.objects.visible_to(user)
        self.contracts = list(user.contracts.all())
        self.people = list(caseworkers(self.contracts))
        self.views = saved_views(user)
        self.view_counts = count_views(self.visible, self.views)
        self.filters = FilterForm(asked, user, self.contracts, self.people)

    @cached_property
    def view_key(self) -> str:
        """The view asked for; else one's own complaints, or all where one has none; "" in a search
        over everything."""
        asked = self.asked.get("view", "")
        if asked in self.view_counts:
            return asked
        if self.search:
            return ""
        return "mine" if self.view_counts["mine"] else "all"

    @cached_property
    def chosen(self) -> QuerySet[Complaint]:
        complaints: QuerySet[Complaint] = self.visible
        for view in self.views:
            if view.key == self.view_key:
                complaints = view.of(self.visible)
        complaints = complaints.filter(self.filters.condition())
        if self.search:
            complaints = find(complaints, self.search)
        return complaints.annotate(next_due=NEXT_DUE)

    @cached_property
    def group_counts(self) -> dict[str, int]:
        return count_groups(self.chosen, self.contracts)

    @property
    def total(self) -> int:
        return sum(self.group_counts.values())

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def page(self) -> int:
        asked = str(self.asked.get("page", "1"))
        return (
            min(int(asked), self.pages)
            if asked.isascii() and asked.isdecimal() and int(asked)
            else 1
        )

    @cached_property
    def rows(self) -> list[Row]:
        first = (self.page - 1) * PAGE_SIZE
        ordered = self.chosen.select_related("contract", "assignee").order_by(
            F("resolution_date").desc(nulls_first=True),
            F("next_due").asc(nulls_last=True),
            LEVEL_RANK,
            "complaint_id",
        )
        return rows_of(list(ordered[first : first + PAGE_SIZE]), self.user, self.now)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Groups with rows on this page, each with its count over all pages."""
        return [
            {"group": group, "count": self.group_counts[group.key], "rows": rows}
            for group in GROUPS
            if (rows := [row for row in self.rows if row.group == group.key])
        ]

    @property
    def complaint_ids(self) -> list[str]:
        return [row.complaint.pk for row in self.rows]
