import os
from argparse import ArgumentParser
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from ctm_casework.accounts.command import CtmCommand, contract_ids
from ctm_casework.accounts.models import AccessLog, Contract, User
from hpms_sync.files.export import Answer, Said, export_answer, export_file, export_make
from hpms_sync.files.people import person_named
from hpms_sync.files.upload_file import file_name_fits
from hpms_sync.models import UploadExport

# As typed on a command line; any other word is HPMS's message.
_WORDS = {
    "saved": Said(Answer.SAVED),
    "no-such-case": Said(Answer.NO_SUCH_CASE),
    "not-sent": Said(Answer.NOT_SENT),
    "unknown": Said(Answer.UNKNOWN),
}


class Command(CtmCommand):
    help = (
        "Writes what waits for HPMS to an upload file and holds those rows back from everything else. "
        "Once the file is uploaded in HPMS, call it again with --answer to say what HPMS answered."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE.TXT", help="must not be there yet")
        parser.add_argument("--user", required=True, help="user name of whoever handles the file")
        parser.add_argument(
            "--contracts", type=contract_ids, default=[], help="such as H1234,S5678 (default: all)"
        )
        parser.add_argument(
            "--answer",
            action="append",
            default=[],
            metavar="LINE=ANSWER",
            help="HPMS's answer to a line, or to all that are open: all=saved, 2=no-such-case, "
            '3="another message", 4=not-sent (back to the queue), 5=unknown (downloads tell)',
        )

    def act(self, **options: Any) -> dict[str, Any]:
        user, file = person_named(options["user"]), options["file"]
        if options["answer"]:
            return self._answer(user, file.name, options["answer"])
        contracts = options["contracts"] or list(Contract.objects.values_list("pk", flat=True))
        export = _export(user, file, contracts)
        return {
            "file": export.file_name,
            "lines": export.rows.count(),
            "contracts": export.contracts,
            "environment": export.environment,
            "sha256": bytes(export.sha256).hex(),
        }

    def _answer(self, user: User, name: str, answers: list[str]) -> dict[str, Any]:
        export = UploadExport.objects.filter(file_name=name).first()
        if export is None:
            raise ValidationError(
                f"No upload file {name} was made here. Give its name as it was made."
            )
        rows = export.rows.select_related("upload")
        settled = export_answer(
            user, export, _said(answers, [row.line for row in rows.all() if row.open])
        )
        left = sum(row.open and not row.answer for row in rows.all())
        return {"file": export.file_name, "answered": settled, "unanswered": left}

    def words(self, told: dict[str, Any]) -> str:
        if "answered" in told:
            return f"{told['file']}: {told['answered']} answered, {told['unanswered']} still open."
        return (
            f"{told['file']}: {told['lines']} lines, {told['environment']}. Upload it in HPMS once, then "
            "say with --answer what HPMS answered."
        )


@transaction.atomic
def _export(user: User, file: Path, contracts: Collection[str]) -> UploadExport:
    """The rows are held back if and only if the file is on the disk."""
    file_name_fits(file.name)
    if UploadExport.objects.filter(file_name=file.name).exists():
        raise ValidationError(f"An upload file {file.name} was made before. Choose another name.")
    export = export_make(user, contracts, file.name)
    text = export_file(export)
    ids = list(export.rows.values_list("upload__complaint_id", flat=True))
    AccessLog.record(user, door="export_upload", complaint_ids=ids)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise CommandError(
            f"The file cannot be written: {error.strerror}. Nothing is held back."
        ) from None
    return export


def _said(answers: list[str], open_lines: list[int]) -> dict[int, Said]:
    said: dict[int, Said] = {}
    for one in answers:
        line, _, words = one.partition("=")
        answer = _WORDS.get(words.strip().lower()) or Said(Answer.REFUSED, words)
        if line.strip().lower() == "all":
            said |= dict.fromkeys(open_lines, answer)
        elif line.strip().isdecimal() and int(line) in open_lines:
            said[int(line)] = answer
        else:
            raise ValidationError(
                f"{line.strip() or one}: no open line of this file. Say all=… or 1=…."
            )
    return said
