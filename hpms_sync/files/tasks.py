"""Celery tasks about files: ids in their arguments, no PHI."""

from celery import shared_task

from hpms_sync.download.run import BrokenOff
from hpms_sync.files.bring_in import lost_files_end, plan_file_apply
from hpms_sync.files.kept import plan_files_let_go
from hpms_sync.models import DownloadRun, PlanFile


@shared_task
def plan_file_take_in(plan_file: int, run: int) -> None:
    """Applies a kept file by the run begun for it. Delivered again, it does nothing: that run is another
    worker's. Where that worker went away the page offers the file again once the run's lease is over."""
    kept = PlanFile.objects.filter(pk=plan_file, run=run).select_related("run").first()
    if kept is None or kept.run is None or not _mine(kept.run):
        return
    try:
        plan_file_apply(kept, kept.run)
    except BrokenOff:
        return  # the run says so, and the page offers it again


def _mine(run: DownloadRun) -> bool:
    """Whether nobody has begun this run's work yet. From now on somebody has."""
    fresh = DownloadRun.objects.filter(pk=run.pk, state=DownloadRun.State.RUNNING, progress={})
    return fresh.update(progress={"what": "Reading", "records": 0}) == 1


@shared_task
def plan_files_tidy() -> None:
    """Lets go of files brought more than a day ago, and of what lost runs of files had staged."""
    lost_files_end()
    plan_files_let_go()
