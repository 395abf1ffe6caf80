"""Which files a person may see."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from hpms_sync.models import DownloadRun, PlanFile, UploadExport

UNANSWERED = Q(rows__answer="")


def file_runs_of(user: Any) -> QuerySet[DownloadRun]:
    """Plan downloads brought as files, newest first: one's own, and those that were about contracts of
    one's own alone."""
    runs = DownloadRun.objects.filter(source=DownloadRun.Source.FILE)
    theirs = Q(brought_by=user.pk) | Q(contracts__contained_by=_contracts(user))
    return runs.filter(theirs).select_related("brought_by")


def plan_files_of(user: Any) -> QuerySet[PlanFile]:
    """Nobody sees a file between preview and apply but who brought it."""
    return PlanFile.objects.filter(brought_by=user.pk).select_related("run")


def exports_of(user: Any) -> QuerySet[UploadExport]:
    """Upload files of contracts that are all this person's, newest first, with `lines` and `unanswered`."""
    exports = UploadExport.objects.filter(contracts__contained_by=_contracts(user))
    return exports.select_related("made_by").annotate(
        lines=Count("rows"), unanswered=Count("rows", filter=UNANSWERED)
    )


def _contracts(user: Any) -> list[str]:
    return list(user.contracts.values_list("pk", flat=True))
