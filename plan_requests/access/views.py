"""HPMS access for people of the plan, step by step (SOP R). Nothing of a beneficiary is on these pages."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

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
@require_GET
def hpms_access(request: SignedInRequest) -> HttpResponse:
    """One's own request; whoever keeps the directory sees everybody's they work with."""
    found = AccessRequest.objects.filter(person__in=_people(request.user)).order_by("-pk")
    rows = [_asked(one, AccessForm(instance=one)) for one in found.select_related("person")]
    context = {
        "rows": rows,
        "person_form": PersonForm(_people(request.user)),
        "section": "requests",
    }
    return render(request, "plan_requests/access.html", context)


@requires(Action.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def hpms_access_own(request: SignedInRequest) -> HttpResponse:
    """The steps of one's own request: the one under way, else a new one once something is entered."""
    own = AccessRequest.objects.filter(person=request.user, ctm_access_on=None).last()
    found = own or AccessRequest(person=request.user, author=request.user)
    return _edit(request, found, "hpms-access-own")


@requires(Action.DIRECTORY)
@require_POST
def hpms_access_new(request: SignedInRequest) -> HttpResponse:
    """Begins a request for somebody; one under way is gone on with."""
    form = PersonForm(_people(request.user), request.POST)
    if not form.is_valid():
        messages.error(request, "Choose the person who needs access.")
        return redirect("hpms-access")
    person = form.cleaned_data["person"]
    under_way = AccessRequest.objects.filter(person=person, ctm_access_on=None).last()
    found = under_way or AccessRequest.objects.create(person=person, author=request.user)
    return redirect("hpms-access-edit", found.pk)


@requires(Action.DIRECTORY)
@require_http_methods(["GET", "HEAD", "POST"])
def hpms_access_edit(request: SignedInRequest, access_id: int) -> HttpResponse:
    """The steps of anybody's request."""
    found = get_object_or_404(AccessRequest, pk=access_id, person__in=_people(request.user))
    return _edit(request, found, "hpms-access-edit", found.pk)


def _edit(
    request: SignedInRequest, found: AccessRequest, back: str, *arguments: int
) -> HttpResponse:
    form = AccessForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect(back, *arguments)
    status = 422 if form.errors else 200
    context = {"asked": _asked(found, form), "section": "requests"}
    return render(request, "plan_requests/access_edit.html", context, status=status)


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
