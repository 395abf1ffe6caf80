"""The resolve page: the closing rules, the outcome's fields, and exactly what HPMS will get."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from complaints.case.drafts import draft_of
from complaints.case.page import CaseBar
from complaints.case.refusal import Refusal, acknowledgements, form_errors
from complaints.case.replacements import replaced
from complaints.case.views import UNPROCESSABLE, visible_complaint
from complaints.models import Complaint, Draft, Refused, Resolution
from complaints.requests import SignedInRequest
from complaints.resolve.draft import answers_from_the_log, note_from_the_log
from complaints.resolve.forms import ResolveForm
from complaints.resolve.preview import Preview
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog


@requires(Action.CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def resolve(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    complaint = visible_complaint(request, complaint_id)
    if request.method == "POST":
        return _resolve(request, complaint)
    if not CaseBar(complaint, request.user).may_resolve:
        messages.error(request, "Resolved already, here or in HPMS: the casework below tells how.")
        return redirect("complaint", complaint.pk)
    initial = {"resolution_date": complaint.contract.today, **answers_from_the_log(complaint)}
    draft = draft_of(request.user, complaint, Draft.Form.RESOLVE)
    if draft:
        typed = ResolveForm(draft.values).values()
        form, preview = ResolveForm(initial=draft.values), Preview(complaint, request.user, typed)
    else:
        form, preview = ResolveForm(initial=initial), Preview(complaint, request.user, initial)
    return _page(request, complaint, form, preview, draft=draft)


def _resolve(request: SignedInRequest, complaint: Complaint) -> HttpResponse:
    form = ResolveForm(_helped(request, complaint))
    values = form.values()
    preview = Preview(complaint, request.user, values)
    if _asks_for_help(request):
        return _page(request, complaint, form, preview)
    try:
        if form.errors:
            raise Refused((), form_errors(form))
        made = Resolution.enter(
            complaint.pk, request.user, acknowledgements(request.POST), **values
        )
    except Refused as refused:
        refusal = Refusal(preview.findings, refused.form_errors, request.POST)
        return _page(request, complaint, form, preview, refusal, UNPROCESSABLE)
    Draft.objects.of(request.user, complaint, Draft.Form.RESOLVE).delete()
    messages.success(
        request, "Resolved here and on its way to HPMS. It counts when HPMS accepts it."
    )
    return redirect(f"{reverse('complaint', args=[complaint.pk])}#resolution-{made.pk}")


def _page(
    request: SignedInRequest,
    complaint: Complaint,
    form: ResolveForm,
    preview: Preview,
    refusal: Refusal | None = None,
    status: int = 200,
    draft: Draft | None = None,
) -> HttpResponse:
    case = CaseBar(complaint, request.user)
    with timezone.override(case.zone):
        context: dict[str, Any] = {
            "case": case,
            "complaint": complaint,
            "form": form,
            "preview": preview,
            "refusal": refusal,
            "draft": draft,
            "resolving": True,
            "section": "worklist",
            "now": timezone.localtime(),
        }
        response = render(request, "resolve/page.html", context, status=status)
    AccessLog.record(request.user, door="resolve", complaint_ids=[complaint.pk])
    return response


@requires(Action.CASEWORK)
@require_POST
def resolve_check(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    """Checklist, counter and payload for the form as it stands; nothing is kept."""
    complaint = visible_complaint(request, complaint_id)
    form = ResolveForm(request.POST)
    preview = Preview(complaint, request.user, form.values())
    with timezone.override(complaint.contract.zone):
        context = {"complaint": complaint, "preview": preview, "now": timezone.localtime()}
        return render(request, "resolve/live.html", context)


def _asks_for_help(request: SignedInRequest) -> bool:
    return "draft" in request.POST or "mend" in request.POST


def _helped(request: SignedInRequest, complaint: Complaint) -> Any:
    """What was typed; with `draft` the log's sentences after it, with `mend` words for < > & ;."""
    if not _asks_for_help(request):
        return request.POST
    data = request.POST.copy()
    note = data.get("note", "")
    if "mend" in data:
        data["note"] = replaced(note)
    else:
        data["note"] = "\n".join(filter(None, [note.rstrip(), note_from_the_log(complaint)]))
    return data
