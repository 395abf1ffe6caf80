"""The outbox: what is to reach HPMS, in order per complaint, and the story of each row.

A row is written in the transaction of the note or resolution it carries. The sync works the rows off;
only people and evidence settle one that got no clear answer."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from celery import current_app
from django.db import models, transaction
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from complaints.casework_payload import payload
from complaints.models.choices import UploadState
from complaints.models.complaint import Complaint
from complaints.sent_text import sent_text

if TYPE_CHECKING:
    from complaints.models.casework import CaseworkNote, HpmsText, Resolution

# A row in one of these holds back the rows behind it on the same complaint.
UNSETTLED = (
    UploadState.QUEUED,
    UploadState.SENDING,
    UploadState.EXPORTED,
    UploadState.UNCERTAIN,
    UploadState.NEEDS_DECISION,
    UploadState.FAILED,
    UploadState.BLOCKED,
)
# A row in one of these waits for a person.
FOR_A_PERSON = (UploadState.FAILED, UploadState.BLOCKED, UploadState.NEEDS_DECISION)


class CaseworkUpload(models.Model):
    """One row for HPMS: a note or a resolution, the exact payload, and where it stands."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="uploads")
    note = models.ForeignKey(
        "complaints.CaseworkNote", models.PROTECT, null=True, related_name="uploads"
    )
    resolution = models.ForeignKey(
        "complaints.Resolution", models.PROTECT, null=True, related_name="uploads"
    )
    place = models.PositiveIntegerField(help_text="Place in the complaint's line, 1 first.")
    payload = models.JSONField(help_text="The 13 keys exactly as sent.")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=14, choices=UploadState, default=UploadState.QUEUED)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(null=True, help_text="Waits until then after a failed try.")

    # The attempt in flight or last made
    attempt = models.UUIDField(null=True)
    attempted_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(
        null=True, help_text="By then the attempt has been answered or is lost."
    )
    tries = models.PositiveIntegerField(default=0)
    # What the downloads showed before the attempt: evidence is what is new since then
    baseline_notes = models.TextField(blank=True)
    baseline_resolution_date = models.DateField(null=True)
    baseline_as_of = models.DateTimeField(null=True)
    absences = models.PositiveIntegerField(
        default=0, help_text="Covering downloads that lacked it."
    )
    accepted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["complaint_id", "place", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["complaint", "place"],
                condition=Q(state__in=UNSETTLED),
                name="unsettled_line",
            ),
            models.Index(fields=["state", "due_on"]),
            models.Index(
                fields=["due_on", "created_at", "id"],
                condition=Q(state=UploadState.QUEUED),
                name="queue_in_order_of_sending",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(state__in=(UploadState.SENDING, UploadState.EXPORTED)),
                name="one_upload_in_flight_per_complaint",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    Length(KeyTextTransform("caseworkNotes", "payload")), 4_000
                ),
                name="sent_note_is_at_most_4000_characters",
            ),
            models.CheckConstraint(
                condition=~Q(payload__caseworkNotes__regex="[<>&;]"),
                name="sent_note_holds_no_restricted_character",
            ),
            models.CheckConstraint(
                condition=Q(note=None, resolution__isnull=False)
                | Q(note__isnull=False, resolution=None),
                name="upload_carries_one_record",
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.pk} of {self.complaint_id}"

    @property
    def resolves(self) -> bool:
        return self.resolution_id is not None

    @property
    def record(self) -> "CaseworkNote | Resolution":
        """The note or the resolution this row carries."""
        carried = self.resolution or self.note
        assert carried is not None, "upload_carries_one_record"
        return carried

    @classmethod
    def enqueue_note(
        cls, note: "CaseworkNote", mends: "CaseworkUpload | None" = None
    ) -> "CaseworkUpload":
        """Puts the note at the end of the complaint's line, or in the place of the row it mends."""
        values = {"caseworkNotes": sent_text(note.text).text, "resolveComplaintYN": "N"}
        if mends:
            mends.withdraw("Mended: another text goes in its place.")
        place = mends.place if mends else None
        return cls._enqueue(note.complaint, _with_group(note, values), place, note=note)

    @classmethod
    def enqueue_resolution(cls, resolution: "Resolution") -> "CaseworkUpload":
        place = None
        refused = resolution.complaint.uploads.filter(
            resolution__isnull=False, state__in=(UploadState.FAILED, UploadState.BLOCKED)
        )
        for row in refused:
            row.withdraw("Resolved anew: another resolution goes in its place.")
            place = row.place
        values = resolution_values(resolution)
        return cls._enqueue(resolution.complaint, values, place, resolution=resolution)

    @classmethod
    def _enqueue(
        cls,
        complaint: Complaint,
        values: dict[str, str | None],
        place: int | None,
        **record: "CaseworkNote | Resolution",
    ) -> "CaseworkUpload":
        last = complaint.uploads.aggregate(last=models.Max("place"))["last"] or 0
        row = cls.objects.create(
            complaint=complaint,
            place=place or last + 1,
            payload=payload(complaint.complaint_id, values),
            due_on=complaint.due_on,
            **record,
        )
        row.tell("Waiting to be sent.")
        if (
            row.resolves
            and complaint.due_on
            and complaint.due_on <= complaint.contract.today + timedelta(days=1)
        ):
            row.dispatch()
        return row

    def withdraw(self, why: str) -> None:
        self.state, self.settled_at = UploadState.WITHDRAWN, timezone.now()
        self.save(update_fields=["state", "settled_at"])
        self.tell(why)

    def tell(self, message: str) -> None:
        """Adds a line to the row's story. Never PHI: HPMS's message or our own words."""
        UploadEvent.objects.create(upload=self, state=self.state, message=message)

    @staticmethod
    def dispatch() -> None:
        """Asks the workers to work off the queue as soon as this transaction stands. With Redis away it
        is logged and left to beat: what is saved must not look refused."""
        transaction.on_commit(
            lambda: current_app.send_task("hpms_sync.tasks.upload_queue", retry=False), robust=True
        )


def resolution_values(resolution: "Resolution") -> dict[str, str | None]:
    """What HPMS gets for a resolution, saved or not, by payload key; `payload` completes it."""
    values = {
        "caseworkNotes": sent_text(resolution.note).text,
        "resolveComplaintYN": "Y",
        "complainantSatisfied": resolution.complainant_satisfied,
        "hpiRelated": resolution.hpi_related,
        "resolutionNotification": resolution.resolution_notification,
    }
    return _with_group(resolution, values)


def _with_group(record: "HpmsText", values: Mapping[str, str | None]) -> dict[str, str | None]:
    return {
        **values,
        "comments": sent_text(record.comments).text,
        "agentBrokerComplaint": record.agent_broker_complaint,
        "agentBrokerFirstName": sent_text(record.agent_broker_first_name).text,
        "agentBrokerLastName": sent_text(record.agent_broker_last_name).text,
        "agentBrokerNPN": record.agent_broker_npn.strip(),
        "agentBrokerFMO": sent_text(record.agent_broker_fmo).text,
        "agentBrokerNotes": sent_text(record.agent_broker_notes).text,
    }


class UploadEvent(models.Model):
    """One line of an upload's story. Append-only."""

    upload = models.ForeignKey(CaseworkUpload, models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=14, choices=UploadState)
    message = models.TextField()

    class Meta:
        ordering: ClassVar = ["pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.message

    @staticmethod
    def tell_all(told: Iterable[tuple[CaseworkUpload, str]]) -> None:
        """Adds a line to the story of each row, in one statement. Never PHI, as in `tell`."""
        UploadEvent.objects.bulk_create(
            UploadEvent(upload=row, state=row.state, message=message) for row, message in told
        )
