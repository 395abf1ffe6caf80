"""Requests and promises: what was asked of CMS, by what it needs from us, and what was promised."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from complaints import sop
from complaints.models import Complaint, ParameterOverride, Reminder
from complaints.models.choices import ClockState
from complaints.time_words import day_words
from ctm_casework.accounts.models import User
from plan_requests.models import CmsDecision, PlanRequest
from plan_requests.models.choices import Status
from plan_requests.models.plan_request import ALERT_AFTER

FIRST, PAGE_SIZE = 25, 50


class Section(NamedTuple):
    key: str
    name: str
    definition: str


SECTIONS = (
    Section("look", "Needs a look", "Not seen in two downloads, or rejected and not read yet"),
    Section("answered", "Answered today", "CMS's answer came in today, by download or by hand"),
    Section("handed-off", "Handed off, not confirmed", "No download has shown them yet"),
    Section("pending", "Pending at CMS", "Confirmed by a download; closing waits for CMS"),
    Section("drafts", "Drafts", "Nothing is asked of CMS yet"),
    Section("promises", "Promises", "What stands beyond the closing of a case"),
    Section("late", "Reminders past their day", "Of open complaints, oldest first"),
)

# Sections of reminders, and whether theirs stand beyond the closing.
REMINDERS = {"promises": True, "late": False}


@dataclass(frozen=True)
class AskedRow:
    """One request in a line. `open_here`: the complaint is still one this person may open. `draft_days`:
    for how long it was left as a draft, 0 while that is not long."""

    asked: PlanRequest
    complaint: Complaint
    filed: str
    clock: str
    open_here: bool
    draft_days: int


@dataclass(frozen=True)
class PromiseRow:
    reminder: Reminder
    complaint: Complaint
    due: str
    overdue: bool


@dataclass(frozen=True)
class Shown:
    """A section with its first rows, or a page of them."""

    section: Section
    count: int
    rows: list[Any]

    @property
    def of_reminders(self) -> bool:
        return self.section.key in REMINDERS


class Board:
    """For one person. `only` names the one section to be shown whole, page by page."""

    def __init__(self, user: User, only: str = "", page: str = "1") -> None:
        self.user, self.today = user, timezone.localdate()
        self.only = only if only in {section.key for section in SECTIONS} else ""
        self.asked_page = page

    @cached_property
    def sheet(self) -> Any:
        return Paginator(self._found(self.only), PAGE_SIZE).get_page(self.asked_page)

    @property
    def page(self) -> int:
        return self.sheet.number if self.only else 1

    @property
    def pages(self) -> int:
        return self.sheet.paginator.num_pages if self.only else 1

    @cached_property
    def sections(self) -> list[Shown]:
        if self.only:
            section = next(one for one in SECTIONS if one.key == self.only)
            rows = self._rows(self.only, self.sheet.object_list)
            return [Shown(section, self.sheet.paginator.count, rows)]
        return [
            Shown(section, found.count(), self._rows(section.key, found[:FIRST]))
            for section in SECTIONS
            for found in (self._found(section.key),)
        ]

    @property
    def complaint_ids(self) -> list[str]:
        return sorted({row.complaint.pk for shown in self.sections for row in shown.rows})

    def whole(self, key: str) -> list[Any]:
        """Every row of a section, for a sheet."""
        return self._rows(key, self._found(key))

    def _found(self, key: str) -> QuerySet[Any]:
        if key in REMINDERS:
            return self._reminders(REMINDERS[key])
        return self._of[key](self._requests())

    def _requests(self) -> QuerySet[PlanRequest]:
        answers = CmsDecision.objects.select_related("author", "read")
        return (
            PlanRequest.objects.visible_to(self.user)
            .select_related(
                "complaint__contract", "complaint__assignee", "assignment", "author",
                "submitted_by", "cms_direction",
            )
            .prefetch_related(Prefetch("decisions", answers))
            .order_by("submitted_at", "pk")
        )  # fmt: skip

    @property
    def _of(self) -> dict[str, Callable[[QuerySet[PlanRequest]], QuerySet[PlanRequest]]]:
        look = _not_seen() | _unread()
        today = Exists(
            CmsDecision.objects.filter(request=OuterRef("pk"), created_at__gte=_midnight())
        )
        return {
            "look": lambda asked: asked.filter(look),
            "answered": lambda asked: asked.filter(today, complaint__resolution_date=None).exclude(
                _unread()
            ),
            "handed-off": lambda asked: asked.filter(status=Status.SUBMITTED).exclude(_not_seen()),
            "pending": lambda asked: asked.filter(status=Status.PENDING),
            "drafts": lambda asked: asked.filter(
                status=Status.DRAFT, complaint__resolution_date=None
            ).order_by("created_at"),
        }

    def _reminders(self, beyond_closing: bool) -> QuerySet[Reminder]:
        late = Q(due_on__lt=self.today, complaint__resolution_date=None, outlives_closing=False)
        return (
            Reminder.objects.filter(complaint__contract__contract_access__user=self.user)
            .filter(Q(outlives_closing=True) if beyond_closing else late)
            .select_related("complaint__contract", "complaint__assignee")
            .order_by("due_on", "complaint", "rule")
        )

    def _rows(self, key: str, found: Iterable[Any]) -> list[Any]:
        if key in REMINDERS:
            return [self._promise(reminder) for reminder in found]
        return [self._row(asked) for asked in found]

    def _row(self, asked: PlanRequest) -> AskedRow:
        complaint = asked.complaint
        began = asked.submitted_on or asked.first_seen_on or timezone.localdate(asked.created_at)
        return AskedRow(
            asked,
            complaint,
            f"{began.month}/{began.day}, {_ago(began, self.today)}",
            _clock(complaint, self.today),
            open_here=complaint.contract_id in self._own,
            draft_days=asked.draft_days(self._draft_limit),
        )

    @cached_property
    def _own(self) -> set[str]:
        return set(self.user.contract_access.values_list("contract_id", flat=True))

    @cached_property
    def _draft_limit(self) -> int:
        in_force = sop.parameters_on(self.today, ParameterOverride.dated())
        return in_force.draft_reminder_days

    def _promise(self, reminder: Reminder) -> PromiseRow:
        today = reminder.complaint.contract.today
        return PromiseRow(
            reminder,
            reminder.complaint,
            day_words(reminder.due_on, today),
            overdue=reminder.due_on < today,
        )


def _not_seen() -> Q:
    return Q(status=Status.SUBMITTED, unseen_runs__gte=ALERT_AFTER)


def _unread() -> Q:
    """CMS refused, nobody has read why, and there is still something to do about it."""
    read = CmsDecision.objects.filter(request=OuterRef("pk"), read__isnull=False)
    return Q(~Exists(read), status=Status.REJECTED, complaint__resolution_date=None)


def _midnight() -> Any:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"


def _clock(complaint: Complaint, today: date) -> str:
    """`Runs, due Wed 11/25`, `Stopped, strict Tue 11/24`."""
    if complaint.resolution_date:
        return f"Resolved {day_words(complaint.resolution_date, today)}"
    if complaint.with_cms_since:
        return f"With CMS since {day_words(complaint.with_cms_since, today)}"
    if complaint.due_on is None:
        return "No due date"
    word = "Stopped, strict" if complaint.clock_state == ClockState.STOPPED else "Runs, due"
    return f"{word} {day_words(complaint.due_on, today)}"
