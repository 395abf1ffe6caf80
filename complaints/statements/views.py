"""One page for each record of a scenario: what was stated last, to be stated anew."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from complaints.case.page import CaseBar
from complaints.case.refusal import Refusal, acknowledgements, form_errors
from complaints.case.views import UNPROCESSABLE, visible_complaint
from complaints.models import Complaint, Refused
from complaints.requests import SignedInRequest
from complaints.sop.index import SCENARIOS
from complaints.statements.beginning import beginning
from complaints.statements.doors import DOORS, Door
from complaints.statements.forms import form_of
from complaints.statements.groups import grouped
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog


@requires(Action.CASEWORK)
@require_http_methods(["GET", "POST"])
def statement(request: SignedInRequest, complaint_id: str, door: str) -> HttpResponse:
    if door not in DOORS:
        raise Http404("There is no such record.")
    complaint = visible_complaint(request, complaint_id)
    with timezone.override(complaint.contract.zone):
        if request.method == "POST":
            return _state(request, complaint, DOORS[door])
        begin = beginning(complaint, DOORS[door], request.user)
        form = form_of(DOORS[door].kind, complaint, request.user, initial=begin)
        return _page(request, complaint, DOORS[door], form)


def _state(request: SignedInRequest, complaint: Complaint, door: Door) -> HttpResponse:
    form = form_of(door.kind, complaint, request.user, request.POST)
    form.is_valid()
    answers = acknowledgements(request.POST)
    try:
        if form.errors:
            raise Refused((), form_errors(form))
        made = door.kind.enter(complaint.pk, request.user, answers, **form.cleaned_data)
    except Refused as refused:
        tried = None if form.errors else door.kind(
            complaint=complaint, author=request.user, **form.cleaned_data
        )  # fmt: skip
        found = tried.findings() if tried else refused.findings
        refusal = Refusal(found, refused.form_errors, request.POST)
        return _page(request, complaint, door, form, refusal, UNPROCESSABLE)
    messages.success(request, f"{door.name[0].upper()}{door.name[1:]} saved.")
    anchor = f"{made._meta.model_name}-{made.pk}"
    return redirect(f"{reverse('complaint', args=[complaint.pk])}#{anchor}")


def _page(
    request: SignedInRequest,
    complaint: Complaint,
    door: Door,
    form: forms.Form,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": CaseBar(complaint, request.user),
        "complaint": complaint,
        "door": door,
        "scenario": SCENARIOS[door.scenarios[0]],
        "form": form,
        "groups": grouped(door.kind, form),
        "refusal": refusal,
        "section": "worklist",
    }
    response = render(request, "statements/page.html", context, status=status)
    AccessLog.record(request.user, door=f"statement-{door.word}", complaint_ids=[complaint.pk])
    return response
