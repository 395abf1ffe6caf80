"""Upload files made, made again, and answered."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from complaints.models import CaseworkUpload, Complaint, UploadEvent
from complaints.models.choices import UploadState
from ctm_casework.accounts.models import User
from hpms_sync.files.upload_file import EXTENSION, file_name_fits, upload_file
from hpms_sync.keys.environments import environments_of
from hpms_sync.models import ApiKey, ExportedUpload, UploadExport
from hpms_sync.models.exports import ANSWERABLE
from hpms_sync.upload.claim import heads_waiting, uploads_claim_for_file
from hpms_sync.upload.outcome import outcomes_write
from hpms_sync.upload.send import SAVED

Answer = ExportedUpload.Answer
_MESSAGE_LENGTH = 300
# A line's answer is two fields, and Django takes 1,000 with a form.
LINES_MOST = 400


def environment_of(contracts: Collection[str]) -> str:
    """The environment all these contracts are of, by their keys; a contract that never had one is taken
    for a real one. Raises ValidationError where sandbox and production would meet in a file."""
    known = environments_of(contracts)
    found = {known.get(contract, ApiKey.Environment.PRODUCTION.value) for contract in contracts}
    if len(found) > 1:
        raise ValidationError(
            "These contracts are partly of the sandbox, partly of production: never in one file. Choose "
            "those of one environment."
        )
    return found.pop()


@dataclass(frozen=True)
class Waiting:
    """The first rows a file would hold now, in its order; how many more wait behind them, nobody has asked
    the rules about those; and how many rows a rule would stop."""

    rows: list[CaseworkUpload]
    more: int
    blocked: int

    @property
    def lines(self) -> int:
        """Of the file, at most."""
        return min(len(self.rows) + self.more, LINES_MOST)


def export_preview(contracts: Collection[str], most: int) -> Waiting:
    """Takes the first rows as for a file, and takes it back: nothing is changed."""
    with transaction.atomic():
        last = UploadEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        rows = uploads_claim_for_file(contracts, most)
        stopped = UploadEvent.objects.filter(
            pk__gt=last,
            state=UploadState.BLOCKED,
            upload__complaint__contract__in=contracts,
        )
        waiting = Waiting(rows, heads_waiting(contracts), stopped.count())
        transaction.set_rollback(True)
    return waiting


@transaction.atomic
def export_make(user: User, contracts: Collection[str], file_name: str = "") -> UploadExport:
    """Puts the head of each complaint's line, the first LINES_MOST, into a file and holds it back from
    everything else until somebody says what HPMS answered. Raises ValidationError when nothing waits or
    a file cannot carry it."""
    if not contracts:
        raise ValidationError("Choose at least one contract.")
    environment = environment_of(contracts)
    rows = uploads_claim_for_file(contracts, LINES_MOST)
    if not rows:
        raise ValidationError("Nothing waits to be sent for these contracts.")
    text = upload_file([row.payload for row in rows])
    export = UploadExport.objects.create(
        made_by=user,
        environment=environment,
        contracts=sorted(contracts),
        file_name=file_name_fits(file_name or _name(contracts)),
        sha256=hashlib.sha256(text).digest(),
    )
    ExportedUpload.objects.bulk_create(
        ExportedUpload(export=export, upload=row, line=line, attempt=cast(UUID, row.attempt))
        for line, row in enumerate(rows, start=1)
    )
    UploadEvent.tell_all(
        (row, f"Line {line} of the upload file {export.file_name}, made by {user}.")
        for line, row in enumerate(rows, start=1)
    )
    return export


def export_file(export: UploadExport) -> bytes:
    """The file's bytes, the same each time. Raises ValidationError once a line is answered, or a download
    has shown its note: uploaded again, it would stand in HPMS twice."""
    rows = export.rows.select_related("upload")
    if any(row.answer or not row.open for row in rows):
        raise ValidationError("This file is answered: it is not to be uploaded again.")
    text = upload_file([row.upload.payload for row in rows])
    if hashlib.sha256(text).digest() != bytes(export.sha256):
        raise ValidationError(
            "The file cannot be made again as it was. Answer it as it was uploaded."
        )
    return text


@dataclass(frozen=True)
class Said:
    """What HPMS answered to one line; `message` where it is neither of the known ones."""

    answer: str
    message: str = ""


def export_answer(user: User, export: UploadExport, said: Mapping[int, Said]) -> int:
    """Writes down HPMS's answers by line, as the API's would be. Returns how many rows they settled: what
    was settled before stays. Raises ValidationError for a line without an answer that can be read."""
    for line, one in said.items():
        if one.answer not in Answer.values or (
            one.answer == Answer.REFUSED and not one.message.strip()
        ):
            raise ValidationError(
                f"Line {line}: choose an answer, and copy another message from HPMS."
            )
    rows = export.rows.select_related("upload")
    answered = [row for row in rows if row.line in said and row.open]
    uploads = {row.upload_id: (row.upload, _fate(user, export, said[row.line])) for row in answered}
    with transaction.atomic():
        _lock_complaints({upload.complaint_id for upload, _ in uploads.values()})
        outcomes_write(
            [upload for upload, _ in uploads.values()],
            lambda row: uploads[row.pk][1],
            among=ANSWERABLE,
        )
        mine = [row for row in answered if row.upload.state == uploads[row.upload_id][1][0]]
        for row in mine:
            row.answer, row.answered_by = said[row.line].answer, user
            row.answered_at = timezone.now()
        ExportedUpload.objects.bulk_update(mine, ["answer", "answered_by", "answered_at"])
    return len(mine)


def _lock_complaints(complaint_ids: set[str]) -> None:
    """A complaint is locked before its uploads, and all in one order, as everybody else does."""
    complaints = Complaint.objects.select_for_update().filter(pk__in=complaint_ids)
    list(complaints.order_by("pk").values_list("pk"))


def _fate(user: User, export: UploadExport, said: Said) -> tuple[UploadState, str]:
    message = " ".join(said.message.split())
    if said.answer == Answer.SAVED or message.strip(" .").lower() == SAVED.lower():
        return UploadState.ACCEPTED, f"{SAVED}, read in HPMS by {user}."
    if said.answer == Answer.NOT_SENT:
        return UploadState.QUEUED, f"{user}: the file was not uploaded. Waiting to be sent."
    if said.answer == Answer.UNKNOWN:
        return UploadState.UNCERTAIN, (
            f"{user}: uploaded in {export.file_name}, HPMS's answer is not known. Later downloads will tell."
        )
    if said.answer == Answer.NO_SUCH_CASE:
        message = Answer.NO_SUCH_CASE.label
    return UploadState.FAILED, f"{message[:_MESSAGE_LENGTH]} (read in HPMS by {user})"


def _name(contracts: Collection[str]) -> str:
    """Contracts and the moment: no file of the same second has the same name."""
    few = "_".join(sorted(contracts)) if len(contracts) <= 3 else f"{len(contracts)}_CONTRACTS"
    return f"{few}_{timezone.localtime():%Y%m%d_%H%M%S}{EXTENSION}"


def words_of(row: CaseworkUpload) -> str:
    """What the row is, in a word."""
    return "Resolution" if row.resolves else "Note"
