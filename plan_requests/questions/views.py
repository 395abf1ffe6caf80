"""Questions to CMS (SOP S): composed here, sent from the user's own mail program."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from complaints import sop
from complaints.case.refusal import Refusal, form_errors
from complaints.case.views import UNPROCESSABLE
from complaints.models import CmsContacts, Refused
from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog
from plan_requests.mail import mailto
from plan_requests.models import CmsQuestion
from plan_requests.questions.forms import QuestionForm
from plan_requests.services.question import question_compose

LATEST = 50


@requires(Action.CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_cms(request: SignedInRequest) -> HttpResponse:
    """The form, and the latest questions of one's contracts. `complaint` in the address fills it in."""
    if request.method != "POST":
        asked = request.GET.get("complaint", "")
        mine = request.user.contracts.filter(complaints=asked).first() if asked else None
        initial = {"complaint_ids": asked, "contract": mine} if mine else {}
        return _page(request, QuestionForm(request.user, initial=initial))
    form = QuestionForm(request.user, request.POST)
    try:
        if not form.is_valid():
            raise Refused((), form_errors(form))
        given = form.cleaned_data
        made = question_compose(
            request.user,
            given["contract"],
            given["question_type"],
            given["complaint_ids"],
            given["text"],
        )
    except Refused as refused:
        refusal = Refusal(refused.findings, refused.form_errors, request.POST)
        return _page(request, form, refusal, UNPROCESSABLE)
    return redirect("ask-cms-mail", made.pk)


@requires(Action.CASEWORK)
@require_http_methods(["GET", "HEAD"])
def ask_cms_mail(request: SignedInRequest, question_id: int) -> HttpResponse:
    """The e-mail as composed, with the link that opens it."""
    question = get_object_or_404(_visible(request.user), pk=question_id)
    email = sop.EmailFacts(
        email_to=question.email_to,
        email_cc=question.email_cc,
        email_subject=question.email_subject,
        body=question.body,
    )
    context = {"question": question, "link": mailto(email), "section": "requests"}
    response = render(request, "plan_requests/question.html", context)
    _log(request, "ask-cms-mail", [question])
    return response


@requires(Action.CASEWORK)
@require_POST
def ask_cms_answered(request: SignedInRequest, question_id: int) -> HttpResponse:
    question = get_object_or_404(_visible(request.user), pk=question_id)
    question.answered_on = question.contract.today
    question.save(update_fields=["answered_on"])
    messages.success(request, "Noted as answered today.")
    return redirect("ask-cms")


def _visible(user: Any) -> QuerySet[CmsQuestion]:
    own = CmsQuestion.objects.filter(contract__contract_access__user=user)
    return own.select_related("contract", "author").prefetch_related("complaints")


def _page(
    request: SignedInRequest,
    form: QuestionForm,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    questions = list(_visible(request.user)[:LATEST])
    context = {
        "form": form,
        "refusal": refusal,
        "questions": questions,
        "contacts": CmsContacts.objects.filter(contract__contract_access__user=request.user),
        "section": "requests",
    }
    response = render(request, "plan_requests/ask.html", context, status=status)
    _log(request, "ask-cms", questions)
    return response


def _log(request: SignedInRequest, door: str, questions: list[CmsQuestion]) -> None:
    ids = sorted({complaint.pk for one in questions for complaint in one.complaints.all()})
    AccessLog.record(request.user, door=door, complaint_ids=ids)
