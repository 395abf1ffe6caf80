"""Sync health: the last runs, what cannot be read, the queue and the keys of one's contracts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from kombu.exceptions import OperationalError

from ctm_casework.accounts.access import Action, requires
from hpms_sync import selectors
from hpms_sync.tasks import download_all, upload_queue

RUNS_SHOWN = 10


@requires(Action.SYNC_VIEW)
@require_GET
def sync(request: HttpRequest) -> HttpResponse:
    context = {
        "runs": selectors.runs_of(request.user)[:RUNS_SHOWN],
        "keys": selectors.keys_of(request.user),
        "queue": selectors.queue_of(request.user),
        "unserved": selectors.unserved_of(request.user),
    }
    return render(request, "sync/page.html", context)


@requires(Action.SYNC_RUN)
@require_POST
def sync_run(request: HttpRequest) -> HttpResponse:
    """Hands a download and an upload to the workers at once."""
    try:
        upload_queue.delay()
        download_all.delay()
    except OperationalError:
        messages.error(request, "Redis does not answer, so nothing was started. See that it runs.")
    else:
        messages.success(request, "Started. Reload this page in a moment to see how it went.")
    return redirect("sync")
