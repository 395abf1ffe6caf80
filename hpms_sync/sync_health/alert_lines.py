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
    Kind.NOTHING_CAME: ("See the downloads", "sync-downloads", ""),
    Kind.LAYOUT_CHANGED: ("See the downloads", "sync-downloads", ""),
    Kind.OUT_OF_VIEW: ("See the ledger", "ledger", ""),
}
# Of one kind so many stand open on the page; the others unfold.
SHOWN = 5


@dataclass(frozen=True)
class AlertLine:
    """`subject`: the complaint, contract or key it is about; `address`: where to act, "" for nowhere."""

    alert: SyncAlert
    subject: str
    link: str
    address: str


@dataclass(frozen=True)
class AlertGroup:
    """The alerts of one kind, newest first."""

    kind: SyncAlert.Kind
    lines: list[AlertLine]

    @property
    def first(self) -> list[AlertLine]:
        return self.lines[:SHOWN]

    @property
    def others(self) -> list[AlertLine]:
        return self.lines[SHOWN:]


def alert_groups(user: Any) -> list[AlertGroup]:
    """Of the open alerts this person is to see. One query."""
    sees_complaints = may(user, Action.COMPLAINT_VIEW)
    by_kind: dict[str, list[AlertLine]] = {}
    for alert in selectors.alerts_of(user):
        by_kind.setdefault(alert.kind, []).append(_line(alert, sees_complaints))
    return [AlertGroup(kind, by_kind[kind]) for kind in ORDER if kind in by_kind]


def _line(alert: SyncAlert, sees_complaints: bool) -> AlertLine:
    parts = [alert.key.name if alert.key else "", alert.contract_id or "", alert.complaint_id]
    subject = " ".join(part for part in parts if part)
    if alert.complaint_id and sees_complaints and alert.kind != Kind.UNREADABLE:
        address = reverse("complaint", args=[alert.complaint_id])
        return AlertLine(alert, subject, "Open the complaint", address)
    words, route, place = _PLACES.get(Kind(alert.kind), ("", "", ""))
    return AlertLine(alert, subject, words, f"{_address(route)}{place}")


def _address(route: str) -> str:
    """Nothing where the product has no such page."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
