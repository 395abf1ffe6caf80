"""The road between the plan and a simulator, in the words of the tests."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.db.models import DateTimeField, F
from django.utils import timezone

from complaints.models import (
    Acknowledgement,
    CaseworkNote,
    CaseworkUpload,
    Complaint,
    ContactAttempt,
    Resolution,
    UploadEvent,
)
from ctm_casework.accounts.models import User
from hpms_sync.download.run import download
from hpms_sync.models import ApiKey, DownloadRun, LedgerEntry, QuarantinedRecord
from hpms_sync.simulator.clock import us_date
from hpms_sync.simulator.process import SimulatorProcess
from hpms_sync.upload.send import uploads_send
from tests.factories import make_user

CASE = "C2612345601"
OTHER = "C2612345602"
THIRD = "C2612345603"
NOTE = "Called the member, who was out. Left a message with our number."
CLOSING = (
    "Beneficiary was billed the August premium twice. Called her, found the second payment in the "
    "billing system and refunded it. She was told the outcome by phone and agrees."
)
# A person as HPMS sends one; nobody's text may show in logs, errors or command output.
PERSON = {
    "CONTACT_FNAME": "Delores",
    "CONTACT_LNAME": "Whitaker",
    "CONTACT_PHONE": "(845) 555-0147",
    "BENE_ID": "1EG4TE5MK73",
    "COMPLAINT_SUMMARY": "The member was billed twice for the same month.",
}
# The same words may be sent again: three calls are three notes.
AGAIN = Acknowledgement("UP.caseworkNotes.new", "Another call on another day")
ASSIGNED = "ASSIGNMENT/REASSIGNMENT_DATE"
# What passing time moves: every stored moment of these.
TIMED = (CaseworkUpload, UploadEvent, DownloadRun, Complaint, QuarantinedRecord, LedgerEntry)


class Road:
    def __init__(self, hpms: SimulatorProcess, key: ApiKey) -> None:
        self.hpms, self.key = hpms, key
        self.added: list[str] = []
        self._began = len(hpms.journal())

    # HPMS's side

    def add(self, complaint_id: str = CASE, deliver_to: str = "", **columns: Any) -> str:
        """A complaint of contract H1234, received and assigned two days ago. `deliver_to`: HPMS gives it
        to whoever asks for that contract."""
        day = us_date(timezone.localdate() - timedelta(days=2))
        record = {**PERSON, "COMPLAINT_ID": complaint_id, "ISSUE_LEVEL": "Urgent"}
        record |= {"RECEIVED_DATE": day, ASSIGNED: day} | columns
        self.hpms.cms("add_record", record=record, deliver_to=deliver_to)
        self.added.append(complaint_id)
        return complaint_id

    def set(self, complaint_id: str = CASE, drop: tuple[str, ...] = (), **columns: Any) -> None:
        self.hpms.cms("set", complaint_id, columns=columns, drop=list(drop))

    def sent(self, complaint_id: str = CASE) -> list[str]:
        """The notes that HPMS took on a complaint, oldest first."""
        return [
            line["caseworkNotes"]
            for call in self.journal("upload")
            for line in call.get("lines", ())
            if line["complaintId"] == complaint_id and line["applied"]
        ]

    def journal(self, endpoint: str) -> list[dict[str, Any]]:
        """The calls HPMS received since this road was made."""
        calls = self.hpms.journal()[self._began :]
        return [call for call in calls if call["endpoint"] == endpoint]

    def calls(self, endpoint: str) -> int:
        return len(self.journal(endpoint))

    # The plan's side

    def download(self, since: date | None = None) -> DownloadRun:
        run = download(self.key, since)
        assert run.state == DownloadRun.State.COMPLETE, run.error
        return run

    def failing_download(self) -> DownloadRun:
        run = download(self.key)
        assert run.state == DownloadRun.State.FAILED
        return run

    def upload(self) -> Counter[str]:
        return uploads_send(self.key)

    def casey(self) -> User:
        return User.objects.filter(username="casey").first() or make_user(
            contracts=("H1234", "H5678", "S4802")
        )

    def note(self, text: str = NOTE, complaint_id: str = CASE) -> CaseworkUpload:
        """A note of Casey's, and the row that carries it to HPMS."""
        note = CaseworkNote.enter(complaint_id, self.casey(), acknowledgements=[AGAIN], text=text)
        return note.uploads.get()

    def resolve(self, complaint_id: str = CASE, text: str = CLOSING) -> CaseworkUpload:
        """Casey reaches the member, once in each assignment, and closes the complaint by the plain way."""
        made = ContactAttempt.objects.filter(complaint=complaint_id, assignment__ended_on=None)
        if not made.exists():
            ContactAttempt.enter(
                complaint_id,
                self.casey(),
                attempted_at=timezone.now() - timedelta(hours=1),
                method="PHONE",
                outcome="REACHED",
                party="BENEFICIARY",
                purpose="RESOLUTION",
            )
        resolution = Resolution.enter(
            complaint_id,
            self.casey(),
            acknowledgements=[AGAIN],
            resolution_date=timezone.localdate(),
            note=text,
            contact_made="BENEFICIARY",
            complainant_satisfied="Y",
            hpi_related="N",
            resolution_notification="1",
        )
        return resolution.uploads.get()

    # Time

    def pass_time(self, **span: float) -> None:
        """Lets time pass: every stored moment moves into the past."""
        with pgtrigger.ignore("complaints.UploadEvent:append_only"):
            for model in TIMED:
                moments = [f.name for f in model._meta.fields if isinstance(f, DateTimeField)]
                model.objects.update(**{name: F(name) - timedelta(**span) for name in moments})


def story(row: CaseworkUpload) -> list[str]:
    """What the row tells a person, oldest line first."""
    return list(row.events.values_list("message", flat=True))


def state(row: CaseworkUpload) -> str:
    row.refresh_from_db()
    return row.state
