"""Plan Requests of one complaint: draft, hand-off card, "I have entered it in HPMS", CMS's answer.

The order keeps the one confirmation truthful. The card shows the fields to copy only when nothing blocks
the request any more; the person enters them in HPMS, comes back and confirms; and that confirmation,
which the SOP judges once more, is the submission."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.case.page import CaseBar
from complaints.case.refusal import Refusal, acknowledgements, form_errors
from complaints.case.views import UNPROCESSABLE, visible_complaint
from complaints.models import CmsContacts, CmsDirection, Complaint, Refused
from complaints.requests import SignedInRequest
from complaints.services.case import case_refresh
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog
from plan_requests.models import CmsDecision, InstructionsRead, PlanRequest
from plan_requests.models.choices import OPEN, RequestType, Status
from plan_requests.requests.forms import (
    DecisionForm,
    RequestForm,
    initial_of,
    likely_reason,
    reason_of,
)
from plan_requests.requests.prospect import Prospect, card_of
from plan_requests.selectors import of_complaint
from plan_requests.services.draft import draft_save


@requires(Action.CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    """Without a type in the address, the choice of one."""
    complaint = visible_complaint(request, complaint_id)
    kind = request.GET.get("type", "")
    if kind not in RequestType.values:
        open_kinds = of_complaint(complaint, request.user).filter(status__in=OPEN)
        context = {"kinds": RequestType, "open_kinds": {r.request_type for r in open_kinds}}
        return _page(request, complaint, "plan_requests/choose.html", "request-new", context)
    return _edit(request, complaint, PlanRequest(complaint=complaint, request_type=kind))


@requires(Action.CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def request_edit(request: SignedInRequest, complaint_id: str, request_id: int) -> HttpResponse:
    complaint, found = _found(request, complaint_id, request_id)
    if found.status != Status.DRAFT:
        messages.error(request, "Handed off already: it stays as it is.")
        return redirect("request", complaint.pk, found.pk)
    return _edit(request, complaint, found)


def _edit(request: SignedInRequest, complaint: Complaint, draft: PlanRequest) -> HttpResponse:
    """Shows the form, or saves the draft. With `look` in the form the fields of another reason come."""
    if request.method != "POST":
        return _form_page(request, complaint, draft, _form(complaint, draft, request))
    form = _form(complaint, draft, request)
    refusal, status = None, 200
    if "look" not in request.POST:
        try:
            if form.errors:
                raise Refused((), form_errors(form))
            draft_save(draft, request.user, form.values, form.cms_said)
        except Refused as refused:
            refusal = Refusal(refused.findings, refused.form_errors, request.POST)
            status = UNPROCESSABLE
        else:
            return _saved(request, complaint, draft)
    return _form_page(request, complaint, draft, form, refusal, status)


def _saved(request: SignedInRequest, complaint: Complaint, draft: PlanRequest) -> HttpResponse:
    if "later" in request.POST:
        messages.success(request, "Draft saved. Nothing has been asked of CMS yet.")
        return redirect("complaint", complaint.pk)
    return redirect("request", complaint.pk, draft.pk)


def _form(complaint: Complaint, draft: PlanRequest, request: SignedInRequest) -> RequestForm:
    kind, case = draft.request_type, CaseBar(complaint, request.user).facts
    if request.method == "POST":
        reason = reason_of(kind, request.POST.get("reason_code", ""))
        return RequestForm(kind, reason, case, request.POST, initial_of(draft))
    asked = request.GET.get("reason", "") or draft.reason_code
    reason = reason_of(kind, asked) or (likely_reason(complaint, kind) if not draft.pk else "")
    return RequestForm(kind, reason, case, None, {**initial_of(draft), "reason_code": reason})


@requires(Action.CASEWORK)
@require_POST
def request_check(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    """What stands in the way of the request as typed, and its note; nothing is kept. When another reason
    was chosen, its fields too."""
    complaint = visible_complaint(request, complaint_id)
    kind = request.GET.get("type", "")
    if kind not in RequestType.values:
        return HttpResponseBadRequest("Say in the address what is asked of CMS.")
    draft = PlanRequest(complaint=complaint, request_type=kind)
    form = _form(complaint, draft, request)
    context = {
        "complaint": complaint,
        "draft": draft,
        "form": form,
        "preview": _preview(request, draft, form),
        "other_reason": request.POST.get("fields_of", "") != form.reason,
    }
    return render(request, "plan_requests/live.html", context)


def _preview(request: SignedInRequest, draft: PlanRequest, form: RequestForm) -> Prospect:
    """The request as it stands in the form, typed or not."""
    asked = copy(draft)
    for name, value in (form.values if form.is_bound else {}).items():
        setattr(asked, name, value)
    if form.is_bound:
        said = form.cms_said.strip()
        asked.cms_direction = CmsDirection(reference=said) if said else None
    elif not draft.pk:
        asked.reason_code = form.initial["reason_code"]
    asked.author = asked.author or request.user
    return Prospect(asked)


def _form_page(
    request: SignedInRequest,
    complaint: Complaint,
    draft: PlanRequest,
    form: RequestForm,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "draft": draft,
        "form": form,
        "preview": _preview(request, draft, form),
        "refusal": refusal,
    }
    template = "plan_requests/form.html"
    return _page(request, complaint, template, "request-new", context, status)


@requires(Action.COMPLAINT_VIEW)
@require_GET
def request_card(request: SignedInRequest, complaint_id: str, request_id: int) -> HttpResponse:
    complaint, found = _found(request, complaint_id, request_id)
    return _card(request, complaint, found)


@requires(Action.CASEWORK)
@require_POST
def request_submit(request: SignedInRequest, complaint_id: str, request_id: int) -> HttpResponse:
    """ "I have entered it in HPMS"."""
    complaint, found = _found(request, complaint_id, request_id)
    try:
        found.submit(request.user, acknowledgements(request.POST))
    except Refused as refused:
        complaint, found = _found(request, complaint_id, request_id)
        refusal = Refusal(found.findings(), refused.form_errors, request.POST)
        return _card(request, complaint, found, UNPROCESSABLE, refusal=refusal)
    messages.success(
        request, "Handed off. The next downloads confirm it; its note is on the way to HPMS."
    )
    return redirect("request", complaint.pk, found.pk)


@requires(Action.CASEWORK)
@require_POST
def request_cancel(request: SignedInRequest, complaint_id: str, request_id: int) -> HttpResponse:
    """Drops a draft, or what was handed off and never entered in HPMS."""
    complaint, found = _found(request, complaint_id, request_id)
    because = request.POST.get("dropped_because", "")
    try:
        found.cancel(request.user, because)
    except Refused as refused:
        if "dropped_because" not in refused.form_errors:
            messages.error(request, " ".join(refused.messages))
            return redirect("request", complaint.pk, found.pk)
        return _card(request, complaint, found, UNPROCESSABLE, drop_refused=refused)
    messages.success(request, _dropped_words(found))
    return redirect("complaint", complaint.pk)


def _dropped_words(dropped: PlanRequest) -> str:
    if not dropped.dropped_because:
        return "Draft dropped. Nothing was asked of CMS."
    return (
        "Dropped: it was never entered in HPMS, and blocks closing no longer. Its note went to HPMS and "
        "stays there: write one that takes it back."
    )


@requires(Action.CASEWORK)
@require_POST
def request_decision(request: SignedInRequest, complaint_id: str, request_id: int) -> HttpResponse:
    """Writes down CMS's answer before a download shows it."""
    complaint, found = _found(request, complaint_id, request_id)
    form = DecisionForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused((), form_errors(form))
        answers = acknowledgements(request.POST)
        CmsDecision.enter(complaint.pk, request.user, answers, request=found, **form.cleaned_data)
    except Refused as refused:
        refusal = Refusal(refused.findings, refused.form_errors, request.POST)
        return _card(
            request, complaint, found, UNPROCESSABLE, decision_form=form, decision_refusal=refusal
        )
    messages.success(request, "CMS's answer recorded. The next download confirms it.")
    return redirect("request", complaint.pk, found.pk)


@requires(Action.CASEWORK)
@require_POST
def request_read(request: SignedInRequest, complaint_id: str, request_id: int) -> HttpResponse:
    """ "I have read it": the task that CMS's answer opened is done."""
    complaint, found = _found(request, complaint_id, request_id)
    if decision := found.decision:
        InstructionsRead.objects.get_or_create(decision=decision, defaults={"by": request.user})
        case_refresh([complaint.pk])
        messages.success(request, "Noted that CMS's answer was read.")
    return redirect("complaint", complaint.pk)


def _found(
    request: SignedInRequest, complaint_id: str, request_id: int
) -> tuple[Complaint, PlanRequest]:
    complaint = visible_complaint(request, complaint_id)
    found = get_object_or_404(of_complaint(complaint, request.user), pk=request_id)
    found.complaint = complaint
    return complaint, found


def _card(
    request: SignedInRequest,
    complaint: Complaint,
    found: PlanRequest,
    status: int = 200,
    **state: Any,
) -> HttpResponse:
    """`state` may hold refusal, decision_form, decision_refusal, drop_refused."""
    preview = Prospect(found) if found.status == Status.DRAFT else None
    today = complaint.contract.today
    context = {
        "asked": found,
        "preview": preview,
        "lines": card_of(found),
        "contacts": CmsContacts.objects.filter(contract=complaint.contract_id).first(),
        "decision_form": DecisionForm(initial={"decided_on": today}),
        **state,
    }
    if preview and not context.get("refusal"):
        context["refusal"] = Refusal(preview.findings, {}, {})
    return _page(request, complaint, "plan_requests/card.html", "request", context, status)


def _page(
    request: SignedInRequest,
    complaint: Complaint,
    template: str,
    door: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    case = CaseBar(complaint, request.user)
    with timezone.override(case.zone):
        shared = {"case": case, "complaint": complaint, "section": "worklist"}
        response = render(request, template, {**shared, **context}, status=status)
    AccessLog.record(request.user, door=door, complaint_ids=[complaint.pk])
    return response
