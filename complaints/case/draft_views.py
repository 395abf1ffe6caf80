"""The door by which a page keeps what is being typed."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from complaints.case.drafts import draft_keep
from complaints.case.views import visible_complaint
from complaints.models import Draft
from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires

PAGES = {Draft.Form.NOTE: "complaint", Draft.Form.RESOLVE: "resolve"}


@requires(Action.CASEWORK)
@require_POST
def draft(request: SignedInRequest, complaint_id: str, form: str) -> HttpResponse:
    """Keeps the form as it stands; with `discard` in it removes what was kept."""
    complaint = visible_complaint(request, complaint_id)
    if form not in Draft.Form:
        raise Http404
    kind = Draft.Form(form)
    if "discard" in request.POST:
        Draft.objects.of(request.user, complaint, kind).delete()
        return redirect(PAGES[kind], complaint.pk)
    kept = draft_keep(request.user, complaint, kind, request.POST)
    with timezone.override(complaint.contract.zone):
        return render(request, "case/draft_saved.html", {"draft": kept})
