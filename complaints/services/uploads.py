"""What people do about uploads: mend a refused note, answer "is it in HPMS?", take a row back, send now."""

from collections.abc import Iterable
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


@transaction.atomic
def upload_decide(upload: CaseworkUpload, user: Any, in_hpms: bool) -> None:
    """Writes down a person's look into HPMS: there, or not there and to be sent again.

    Raises ValidationError when nobody asks any more."""
    row = _locked(upload)
    if row.state != UploadState.NEEDS_DECISION:
        raise ValidationError("This question is settled already. Reload the page.")
    if in_hpms:
        row.state, row.settled_at = UploadState.CONFIRMED, timezone.now()
        said = f"{user} looked: it is in HPMS."
    else:
        row.state = UploadState.QUEUED
        said = f"{user} looked: it is not in HPMS. Waiting to be sent again."
        row.dispatch()
    row.save(update_fields=["state", "settled_at"])
    row.tell(said)
    case_refresh([row.complaint_id])


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
        .select_related("note")
        .get(pk=upload.pk)
    )
