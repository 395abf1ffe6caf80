"""The rows behind one number of the control room."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from complaints.control_room.figures import FIGURES, Among
from complaints.control_room.population import Room
from complaints.models.choices import IssueLevel
from complaints.time_words import day_words
from complaints.worklist.listing import LEVEL_RANK, PAGE_SIZE
from complaints.worklist.people import caseworkers
from complaints.worklist.rows import Row, rows_of
from ctm_casework.accounts.models import User


@dataclass(frozen=True)
class FigureRow:
    """A line of the worklist, and for a resolved complaint how its closing went and whose it was."""

    row: Row
    received: str
    due_on: str
    resolved: str
    days_late: int
    closer: User | None


class FigureRows:
    """`narrowed` holds values by name of the dimension; `page` is what was asked for, from 1."""

    def __init__(
        self, user: User, room: Room, key: str, narrowed: dict[str, Any], page: str = "1"
    ) -> None:
        self.user, self.room, self.figure, self.narrowed = user, room, FIGURES[key], narrowed
        self.now = timezone.now()
        self.sheet = Paginator(self.complaints, PAGE_SIZE).get_page(page)

    @property
    def complaints(self) -> QuerySet[Any]:
        """All of them: the open by urgency, then the resolved, newest first."""
        rows = self.room.rows(self.figure.key, self.narrowed).select_related("contract", "assignee")
        return rows.annotate(closed_by=F("closer")).order_by(
            F("resolution_date").desc(nulls_first=True),
            F("next_due").asc(nulls_last=True),
            LEVEL_RANK,
            "complaint_id",
        )

    @property
    def of_resolved(self) -> bool:
        return self.figure.among is Among.RESOLVED

    @property
    def people(self) -> QuerySet[User]:
        """Whom these complaints can be assigned to."""
        return caseworkers(self.room.contracts)

    @property
    def count(self) -> int:
        return self.sheet.paginator.count

    @property
    def page(self) -> int:
        return self.sheet.number

    @property
    def pages(self) -> int:
        return self.sheet.paginator.num_pages

    @cached_property
    def rows(self) -> list[FigureRow]:
        complaints = list(self.sheet.object_list)
        people = closers(complaints) if self.of_resolved else {}
        return [self._row(row, people) for row in rows_of(complaints, self.user, self.now)]

    @property
    def complaint_ids(self) -> list[str]:
        return [row.row.complaint.pk for row in self.rows]

    @property
    def narrowed_words(self) -> str:
        """`Urgent, H1234, Casey Moran`: what of the figure this is. Names come from the rows alone."""
        return ", ".join(self._words(name, value) for name, value in self.narrowed.items())

    def _words(self, name: str, value: Any) -> str:
        if name == "level":
            return IssueLevel(value).label
        if name in ("received", "resolved"):
            return f"{name} {day_words(value, timezone.localdate(self.now))}"
        if name == "contract" or not self.rows:
            return str(value or "nobody")
        first = self.rows[0]
        return str((first.closer if name == "closer" else first.row.complaint.assignee) or "nobody")

    def _row(self, row: Row, people: dict[int, User]) -> FigureRow:
        complaint: Any = row.complaint
        today = timezone.localdate(self.now)
        resolved, due_on = complaint.resolution_date, complaint.due_on
        return FigureRow(
            row,
            received=day_words(complaint.received_date, today),
            due_on=day_words(due_on, today) if due_on else "",
            resolved=day_words(resolved, today) if resolved else "",
            days_late=max(0, (resolved - due_on).days) if resolved and due_on else 0,
            closer=people.get(complaint.closed_by),
        )


def closers(complaints: list[Any]) -> dict[int, User]:
    """Who closed these complaints, by key. One query."""
    return User.objects.in_bulk({c.closed_by for c in complaints if c.closed_by})
