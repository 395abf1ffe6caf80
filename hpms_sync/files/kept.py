"""Plan downloads kept between preview and apply: in an unlogged table, for a day at most."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import PureWindowsPath
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from ctm_casework.accounts.models import User
from hpms_sync.models import DownloadRun, PlanFile, PlanFilePortion

PORTION = 1024 * 1024
KEPT_FOR = timedelta(days=1)
NAME_LENGTH = 200


def file_name_of(path: str) -> str:
    """The name without its folders, as Windows or others write them: a folder may be named for a person."""
    return PureWindowsPath(path).name[:NAME_LENGTH] or "file"


@transaction.atomic
def plan_file_keep(
    file: UploadedFile,
    user: User,
    contracts: Iterable[str],
    downloaded_at: datetime,
    layout_version: str,
) -> PlanFile:
    """Keeps the file's bytes under a name without folders."""
    kept = PlanFile.objects.create(
        brought_by=user,
        file_name=file_name_of(file.name or ""),
        contracts=sorted(contracts),
        size=file.size or 0,
        downloaded_at=downloaded_at,
        layout_version=layout_version,
    )
    file.seek(0)
    for place, portion in enumerate(file.chunks(PORTION)):
        PlanFilePortion.objects.create(plan_file=kept, place=place, content=portion)
    return kept


@contextmanager
def opened(kept: PlanFile) -> Iterator[IO[bytes]]:
    """The file as it was brought. Raises ValidationError when it is not here any more."""
    with tempfile.TemporaryFile() as file:  # nameless: the file is PHI
        for portion in kept.portions.values_list("content", flat=True).iterator(chunk_size=8):
            file.write(portion)
        if file.tell() != kept.size:
            raise ValidationError("The file is not kept here any more. Bring it again.")
        file.seek(0)
        yield file


def plan_files_let_go() -> int:
    """Takes away files brought more than a day ago, applied or not. Returns how many."""
    old = PlanFile.objects.filter(brought_at__lt=timezone.now() - KEPT_FOR)
    idle = old.exclude(run__state=DownloadRun.State.RUNNING, run__lease_until__gt=timezone.now())
    return idle.delete()[1].get("hpms_sync.PlanFile", 0)
