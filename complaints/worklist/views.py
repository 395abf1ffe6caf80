"""My day: the worklist, search over all complaints, bulk assignment, and the switch for single keys."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.requests import SignedInRequest
from complaints.services.assignment import complaints_assign
from complaints.worklist.forms import AssignForm, FilterForm, SearchForm
from complaints.worklist.listing import Listing
from complaints.worklist.people import caseworkers
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog

SEARCH = "search"  # the session's key for what was searched for last, and within what
WITHIN = ("view", *FilterForm.base_fields)


@requires(Action.COMPLAINT_VIEW)
@require_GET
def worklist(request: SignedInRequest) -> HttpResponse:
    return _listed(request, Listing(request.user, request.GET), "worklist")


@requires(Action.COMPLAINT_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def complaints_search(request: SignedInRequest) -> HttpResponse:
    """Hits in the worklist's own form. What is searched for never stands in a URL: a POST keeps it in
    the session, where the page of hits reads it, so that Back and reload ask for nothing anew."""
    if request.method == "POST":
        form = SearchForm(request.POST)
        if not form.is_valid():
            return redirect("worklist")
        within = {name: request.POST[name] for name in WITHIN if name in request.POST}
        request.session[SEARCH] = {"q": form.cleaned_data["q"], "within": within}
        return redirect("complaints-search")
    if SEARCH not in request.session:
        return redirect("worklist")
    kept = request.session[SEARCH]
    asked = {**kept["within"], "page": request.GET.get("page", "1")}
    return _listed(request, Listing(request.user, asked, kept["q"]), "complaints-search")


def _listed(request: SignedInRequest, listing: Listing, door: str) -> HttpResponse:
    response = render(request, "worklist/page.html", {"listing": listing, "section": "worklist"})
    AccessLog.record(request.user, door=door, complaint_ids=listing.complaint_ids)
    return response


@requires(Action.ASSIGN)
@require_POST
def assign(request: SignedInRequest) -> HttpResponse:
    form = AssignForm(request.POST, caseworkers(request.user.contracts.all()))
    if not form.is_valid():
        messages.error(
            request, "Pick at least one complaint and a person from the list, then assign."
        )
        return _back(request)
    to = form.cleaned_data["to"]
    try:
        count = complaints_assign(request.user, form.cleaned_data["pick"], to)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        things = "1 complaint" if count == 1 else f"{count} complaints"
        messages.success(request, f"{things} assigned to {to}." if to else f"{things} unassigned.")
    return _back(request)


@requires(Action.SIGNED_IN)
@require_POST
def single_keys(request: SignedInRequest) -> HttpResponse:
    """Switches the single-key shortcuts off or on for this session (WCAG 2.1.4)."""
    request.session["single_keys_off"] = not request.session.get("single_keys_off", False)
    return _back(request)


def _back(request: SignedInRequest) -> HttpResponse:
    """To the list as it was, if the form says so and the address is our own."""
    url = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(url, allowed_hosts=None) and url.startswith("/")
    return redirect(url if ours else reverse("worklist"))
