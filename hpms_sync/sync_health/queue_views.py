"""The upload queue: rows of a state or a contract, each with its story and what it waits for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog
from hpms_sync import selectors
from hpms_sync.sync_health.queue import QueueForm, queue_counts, queue_page
from hpms_sync.sync_health.standing import next_downloads, standings


@requires(Action.SYNC_VIEW)
@require_GET
def uploads(request: SignedInRequest) -> HttpResponse:
    form = QueueForm(request.GET, request.user)
    due = next_downloads(standings(request.user))
    page, rows = queue_page(request.user, form.chosen, request.GET.get("page", "1"), due)
    context = {
        "section": "sync",
        "form": form,
        "chosen": form.chosen,
        "queue": queue_counts(request.user),
        "unserved": selectors.unserved_of(request.user),
        "page": page,
        "rows": rows,
    }
    response = render(request, "sync/uploads.html", context)
    ids = sorted({row.upload.complaint_id for row in rows})
    AccessLog.record(request.user, "sync-uploads", ids)
    return response
