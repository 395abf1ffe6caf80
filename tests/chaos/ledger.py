"""HPMS's journal against the outbox: what was lost, sent twice, out of order, or never settled."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from complaints.models import CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from hpms_sync.upload.evidence import NOTES_CUT, STAMP_ROOM
from tests.sync.road import Road

ANSWERED = {UploadState.ACCEPTED, UploadState.CONFIRMED}
IN_FLIGHT = (UploadState.SENDING, UploadState.UNCERTAIN)
IDENTICAL = "asked: the same words were sent shortly before"
TWINS = "accepted, not told apart from the same words"
NO_NOTES = "asked: the download before it lacked the notes column"
FULL = "asked: the notes field was near its cut"


@dataclass
class Ledger:
    """Each list holds complaint ids (or row ids) to look at; all but `explained` must be empty."""

    states: Counter[str]
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    in_flight: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)  # accepted, and no download showed it
    refused: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)  # our copy is not HPMS's record
    explained: Counter[str] = field(default_factory=Counter)

    @property
    def violations(self) -> dict[str, list[str]]:
        return {
            "lost": self.lost,
            "sent twice": self.twice,
            "out of order": self.disordered,
            "left in SENDING or UNCERTAIN": self.in_flight,
            "accepted and never seen": self.unseen,
            "refused or blocked": self.refused,
            "asked without need": self.unexplained,
            "copies that differ from HPMS": self.differing,
        }

    @property
    def clean(self) -> bool:
        return not any(self.violations.values())


def applied(road: Road) -> dict[str, list[str]]:
    """By complaint: the notes HPMS saved, in the order it did."""
    found: dict[str, list[str]] = {}
    for call in road.journal("upload"):
        for line in call.get("lines", ()):
            if line["applied"]:
                found.setdefault(line["complaintId"], []).append(line["caseworkNotes"])
    return found


def compare(road: Road) -> Ledger:
    """To be asked when nothing moves any more."""
    saved = applied(road)
    lines: dict[str, list[CaseworkUpload]] = {}
    for row in CaseworkUpload.objects.order_by("complaint_id", "place", "pk"):
        lines.setdefault(row.complaint_id, []).append(row)
    ledger = Ledger(Counter(row.state for rows in lines.values() for row in rows))
    for complaint_id, rows in lines.items():
        _compare_line(ledger, complaint_id, rows, saved.get(complaint_id, []))
        for row in rows:
            _look_at(ledger, row)
    ledger.lost += sorted(saved.keys() - lines.keys())
    _compare_copies(ledger, road, list(lines))
    return ledger


def _compare_line(
    ledger: Ledger, complaint_id: str, rows: list[CaseworkUpload], saved: list[str]
) -> None:
    tried = [_text(row) for row in rows if row.tries]
    answered = Counter(_text(row) for row in rows if row.state in ANSWERED)
    if answered - Counter(saved):
        ledger.lost.append(complaint_id)
    if Counter(saved) - Counter(tried):
        ledger.twice.append(complaint_id)
    elif not _in_order(saved, tried):
        ledger.disordered.append(complaint_id)


def _in_order(some: list[str], line: list[str]) -> bool:
    rest = iter(line)
    return all(text in rest for text in some)


def _look_at(ledger: Ledger, row: CaseworkUpload) -> None:
    name = f"{row.complaint_id}/{row.pk}"
    if row.state in IN_FLIGHT:
        ledger.in_flight.append(name)
    elif row.state == UploadState.ACCEPTED:
        _count_or_list(ledger, row, ledger.unseen, _twins(row) and TWINS)
    elif row.state in (UploadState.FAILED, UploadState.BLOCKED, UploadState.WITHDRAWN):
        ledger.refused.append(name)
    elif row.state == UploadState.NEEDS_DECISION:
        _count_or_list(ledger, row, ledger.unexplained, _why_asked(row))


def _count_or_list(ledger: Ledger, row: CaseworkUpload, violations: list[str], reason: str) -> None:
    if reason:
        ledger.explained[reason] += 1
    else:
        violations.append(f"{row.complaint_id}/{row.pk}")


def _why_asked(row: CaseworkUpload) -> str:
    """How the script made the evidence undecidable; "" when it did not."""
    if row.baseline_as_of is None:
        return NO_NOTES
    if len(row.complaint.plan_casework_notes) + len(_text(row)) + STAMP_ROOM > NOTES_CUT - 1_000:
        return FULL
    return IDENTICAL if _twins(row) else ""


def _twins(row: CaseworkUpload) -> bool:
    """Whether the row's words stand in another upload of the complaint."""
    others = row.complaint.uploads.exclude(pk=row.pk)
    return any(_text(row) in _text(other) for other in others)


def _compare_copies(ledger: Ledger, road: Road, ids: list[str]) -> None:
    for copy in Complaint.objects.filter(pk__in=ids):
        record: dict[str, Any] = road.hpms.record(copy.pk)
        shown = f"{copy.resolution_date:%m/%d/%Y}" if copy.resolution_date else ""
        ours = (copy.plan_casework_notes, shown, copy.resolution_summary)
        theirs = ("PLAN_CASEWORK_NOTES", "RESOLUTION_DATE", "RESOLUTION_SUMMARY")
        if ours != tuple(record[name] for name in theirs):
            ledger.differing.append(copy.pk)


def _text(row: CaseworkUpload) -> str:
    text: str = row.payload["caseworkNotes"]
    return text
