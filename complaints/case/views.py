"""The complaint page and what is entered on it: notes and contacts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from complaints.case.drafts import draft_of
from complaints.case.forms import ContactForm, NoteForm
from complaints.case.note_verdict import NoteVerdict
from complaints.case.page import CasePage
from complaints.case.refusal import Refusal, acknowledgements, form_errors
from complaints.case.replacements import replaced
from complaints.models import CaseworkNote, Complaint, ContactAttempt, Draft, Refused
from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, Role, requires
from ctm_casework.accounts.models import AccessLog

UNPROCESSABLE = 422


def visible_complaint(request: SignedInRequest, complaint_id: str) -> Complaint:
    """The complaint, if the person works for its contract; else 404, as if there were none."""
    visible = Complaint.objects.visible_to(request.user).select_related("contract", "assignee")
    return get_object_or_404(visible, pk=complaint_id)


@requires(Action.COMPLAINT_VIEW)
@require_GET
def complaint(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    shown = visible_complaint(request, complaint_id)
    return case_page(request, shown, log_open="log" in request.GET)


def case_page(
    request: SignedInRequest, complaint: Complaint, status: int = 200, **state: Any
) -> HttpResponse:
    """The page with whatever was typed still in place. `state` may hold note_form, note_refusal,
    note_verdict, contact_form, contact_refusal, log_open."""
    case = CasePage(complaint, request.user, request.GET.get("show", ""))
    draft = None if "note_form" in state else draft_of(request.user, complaint, Draft.Form.NOTE)
    with timezone.override(case.zone):
        now = timezone.localtime()
        context = {
            "case": case,
            "complaint": complaint,
            "note_form": NoteForm(initial=draft.values if draft else None),
            "draft": draft,
            "contact_form": contact_form(request, initial={"day": now.date(), "time": now.time()}),
            "section": "worklist",
            **state,
        }
        response = render(request, "case/page.html", context, status=status)
    AccessLog.record(request.user, door="complaint", complaint_ids=[complaint.pk])
    return response


@requires(Action.CASEWORK)
@require_POST
def note(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    """Saves a note. With `mend` in the form, only puts in the proposed replacements."""
    case = visible_complaint(request, complaint_id)
    data = _mended(request.POST) if "mend" in request.POST else request.POST
    form = NoteForm(data)
    form.is_valid()
    verdict = NoteVerdict(case, request.user, form.cleaned_data)
    if "mend" in request.POST:
        return case_page(request, case, note_form=form, note_verdict=verdict)
    try:
        if form.errors:
            raise Refused((), form_errors(form))
        saved = CaseworkNote.enter(
            case.pk, request.user, acknowledgements(request.POST), **form.cleaned_data
        )
    except Refused as refused:
        refusal = Refusal(verdict.findings or refused.findings, refused.form_errors, request.POST)
        return case_page(
            request,
            case,
            UNPROCESSABLE,
            note_form=form,
            note_verdict=verdict,
            note_refusal=refusal,
        )
    Draft.objects.of(request.user, case, Draft.Form.NOTE).delete()
    sent = saved.uploads.exists()
    kept = "on its way to HPMS" if sent else "kept inside the plan"
    messages.success(request, f"Note saved, {kept}.")
    return redirect(f"{reverse('complaint', args=[case.pk])}#note-{saved.pk}")


@requires(Action.CASEWORK)
@require_POST
def note_check(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    """What HPMS and the SOP would say to the note being written. With `mend`, the field mended too."""
    case = visible_complaint(request, complaint_id)
    mend = "mend" in request.POST
    form = NoteForm(_mended(request.POST) if mend else request.POST)
    form.is_valid()
    verdict = NoteVerdict(case, request.user, form.cleaned_data)
    template = "case/note_field.html" if mend else "case/note_verdict.html"
    context = {"complaint": case, "note_form": form, "note_verdict": verdict}
    return render(request, template, context)


def _mended(data: QueryDict) -> QueryDict:
    mended = data.copy()
    mended["text"] = replaced(data.get("text", ""))
    return mended


def contact_form(request: SignedInRequest, *args: Any, **kwargs: Any) -> ContactForm:
    return ContactForm(*args, supervisor=request.user.role == Role.SUPERVISOR, **kwargs)


@requires(Action.CASEWORK)
@require_POST
def contact(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    case = visible_complaint(request, complaint_id)
    form = contact_form(request, request.POST)
    values = form.values(case.contract.zone)
    answers = acknowledgements(request.POST)
    try:
        if form.errors:
            raise Refused((), form_errors(form))
        made = ContactAttempt.enter(case.pk, request.user, answers, **values)
    except Refused as refused:
        tried = ContactAttempt(complaint=case, author=request.user, **values)
        refusal = Refusal(tried.findings(), refused.form_errors, request.POST)
        return case_page(
            request,
            case,
            UNPROCESSABLE,
            contact_form=form,
            contact_refusal=refusal,
            log_open=True,
        )
    messages.success(request, "Contact logged.")
    return redirect(f"{reverse('complaint', args=[case.pk])}#contact-{made.pk}")
