"""The upload queue: how many rows stand where, and the rows of a state with what each waits for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from complaints.models.outbox import FOR_A_PERSON, UNSETTLED
from complaints.time_words import moment_words
from ctm_casework.accounts.models import Contract, User
from hpms_sync import selectors
from hpms_sync.upload.judge import ABSENCES_TO_RESEND, settled_from

PAGE = 25
# What waits for a person first, then the way a row goes.
SHOWN = (
    *FOR_A_PERSON,
    UploadState.UNCERTAIN,
    UploadState.QUEUED,
    UploadState.SENDING,
    *(s for s in UNSETTLED if s == UploadState.EXPORTED),
    UploadState.ACCEPTED,
)
_AHEAD = {
    UploadState.FAILED: "a refused one: mend that or take it back, and this goes",
    UploadState.BLOCKED: "one stopped by a rule: mend that or take it back, and this goes",
    UploadState.NEEDS_DECISION: "one that needs your answer",
    UploadState.UNCERTAIN: "one that got no clear answer",
    UploadState.EXPORTED: "one in a file",
}


@dataclass(frozen=True)
class StateCount:
    state: UploadState
    count: int

    @property
    def for_a_person(self) -> bool:
        return self.state in FOR_A_PERSON


@dataclass(frozen=True)
class QueueRow:
    """An upload and, in `waits`, what it waits for; `behind`: rows of its complaint that wait for it."""

    upload: CaseworkUpload
    waits: str
    behind: int

    @property
    def carries(self) -> str:
        return "Resolution" if self.upload.resolves else "Note"

    @property
    def for_a_person(self) -> bool:
        return self.upload.state in FOR_A_PERSON

    @property
    def author(self) -> User:
        return self.upload.record.author

    @property
    def overdue(self) -> bool:
        due = self.upload.due_on
        return bool(due and due < self.upload.complaint.contract.today)


class QueueForm(forms.Form):
    """Which rows: of a state, of one of this person's contracts."""

    state = forms.ChoiceField(required=False, widget=forms.HiddenInput)  # chosen by the tabs
    contract = forms.ChoiceField(required=False)

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data)
        own = Contract.objects.filter(contract_access__user=user).values_list("pk", flat=True)
        states = [(state.value, state.label) for state in SHOWN]
        contracts = [("", "All contracts"), *((pk, pk) for pk in own)]
        for name, choices in (("state", states), ("contract", contracts)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["contract"].widget.attrs["class"] = "usa-select"

    @property
    def chosen(self) -> dict[str, str]:
        """What narrows, by name; nothing of what is no choice."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def queue_counts(user: Any) -> list[StateCount]:
    """How many rows of this person's contracts stand in each state that is not the end. One query."""
    rows = _rows(user).order_by().values_list("state").annotate(Count("pk"))
    counts = dict(rows)
    return [StateCount(state, counts[state]) for state in SHOWN if state in counts]


def queue_page(
    user: Any, chosen: dict[str, str], page: str, due: dict[str, datetime]
) -> tuple[Page[CaseworkUpload], list[QueueRow]]:
    """Uploads by due date: the page asked for, and its rows. `due`: each contract's next download."""
    uploads = _rows(user)
    if state := chosen.get("state"):
        uploads = uploads.filter(state=state)
    if contract := chosen.get("contract"):
        uploads = uploads.filter(complaint__contract=contract)
    found = Paginator(_with_line(uploads), PAGE).get_page(page)
    unserved = {contract for contract, _ in selectors.unserved_of(user)}
    return found, [_row(upload, due, unserved) for upload in found.object_list]


def _rows(user: Any) -> QuerySet[CaseworkUpload]:
    return CaseworkUpload.objects.filter(
        state__in=SHOWN, complaint__contract__contract_access__user=user
    )


def _with_line(rows: QuerySet[CaseworkUpload]) -> QuerySet[CaseworkUpload]:
    """With the head of each row's line, and how many rows stand behind it."""
    line = CaseworkUpload.objects.filter(complaint=OuterRef("complaint"), state__in=UNSETTLED)
    head = line.order_by("place", "pk")
    behind = line.filter(Q(place__gt=OuterRef("place"))).order_by().values("complaint")
    counted = behind.annotate(rows=Count("pk")).values("rows")
    return (
        rows.annotate(
            head=Subquery(head.values("pk")[:1]),
            head_state=Subquery(head.values("state")[:1]),
            behind=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        )
        .select_related("complaint__contract", "note__author", "resolution__author")
        .prefetch_related("events")
        .order_by(F("due_on").asc(nulls_last=True), "created_at", "pk")
    )


def _row(row: Any, due: dict[str, datetime], unserved: set[str]) -> QueueRow:
    holds = row.state in UNSETTLED and row.head == row.pk
    contract = row.complaint.contract
    return QueueRow(
        row, _waits(row, due.get(contract.pk), contract.pk in unserved), row.behind if holds else 0
    )


def _waits(row: Any, due: datetime | None, unserved: bool) -> str:
    """In a sentence or two: what must happen next, and not before when."""
    if row.state in UNSETTLED and row.head != row.pk:
        return f"Waits behind {_AHEAD.get(row.head_state, 'an earlier one')}."
    if row.state == UploadState.QUEUED:
        return _queued(row, unserved)
    if row.state == UploadState.EXPORTED:
        return "Sent in no other way until somebody says what HPMS answered to the file."
    if row.state == UploadState.SENDING and row.deadline is None:
        return "Claimed, about to leave."
    if row.state == UploadState.SENDING:
        left, until = _at(row, row.attempted_at), _at(row, row.deadline)
        return f"Left {left}; HPMS has until {until} to answer."
    if row.state == UploadState.UNCERTAIN:
        return f"{_uncertain(row)}{_next(row, due)}"
    if row.state == UploadState.ACCEPTED:
        return f"Waits for a download that shows it.{_next(row, due)}"
    story = list(row.events.all())
    return story[-1].message if story else ""


def _queued(row: Any, unserved: bool) -> str:
    if unserved:
        return f"Cannot leave: no active API key serves {row.complaint.contract_id}."
    if row.not_before and row.not_before > timezone.now():
        return f"Not before {_at(row, row.not_before)}, after a try that failed."
    return "Goes with the next upload."


def _uncertain(row: Any) -> str:
    since = _at(row, settled_from(row.deadline or row.attempted_at or row.created_at))
    more = ABSENCES_TO_RESEND - row.absences
    begun = "two that begin" if more > 1 else "one more that begins"
    lacks = "lack" if more > 1 else "lacks"
    sends = "send" if more > 1 else "sends"
    return (
        f"A download of {row.complaint.contract_id} that shows it settles it; {begun} after {since} "
        f"and {lacks} it {sends} it again."
    )


def _next(row: Any, due: datetime | None) -> str:
    ahead = due and due > timezone.now()
    return f" Next download about {_at(row, due)}." if ahead else ""


def _at(row: Any, moment: datetime | None) -> str:
    """`3:12 PM`, `Fri 11/20, 2:15 PM`, on the clock of the row's contract."""
    if moment is None:
        return "an unknown time"
    return moment_words(moment, row.complaint.contract.zone, timezone.now()).removeprefix("Today, ")
