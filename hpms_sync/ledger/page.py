"""The out-of-view ledger: what a person must look up, what is gone and why, what came back."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from complaints.time_words import day_words, moment_words
from ctm_casework.accounts.models import User
from hpms_sync.ledger.answers import Said, choices_of, waiting_request
from hpms_sync.ledger.missing import missing_in_numbers
from hpms_sync.models import LedgerEntry
from plan_requests.models import PlanRequest

FIRST, PAGE_SIZE = 25, 50


class Section(NamedTuple):
    key: str
    name: str
    definition: str


SECTIONS = (
    Section(
        "look",
        "Look in HPMS",
        "Gone without a known cause: listed on, the clock running, until you say",
    ),
    Section(
        "missing",
        "Missing in numbers",
        "Their contract's download brings too little to prove anything: ask HPMS, and say what is really gone",
    ),
    Section("gone", "Gone", "CMS took it or moved it, or a person said so: off the worklist"),
    Section("back", "Back in view", "A later download brought it, or a person called it back"),
)


@dataclass(frozen=True)
class EntryRow:
    """One entry in words. `shown`: the complaint is still of a contract this person works for."""

    entry: LedgerEntry
    shown: bool
    since: str
    due: str
    ended: str
    waiting: PlanRequest | None
    choices: list[Said]


class Ledger:
    """For one person. `only` names the one section to be shown whole, page by page."""

    def __init__(self, user: User, only: str = "", page: str = "1") -> None:
        self.user, self.now = user, timezone.now()
        self.only = only if only in {section.key for section in SECTIONS} else ""
        self.asked_page = page

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        shown = [section for section in SECTIONS if self.only in ("", section.key)]
        return [self._section(section) for section in shown]

    @cached_property
    def sheet(self) -> Any:
        return Paginator(self._found(self.only), PAGE_SIZE).get_page(self.asked_page)

    @property
    def page(self) -> int:
        return self.sheet.number if self.only else 1

    @property
    def pages(self) -> int:
        return self.sheet.paginator.num_pages if self.only else 1

    @property
    def complaint_ids(self) -> list[str]:
        return sorted({row.entry.complaint_id for shown in self.sections for row in shown["rows"]})

    def _section(self, section: Section) -> dict[str, Any]:
        found = self._found(section.key)
        entries = self.sheet.object_list if self.only else found[:FIRST]
        count = len(found) if isinstance(found, list) else found.count()
        return {"section": section, "count": count, "rows": self._rows(entries)}

    def _found(self, key: str) -> QuerySet[LedgerEntry] | list[LedgerEntry]:
        if key == "missing":
            return missing_in_numbers(self._own)
        visible = LedgerEntry.objects.visible_to(self.user)
        of = {
            "look": visible.unexplained().order_by("due_on", "pk"),
            "gone": visible.standing().exclude(pk__in=visible.unexplained().values("pk")),
            "back": visible.filter(
                Q(seen_again_at__isnull=False) | Q(called_back_at__isnull=False)
            ),
        }
        return of[key].select_related(
            "complaint__contract", "contract", "request__submitted_by", "request__complaint__contract",
            "confirmed_by", "called_back_by", "complaint__assignee",
        )  # fmt: skip

    def _rows(self, entries: Any) -> list[EntryRow]:
        return [row_of(entry, self._own, self.now) for entry in entries]

    @cached_property
    def _own(self) -> set[str]:
        return set(self.user.contract_access.values_list("contract_id", flat=True))


def row_of(entry: LedgerEntry, own: set[str], now: Any) -> EntryRow:
    zone, today = entry.contract.zone, entry.contract.today
    ended = entry.seen_again_at or entry.called_back_at
    return EntryRow(
        entry,
        shown=entry.complaint.contract_id in own,
        since=moment_words(entry.since, zone, now),
        due=day_words(entry.due_on, today) if entry.due_on else "No due date",
        ended=moment_words(ended, zone, now) if ended else "",
        waiting=waiting_request(entry),
        choices=choices_of(entry),
    )
