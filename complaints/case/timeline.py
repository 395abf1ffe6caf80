"""The casework of a complaint as one story: notes, contacts, resolutions, and what HPMS changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from complaints.case.changes import changes_in_words
from complaints.models import (
    CaseworkNote,
    CaseworkUpload,
    Complaint,
    ComplaintChange,
    ContactAttempt,
    Resolution,
    RuleAcknowledgement,
)
from complaints.statements.doors import DOORS
from complaints.statements.panel import records_of
from complaints.statements.words import lines_of
from ctm_casework.accounts.models import User

KINDS = (
    ("notes", "Notes"),
    ("contacts", "Contacts"),
    ("statements", "Statements"),
    ("changes", "HPMS changes"),
)


@dataclass(frozen=True)
class Entry:
    """One event at a local time. `uploads` are the rows for HPMS that carry it, the newest last."""

    at: datetime
    kind: str
    title: str
    who: str
    text: str = ""
    lines: Sequence[str] = ()
    uploads: Sequence[CaseworkUpload] = ()
    internal: bool = False
    anchor: str = ""
    went_past: Sequence[RuleAcknowledgement] = ()


@dataclass(frozen=True)
class Day:
    day: date
    entries: list[Entry] = field(default_factory=list)


class Timeline:
    """All entries of one complaint that a person may see, newest first, in a constant number of queries."""

    kinds = KINDS

    def __init__(self, complaint: Complaint, user: User, show: str = "") -> None:
        self.user = user
        self.complaint, self.zone = complaint, ZoneInfo(complaint.contract.zone)
        self.show = show if show in dict(KINDS) else ""
        self.uploads = list(
            CaseworkUpload.objects.filter(complaint=complaint)
            .select_related("note")
            .prefetch_related("events")
        )
        self.went_past = _went_past(complaint)
        self.stated = records_of(complaint, user)
        self.entries = sorted(self._entries(), key=lambda entry: entry.at, reverse=True)

    @property
    def days(self) -> list[Day]:
        shown = [entry for entry in self.entries if self.show in ("", entry.kind)]
        return [Day(day, list(some)) for day, some in groupby(shown, lambda entry: entry.at.date())]

    @property
    def counts(self) -> dict[str, int]:
        return {key: sum(e.kind == key for e in self.entries) for key, _ in KINDS}

    def _entries(self) -> Iterable[Entry]:
        yield from self._notes()
        yield from self._contacts()
        yield from self._resolutions()
        yield from self._statements()
        yield from self._changes()

    def _notes(self) -> Iterable[Entry]:
        uploads = _by("note_id", self.uploads)
        notes = (
            CaseworkNote.objects.visible_to(self.user)
            .filter(complaint=self.complaint)
            .select_related("author")
        )
        for number, note in enumerate(notes, start=1):
            yield Entry(
                self._local(note.created_at),
                "notes",
                f"Note {number}" + (", internal" if note.internal else ""),
                str(note.author),
                note.text,
                _beside(note),
                uploads[note.pk],
                note.internal,
                f"note-{note.pk}",
                self.went_past[str(note._meta.model_name), note.pk],
            )

    def _contacts(self) -> Iterable[Entry]:
        contacts = (
            ContactAttempt.objects.visible_to(self.user)
            .filter(complaint=self.complaint)
            .select_related("author")
        )
        for contact in contacts:
            words = [contact.get_outcome_display(), contact.get_method_display()]
            yield Entry(
                self._local(contact.attempted_at or contact.created_at),
                "contacts",
                f"Contact: {contact.get_party_display()}, {', '.join(words).lower()}",
                str(contact.author),
                contact.remark,
                [f"Purpose: {contact.get_purpose_display().lower()}"],
                anchor=f"contact-{contact.pk}",
                went_past=self.went_past[str(contact._meta.model_name), contact.pk],
            )

    def _resolutions(self) -> Iterable[Entry]:
        uploads = _by("resolution_id", self.uploads)
        made = Resolution.objects.filter(complaint=self.complaint).select_related("author")
        for resolution in made:
            yield Entry(
                self._local(resolution.created_at),
                "notes",
                "Resolution" + (", taken back" if resolution.withdrawn_at else ""),
                str(resolution.author),
                resolution.note,
                _outcome(resolution) + _beside(resolution),
                uploads[resolution.pk],
                anchor=f"resolution-{resolution.pk}",
                went_past=self.went_past[str(resolution._meta.model_name), resolution.pk],
            )

    def _statements(self) -> Iterable[Entry]:
        for word, records in self.stated.items():
            for record in records:
                name = DOORS[word].name
                yield Entry(
                    self._local(record.created_at),
                    "statements",
                    f"{name[0].upper()}{name[1:]}",
                    str(record.author),
                    lines=lines_of(record, self.zone),
                    anchor=f"{record._meta.model_name}-{record.pk}",
                    went_past=self.went_past[str(record._meta.model_name), record.pk],
                )

    def _changes(self) -> Iterable[Entry]:
        changes = ComplaintChange.objects.filter(complaint=self.complaint)
        for seen_at, some in groupby(changes, lambda change: change.seen_at):
            first, lines = changes_in_words(list(some))
            title = "Arrived from HPMS" if first else "HPMS change"
            yield Entry(self._local(seen_at), "changes", title, "sync", lines=lines)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)


def _went_past(complaint: Complaint) -> dict[tuple[str, int], list[RuleAcknowledgement]]:
    """The warnings gone past, by the record made: its model's name and its key."""
    grouped: dict[tuple[str, int], list[RuleAcknowledgement]] = defaultdict(list)
    for passed in RuleAcknowledgement.objects.filter(complaint=complaint).select_related("user"):
        grouped[passed.record_kind, passed.record_id].append(passed)
    return grouped


def _by(key: str, uploads: Iterable[CaseworkUpload]) -> dict[int, list[CaseworkUpload]]:
    grouped: dict[int, list[CaseworkUpload]] = defaultdict(list)
    for upload in uploads:
        grouped[getattr(upload, key)].append(upload)
    return grouped


def _beside(record: Any) -> list[str]:
    """What was sent beside the note."""
    lines = [f"Comments to CMS: {record.comments}"] if record.comments else []
    if record.agent_broker_complaint:
        lines.append(f"Agent or broker: {record.get_agent_broker_complaint_display()}")
    return lines


def _outcome(resolution: Resolution) -> list[str]:
    told = resolution.get_resolution_notification_display()
    return [
        f"Resolved {resolution.resolution_date:%m/%d/%Y}. "
        f"Satisfied: {resolution.get_complainant_satisfied_display()}. "
        f"HPI related: {resolution.get_hpi_related_display()}. Notification: {told}."
    ]
