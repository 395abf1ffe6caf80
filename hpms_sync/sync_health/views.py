"""Sync health: where each key, record and upload stands, and the downloads, live while one runs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from kombu.exceptions import OperationalError

from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, may, requires
from ctm_casework.accounts.models import User
from hpms_sync import selectors
from hpms_sync.key_desk.shown import keys_shown
from hpms_sync.models import ApiKey, LedgerEntry
from hpms_sync.sync_health.alert_lines import alert_groups
from hpms_sync.sync_health.live import Live, LiveForm
from hpms_sync.sync_health.queue import queue_counts
from hpms_sync.sync_health.run_lines import RunLine, run_lines, run_page
from hpms_sync.sync_health.standing import standings
from hpms_sync.tasks import download_key, upload_queue

RUNS_SHOWN = 8
RECORDS_SHOWN = 10


@requires(Action.SYNC_VIEW)
@require_GET
def sync(request: SignedInRequest) -> HttpResponse:
    user = request.user
    unreadable = selectors.unreadable_of(user)
    context = {
        "live": Live(user, LiveForm(request.GET)),
        "alerts": alert_groups(user),
        "standings": standings(user),
        "queue": queue_counts(user),
        "unserved": selectors.unserved_of(user),
        "unreadable": unreadable[:RECORDS_SHOWN],
        "unreadable_count": unreadable.count(),
        "lines": run_lines(user, RUNS_SHOWN),
        "keys_shown": keys_shown(user),
        "out_of_view": _out_of_view(user),
    }
    return render(request, "sync/page.html", context)


def _out_of_view(user: User) -> int:
    """How many complaints wait in the ledger for this person's look into HPMS; 0 for who may not see them."""
    if not may(user, Action.COMPLAINT_VIEW):
        return 0
    return LedgerEntry.objects.visible_to(user).unexplained().count()


@requires(Action.SYNC_VIEW)
@require_GET
def sync_live(request: SignedInRequest) -> HttpResponse:
    """The running downloads alone, for a page that asks again while one runs."""
    live = Live(request.user, LiveForm(request.GET))
    response = render(request, "sync/live.html", {"live": live})
    if live.over:
        response["HX-Trigger"] = "sync-ended"  # the page reads its other parts again
    return response


@requires(Action.SYNC_RUN)
@require_POST
def sync_run(request: SignedInRequest) -> HttpResponse:
    """Hands downloads and an upload to the workers at once: of the key named, or of all one's own."""
    named = _named_key(request)
    asked = int(timezone.now().timestamp())
    try:
        upload_queue.delay()
        for key in [named] if named else selectors.keys_of(request.user).filter(active=True):
            download_key.delay(key.pk, by_hand=True)
    except OperationalError:
        messages.error(request, "Redis does not answer, so nothing was started. See that it runs.")
        return redirect("sync")
    return redirect(f"{reverse('sync')}?asked={asked}{f'&key={named.pk}' if named else ''}")


def _named_key(request: SignedInRequest) -> ApiKey | None:
    """The key in the form, which must serve one of this person's contracts; None where all are meant."""
    named = request.POST.get("key", "")
    if not named:
        return None
    pk: Any = int(named) if named.isdecimal() else 0
    return get_object_or_404(selectors.keys_of(request.user).filter(active=True), pk=pk)


@requires(Action.SYNC_VIEW)
@require_GET
def downloads(request: SignedInRequest) -> HttpResponse:
    page, lines = run_page(request.user, request.GET.get("page", "1"))
    context = {"section": "sync", "page": page, "lines": lines}
    return render(request, "sync/downloads.html", context)


@requires(Action.SYNC_VIEW)
@require_GET
def one_download(request: SignedInRequest, run_id: int) -> HttpResponse:
    run = get_object_or_404(selectors.runs_of(request.user), pk=run_id)
    brought = selectors.records_of(request.user).filter(run=run)
    context = {"section": "sync", "line": RunLine(run), "run": run, "unreadable": brought[:100]}
    return render(request, "sync/download.html", context)
