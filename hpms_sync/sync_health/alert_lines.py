"""Open alerts as lines to read: the worst kind first, each with the place where to act."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from ctm_casework.accounts.access import Action, may
from hpms_sync import selectors
from hpms_sync.models import SyncAlert

Kind = SyncAlert.Kind
ORDER = (
    Kind.RESOLUTION_AT_RISK,
    Kind.KEY_REJECTED,
    Kind.UNREADABLE,
    Kind.DOWNLOAD_FAILING,
    Kind.UPLOAD_FAILING,
    Kind.NOTHING_CAME,
    Kind.LAYOUT_CHANGED,
    Kind.KEY_FLAGGED,
    Kind.NOT_TAKEN,
    Kind.OUT_OF_VIEW,
    Kind.ROTATION_EXPECTED,
)
# Where to act, by kind: the words of the link, its route, the place on that page.
_PLACES = {
    Kind.KEY_REJECTED: ("See the keys", "sync", "#h-keys"),
    Kind.KEY_FLAGGED: ("See the keys", "sync", "#h-keys"),
    Kind.ROTATION_EXPECTED: ("See the keys", "sync", "#h-keys"),
    Kind.UNREADABLE: ("See the records", "sync-unreadable", ""),
    Kind.DOWNLOAD_FAILING: ("See the downloads", "sync-downloads", ""),
    Kind.UPLOAD_FAILING: ("See the upload queue", "sync-uploads", ""),
    Kind.NOTHING_CAME: ("See the downloads", "sync-downloads", ""),
    Kind.LAYOUT_CHANGED: ("See the downloads", "sync-downloads", ""),
    Kind.OUT_OF_VIEW: ("Answer in the ledger", "ledger", ""),
}
# So many stand open on the page, of lines and of what one line is about; the others unfold.
SHOWN = 5


@dataclass(frozen=True)
class Subject:
    """What an alert is about: a key or contract in `of`, a complaint. `address`: the complaint's page."""

    alert: SyncAlert
    of: str
    address: str


@dataclass(frozen=True)
class AlertLine:
    """What is wrong and what to do, said once of all it is about, newest first. `address`: where to act
    on all of them, "" where each complaint is its own place."""

    words: str
    subjects: list[Subject]
    link: str
    address: str

    @property
    def newest(self) -> SyncAlert:
        return self.subjects[0].alert

    @property
    def first(self) -> list[Subject]:
        return self.subjects[:SHOWN]

    @property
    def others(self) -> list[Subject]:
        return self.subjects[SHOWN:]


@dataclass(frozen=True)
class AlertGroup:
    """The open alerts of one kind."""

    kind: SyncAlert.Kind
    lines: list[AlertLine]

    @property
    def count(self) -> int:
        return sum(len(line.subjects) for line in self.lines)

    @property
    def first(self) -> list[AlertLine]:
        return self.lines[:SHOWN]

    @property
    def others(self) -> list[AlertLine]:
        return self.lines[SHOWN:]


def alert_groups(user: Any) -> list[AlertGroup]:
    """Of the open alerts this person is to see. One query."""
    sees_complaints = may(user, Action.COMPLAINT_VIEW)
    by_kind: dict[str, dict[str, list[Subject]]] = {}
    for alert in selectors.alerts_of(user):
        same = by_kind.setdefault(alert.kind, {}).setdefault(alert.words, [])
        same.append(_subject(alert, sees_complaints))
    return [
        AlertGroup(kind, [_line(kind, words, found) for words, found in by_kind[kind].items()])
        for kind in ORDER
        if kind in by_kind
    ]


def _subject(alert: SyncAlert, sees_complaints: bool) -> Subject:
    parts = [alert.key.name if alert.key else "", alert.contract_id or ""]
    known = alert.complaint_id and sees_complaints and alert.kind != Kind.UNREADABLE
    address = reverse("complaint", args=[alert.complaint_id]) if known else ""
    return Subject(alert, " ".join(part for part in parts if part), address)


def _line(kind: SyncAlert.Kind, words: str, subjects: list[Subject]) -> AlertLine:
    link, route, place = _PLACES.get(kind, ("", "", ""))
    return AlertLine(words, subjects, link, f"{_address(route)}{place}")


def _address(route: str) -> str:
    """Nothing where the product has no such page."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
