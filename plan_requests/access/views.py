"""HPMS access for people of the plan, step by step (SOP R). Nothing of a beneficiary is on these pages."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from complaints import sop
from complaints.requests import SignedInRequest
from complaints.sop.scenarios.r_hpms_access import ctm_access_email
from complaints.sop.timer import Due
from ctm_casework.accounts.access import Action, may, requires
from ctm_casework.accounts.models import User
from plan_requests.access.forms import AccessForm, PersonForm
from plan_requests.mail import mailto
from plan_requests.models import AccessRequest
from plan_requests.selectors import facts_without_case


@dataclass(frozen=True)
class Asked:
    """A request with its form, what is due on it, and the e-mail of step 3 once there is HPMS access."""

    request: AccessRequest
    form: AccessForm
    due: Due | None
    email: sop.EmailFacts | None
    findings: tuple[sop.Finding, ...]

    @property
    def link(self) -> str:
        """Blank while a rule stands against the e-mail."""
        return mailto(self.email) if self.email and not self.findings else ""


@requires(Action.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def hpms_access(request: SignedInRequest) -> HttpResponse:
    """One's own requests; whoever keeps the directory sees those of everybody they work with."""
    people = _people(request.user)
    form = PersonForm(people, request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            person = form.cleaned_data["person"]
            open_one = AccessRequest.objects.filter(person=person, ctm_access_on=None).first()
            made = open_one or AccessRequest.objects.create(person=person, author=request.user)
            return redirect("hpms-access-edit", made.pk)
        messages.error(request, "Choose the person who needs access.")
        return redirect("hpms-access")
    return _page(request, form, _visible(request.user))


@requires(Action.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def hpms_access_edit(request: SignedInRequest, access_id: int) -> HttpResponse:
    """The steps of one request."""
    found = get_object_or_404(_visible(request.user), pk=access_id)
    form = AccessForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("hpms-access-edit", found.pk)
    status = 422 if form.errors else 200
    context = {"asked": _asked(found, form), "section": "requests"}
    return render(request, "plan_requests/access_edit.html", context, status=status)


def _page(
    request: SignedInRequest, form: PersonForm, found: QuerySet[AccessRequest]
) -> HttpResponse:
    rows = [_asked(one, AccessForm(instance=one)) for one in found.select_related("person")]
    context = {"rows": rows, "person_form": form, "section": "requests"}
    return render(request, "plan_requests/access.html", context)


def _asked(found: AccessRequest, form: AccessForm) -> Asked:
    facts = replace(
        facts_without_case(found.person.contracts.first()),
        access_request=sop.AccessRequestFacts(
            form_completed_on=found.form_completed_on,
            mailed_on=found.mailed_on,
            tracking_number=found.tracking_number,
            hpms_access_on=found.hpms_access_on,
            ctm_access_on=found.ctm_access_on,
        ),
    )
    due = next((one.due for one in sop.timers(facts) if one.rule == "R.2.wait"), None)
    email = ctm_access_email(found.hpms_id.strip()) if found.hpms_access_on else None
    findings = _said(facts, email) if email else ()
    return Asked(found, form, due, email, findings)


def _said(facts: sop.CaseFacts, email: sop.EmailFacts) -> tuple[sop.Finding, ...]:
    return sop.evaluate(replace(facts, email=email), sop.Action.COMPOSE_EMAIL)


def _people(user: User) -> QuerySet[User]:
    """For whom this person may ask: oneself; who keeps the directory, everybody of the same contracts."""
    if not may(user, Action.DIRECTORY):
        return User.objects.filter(pk=user.pk)
    mine = User.objects.filter(contracts__in=user.contracts.all(), is_active=True)
    return (mine | User.objects.filter(pk=user.pk)).distinct().order_by("last_name", "first_name")


def _visible(user: Any) -> QuerySet[AccessRequest]:
    return AccessRequest.objects.filter(person__in=_people(user)).order_by("-pk")
