"""The out-of-view ledger, and a person's answer to "what became of it?"."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from complaints.case.views import visible_complaint
from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog
from hpms_sync.ledger.answers import Said, entry_answer
from hpms_sync.ledger.page import Ledger


@requires(Action.COMPLAINT_VIEW)
@require_GET
def ledger(request: SignedInRequest) -> HttpResponse:
    shown = Ledger(request.user, request.GET.get("section", ""), request.GET.get("page", "1"))
    response = render(request, "ledger/page.html", {"ledger": shown, "section": "worklist"})
    AccessLog.record(request.user, door="ledger", complaint_ids=shown.complaint_ids)
    return response


@requires(Action.CASEWORK)
@require_POST
def ledger_answer(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    """`said` is one of Said, `reason` what was seen in HPMS."""
    complaint = visible_complaint(request, complaint_id)
    back = (
        reverse("ledger") if "ledger" in request.POST else reverse("complaint", args=[complaint.pk])
    )
    try:
        said = Said(request.POST.get("said", ""))
        entry_answer(complaint, request.user, said, request.POST.get("reason", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except ValueError:
        messages.error(request, "Say what became of it: choose one of the answers.")
    else:
        messages.success(request, f"{complaint.pk}: {_DONE.get(said, _GONE)}")
    return redirect(back)


_GONE = (
    "written down. It is off the worklist and stands in the ledger; it comes back when seen again."
)
_DONE = {
    Said.STILL_OURS: "back in view. The next downloads look for it anew.",
    Said.APPROVED: "CMS's approval is recorded. It is off the worklist and stands in the ledger.",
}
