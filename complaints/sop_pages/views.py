"""The SOP pages: scenarios with their steps, a search over them, the parameters, home infusion."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from complaints.models import ParameterOverride
from complaints.requests import SignedInRequest
from complaints.sop import home_infusion
from complaints.sop.examples import EXAMPLES
from complaints.sop_pages import parts, search, selectors
from complaints.sop_pages.addresses import rule_address
from complaints.sop_pages.forms import ParameterForm, StepSearchForm
from ctm_casework.accounts.access import Action, requires

UNPROCESSABLE = 422


@requires(Action.SIGNED_IN)
@require_GET
def sop(request: HttpRequest) -> HttpResponse:
    """All parts; with `q`, the steps that hold its words."""
    form = StepSearchForm(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    context: dict[str, Any] = {"parts": parts.parts(), "asked": asked, "means": _means()}
    if asked:
        context["found"] = found = search.find(asked)
        context["total"] = sum(len(one.steps) for one in found)
        context["parameters"] = selectors.parameters_by_step(timezone.localdate())
    return render(request, "sop/page.html", context)


@requires(Action.SIGNED_IN)
@require_GET
def part(request: HttpRequest, part: str) -> HttpResponse:
    try:
        shown = parts.part(part)
    except KeyError:
        raise Http404(f"The SOP has no part {part}.") from None
    context = {
        "part": shown,
        "asked": "",
        "parts": parts.parts(),
        "means": _means(),
        "parameters": selectors.parameters_by_step(timezone.localdate()),
        "examples": EXAMPLES if shown.key == "Q" else (),
        "section": "sop",
    }
    return render(request, "sop/part.html", context)


@requires(Action.SIGNED_IN)
@require_GET
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The permanent address of a rule: leads to where its page shows it."""
    try:
        return redirect(rule_address(rule_id))
    except ValueError:
        raise Http404(f"The index has no step {rule_id}.") from None


@requires(Action.SIGNED_IN)
@require_GET
def infusion(request: HttpRequest) -> HttpResponse:
    """The questionnaire as far as the answers in the address lead. Nothing of a person is asked."""
    context = {
        "walk": home_infusion.walk(request.GET.dict()),
        "programs": home_infusion.PROGRAMS,
        "payers": home_infusion.PAYERS,
        "part": parts.part("HI"),
        "asked": "",
        "section": "sop",
    }
    return render(request, "sop/home_infusion.html", context)


@requires(Action.SIGNED_IN)
@require_GET
def parameters(request: HttpRequest) -> HttpResponse:
    shown = selectors.parameters_shown(timezone.localdate())
    return render(request, "sop/parameters.html", {"parameters": shown, "section": "sop"})


@requires(Action.SIGNED_IN)
@require_GET
def parameter(request: HttpRequest, parameter: str) -> HttpResponse:
    return _parameter_page(request, parameter)


@requires(Action.PARAMETERS)
@require_POST
def parameter_change(request: SignedInRequest, parameter: str) -> HttpResponse:
    """Enters a value from a day on, with its reason; 422 and the form again when it is refused."""
    form = ParameterForm(request.POST)
    if form.is_valid():
        try:
            entered = ParameterOverride.enter(request.user, parameter, **form.cleaned_data)
        except ValidationError as error:
            if "name" in error.message_dict:
                raise Http404("There is no such parameter.") from None
            form.add_error(None, error)
        else:
            messages.success(request, f"Entered. {_says(entered)}")
            return redirect("sop-parameter", parameter)
    return _parameter_page(request, parameter, form, status=UNPROCESSABLE)


def _parameter_page(
    request: HttpRequest, name: str, form: ParameterForm | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    shown = {one.name: one for one in selectors.parameters_shown(today)}.get(name)
    if shown is None:
        raise Http404("There is no such parameter.")
    context = {
        "parameter": shown,
        "form": form or ParameterForm.blank(shown.in_force.value, today),
        "reason_min": ParameterOverride.REASON_MIN,
        "section": "sop",
    }
    return render(request, "sop/parameter.html", context, status=status)


def _says(entered: ParameterOverride) -> str:
    since = f"{entered.since.month}/{entered.since.day}/{entered.since.year}"
    if entered.since > timezone.localdate():
        return f"It holds from {since}; due dates follow on that day."
    return f"It holds from {since}; due dates of open complaints are being worked out anew."


def _means() -> list[tuple[str, str, str]]:
    """Each kind in words, its look, and what it means."""
    return [
        (words, words.lower(), parts.KIND_MEANS[kind]) for kind, words in parts.KIND_WORDS.items()
    ]
