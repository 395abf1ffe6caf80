"""Entering a case of the marketing report; the list and the page of cases that came straight to the plan."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from complaints.models import CmsContacts, DirectCase
from complaints.outside_ctm.forms import DirectCaseForm, ReportOnlyForm
from complaints.outside_ctm.steps import steps_of
from complaints.requests import SignedInRequest
from complaints.services.report_only import report_only_enter
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog

UNPROCESSABLE = 422


@requires(Action.CASEWORK)
@require_http_methods(["GET", "POST"])
def report_only(request: SignedInRequest) -> HttpResponse:
    """A case CTM shows in its Marketing Misrepresentation Report alone (L.note.2)."""
    form = ReportOnlyForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            complaint = report_only_enter(request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{complaint.pk} entered. There is nothing to close in CTM.")
            return redirect("complaint", complaint.pk)
    return _form(request, form, "Case of the marketing report")


@requires(Action.COMPLAINT_VIEW)
@require_GET
def direct_cases(request: SignedInRequest) -> HttpResponse:
    cases = list(DirectCase.objects.visible_to(request.user).select_related("author")[:200])
    context = {"cases": cases, "section": "direct-cases"}
    AccessLog.record(request.user, door="direct-cases", complaint_ids=[_log_id(c) for c in cases])
    return render(request, "outside_ctm/list.html", context)


@requires(Action.CASEWORK)
@require_http_methods(["GET", "POST"])
def direct_case_new(request: SignedInRequest) -> HttpResponse:
    form = DirectCaseForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.author = request.user
        form.save()
        messages.success(request, "Case entered. It stays with the plan and is never sent to HPMS.")
        return redirect("direct-case", form.instance.pk)
    return _form(request, form, "Case that came straight to the plan")


@requires(Action.CASEWORK)
@require_http_methods(["GET", "POST"])
def direct_case(request: SignedInRequest, case_id: int) -> HttpResponse:
    case = get_object_or_404(DirectCase.objects.visible_to(request.user), pk=case_id)
    form = DirectCaseForm(request.user, request.POST or None, instance=case)
    AccessLog.record(request.user, door="direct-case", complaint_ids=[_log_id(case)])
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("direct-case", case.pk)
    contacts = CmsContacts.objects.filter(contract=case.contract_id).first()
    title = f"{case.first_name} {case.last_name}".strip()
    return _form(request, form, title, case=case, steps=steps_of(case), contacts=contacts)


def _form(request: SignedInRequest, form: forms.Form, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "section": "direct-cases", **more}
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "outside_ctm/form.html", context, status=status)


def _log_id(case: DirectCase) -> str:
    """The access log keeps ids of 11 characters; these have none of CTM's."""
    return f"direct-{case.pk}"[:11]
