"""What a download means for Plan Requests: its chunks confirm and answer them, the whole of it shows
which were never entered in HPMS."""

import datetime as dt

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from complaints.models import Complaint
from complaints.services.case import case_refresh
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
    came = _came(staging, list(waiting.values_list("complaint_id", flat=True)))
    if not came:
        return
    with transaction.atomic():
        list(Complaint.objects.filter(pk__in=came).order_by("pk").select_for_update().values("pk"))
        case_refresh(requests_look_for(came, settled))


def _came(staging: Staging, complaint_ids: list[str]) -> list[str]:
    """Those of the complaints that came in the run and could be read."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT DISTINCT complaint_id FROM {} WHERE complaint_id = ANY(%s)").format(
                staging.seen
            ),
            [complaint_ids],
        )
        came = {row[0] for row in cursor.fetchall()}
    unread = {record.complaint_id for record in staging.unreadable}
    return sorted(came - unread)
