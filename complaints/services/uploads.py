"""What people do about uploads: mend a refused note, answer "is it in HPMS?", take a row back, send now."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from complaints.models import Acknowledgement, CaseworkNote, CaseworkUpload, Complaint, Resolution
from complaints.models.choices import UploadState
from complaints.services.case import case_refresh

MENDABLE = (UploadState.FAILED, UploadState.BLOCKED)


@transaction.atomic
def upload_mend(
    upload: CaseworkUpload, author: Any, text: str, acknowledgements: Iterable[Acknowledgement] = ()
) -> CaseworkNote:
    """Replaces a refused note by a mended one, which takes its place in the line.

    Raises Refused when the SOP refuses the new text, ValidationError when the row is not a refused note."""
    row = _locked(upload)
    if row.note is None or row.state not in MENDABLE:
        raise ValidationError("Only a note that was refused can be mended.")
    note = CaseworkNote(
        complaint_id=row.complaint_id,
        author=author,
        text=text,
        include_in_summary=row.note.include_in_summary,
        comments=row.note.comments,
        **{name: getattr(row.note, name) for name in AGENT_BROKER},
    )
    note.acknowledgements = tuple(acknowledgements)
    note.mends = row
    note.save()
    return note


AGENT_BROKER = (
    "agent_broker_complaint",
    "agent_broker_first_name",
    "agent_broker_last_name",
    "agent_broker_npn",
    "agent_broker_fmo",
    "agent_broker_notes",
)


@transaction.atomic
def upload_withdraw(upload: CaseworkUpload, user: Any) -> None:
    """Takes a refused row out of the line for good; the note stays in the casework."""
    row = _locked(upload)
    if row.state not in MENDABLE:
        raise ValidationError("Only a row that was refused can be taken back.")
    row.withdraw(f"Taken back by {user}.")
    case_refresh([row.complaint_id])


class Look(StrEnum):
    """What a person found in HPMS."""

    THERE = "yes"
    NOTE_ALONE = "note"  # of a resolution: its note is there, the complaint is open
    MISSING = "no"


@transaction.atomic
def upload_decide(upload: CaseworkUpload, user: Any, found: Look) -> None:
    """Writes down a person's look into HPMS: there, of a resolution the note alone, or not there and to
    be sent again.

    A resolution said to be there is as good as accepted: the downloads still have to show it.
    Raises ValidationError when nobody asks any more, or when the answer fits resolutions only."""
    row = _locked(upload)
    if row.state != UploadState.NEEDS_DECISION:
        raise ValidationError("This question is settled already. Reload the page.")
    if found is Look.NOTE_ALONE and row.resolution is None:
        raise ValidationError("Answer yes or no: this row carries a note alone.")
    row.tell(_DECIDED[found](row, user))
    case_refresh([row.complaint_id])


def _there(row: CaseworkUpload, user: Any) -> str:
    row.settled_at = timezone.now()
    if row.resolves:
        row.state, row.accepted_at, row.absences = UploadState.ACCEPTED, row.settled_at, 0
    else:
        row.state = UploadState.CONFIRMED
    row.save(update_fields=["state", "accepted_at", "absences", "settled_at"])
    return f"{user} looked: it is in HPMS."


def _note_alone(row: CaseworkUpload, user: Any) -> str:
    row.state, row.settled_at = UploadState.CONFIRMED, timezone.now()
    row.save(update_fields=["state", "settled_at"])
    if row.resolution:
        row.resolution.withdraw()
    return f"{user} looked: the note is in HPMS, and the complaint is open. Resolve again."


def _missing(row: CaseworkUpload, user: Any) -> str:
    row.state = UploadState.QUEUED
    row.save(update_fields=["state"])
    row.dispatch()
    return f"{user} looked: it is not in HPMS. Waiting to be sent again."


_DECIDED = {Look.THERE: _there, Look.NOTE_ALONE: _note_alone, Look.MISSING: _missing}


def resolution_reinstate(resolution: Resolution) -> None:
    """A resolution that was taken back counts again, unless another has been made since."""
    live = Resolution.objects.filter(
        complaint=resolution.complaint_id, assignment=resolution.assignment_id, withdrawn_at=None
    )
    if not live.exists():
        # Past the manager, as withdraw() does: of a resolution only this may change.
        QuerySet(Resolution).filter(pk=resolution.pk).update(withdrawn_at=None)


def uploads_send_now() -> None:
    """Asks the workers to work the queue off at once."""
    CaseworkUpload.dispatch()


def _locked(upload: CaseworkUpload) -> CaseworkUpload:
    """The row as it stands, with its complaint and then itself locked."""
    Complaint.objects.select_for_update().get(pk=upload.complaint_id)
    return (
        CaseworkUpload.objects.select_for_update(of=("self",))
        .select_related("note", "resolution")
        .get(pk=upload.pk)
    )
