"""What a download means for Plan Requests: its chunks confirm and answer them, the whole of it shows
which were never entered in HPMS."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from complaints.models import Complaint
from complaints.services.case import case_refresh
from hpms_sync.download.coverage import came
from hpms_sync.download.staging import Staging
from hpms_sync.models import DownloadRun
from plan_requests.models import PlanRequest
from plan_requests.models.choices import INDICATORS, Status
from plan_requests.services.reconcile import requests_look_for


def requests_watch(run: DownloadRun, staging: Staging) -> None:
    """Looks in this run for every request handed off in good time before it.

    Only complaints that came readable, of contracts the run covers, tell anything: where the complaint
    itself is absent, CMS may have taken or moved it."""
    settled = run.started_at - dt.timedelta(seconds=settings.HPMS_SETTLE_SECONDS)
    waiting = PlanRequest.objects.filter(
        status=Status.SUBMITTED,
        request_type__in=INDICATORS,
        submitted_at__lt=settled,
        complaint__contract__in=run.covered_contracts,
    )
    ids = list(waiting.values_list("complaint_id", flat=True))
    shown = came(staging, ids) - staging.came_unreadable(ids)
    if not shown:
        return
    with transaction.atomic():
        list(Complaint.objects.filter(pk__in=shown).order_by("pk").select_for_update().values("pk"))
        case_refresh(requests_look_for(shown, settled))
