"""Which files a person may see."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from hpms_sync.models import DownloadRun, PlanFile, UploadExport
from hpms_sync.models.exports import ANSWERABLE

UNANSWERED = Q(rows__answer="", rows__upload__state__in=ANSWERABLE)


def file_runs_of(user: Any) -> QuerySet[DownloadRun]:
    """Plan downloads brought as files, newest first: those taken in for a contract of one's own, and those
    one brought oneself."""
    runs = DownloadRun.objects.filter(source=DownloadRun.Source.FILE)
    theirs = Q(brought_by=user.pk) | Q(contracts__overlap=_contracts(user))
    return runs.filter(theirs).select_related("brought_by")


def plan_files_of(user: Any) -> QuerySet[PlanFile]:
    """Files between preview and end that are taken in for contracts of one's own alone."""
    files = PlanFile.objects.filter(contracts__contained_by=_contracts(user))
    return files.select_related("run", "brought_by")


def exports_of(user: Any) -> QuerySet[UploadExport]:
    """Upload files of contracts that are all this person's, newest first, with `lines` and `unanswered`."""
    exports = UploadExport.objects.filter(contracts__contained_by=_contracts(user))
    return exports.select_related("made_by").annotate(
        lines=Count("rows"), unanswered=Count("rows", filter=UNANSWERED)
    )


def _contracts(user: Any) -> list[str]:
    return list(user.contracts.values_list("pk", flat=True))
