"""API keys: who answers for each, its state, its log, and what may be done with it. Secrets go in and
never come out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import User
from hpms_sync.key_desk import forms
from hpms_sync.key_desk.rights import holds, keys_visible, manages
from hpms_sync.key_desk.shown import key_shown, keys_shown
from hpms_sync.keys.life import credential_enter, key_deactivate, key_try_again
from hpms_sync.keys.registry import key_add, key_change, key_contracts_set
from hpms_sync.keys.token_broker import designation_revoke, person_designate, service_designate
from hpms_sync.models import ApiKey, TokenIssue

UNPROCESSABLE = 422
LINES = 20
GET_OR_POST = ["GET", "HEAD", "POST"]
IN_HPMS = "Deactivate it in HPMS as well, in the API Key Management module: nobody else can."


@requires(Action.KEY_VIEW)
@require_GET
def keys(request: SignedInRequest) -> HttpResponse:
    context = {"keys_shown": keys_shown(request.user), "section": "keys"}
    return render(request, "keys/page.html", context)


@requires(Action.KEY_VIEW)
@require_GET
def key(request: SignedInRequest, api_key_id: int) -> HttpResponse:
    return _page(request, _visible(request, api_key_id))


@requires(Action.KEY_MANAGE)
@require_http_methods(GET_OR_POST)
def key_new(request: SignedInRequest) -> HttpResponse:
    """Adds a key: a responsible party one of their own, an administrator one for somebody."""
    form = forms.AddForm(request.user, _sent(request))

    def add() -> ApiKey:
        values = dict(form.cleaned_data)
        values.setdefault("responsible_party", request.user)
        contracts = [contract.pk for contract in values.pop("contracts")]
        return key_add(contract_ids=contracts, by=request.user, **values)

    if made := _done(form, add):
        messages.success(request, f"Added {made}.")
        return redirect("key", made.pk)
    return _form(request, form, "Add an API key", "Add")


@requires(Action.KEY_MANAGE)
@require_http_methods(GET_OR_POST)
def key_details(request: SignedInRequest, api_key_id: int) -> HttpResponse:
    """Technical point of contact, rotation date and, once, the responsible party."""
    found = _managed(request, api_key_id)
    form = forms.DetailsForm(request.user, found, _sent(request))
    if _done(form, lambda: key_change(found, request.user, **form.cleaned_data)):
        messages.success(request, "Saved.")
        return redirect("key", found.pk)
    return _form(request, form, "Details", "Save", found)


@requires(Action.KEY_HOLD)
@require_http_methods(GET_OR_POST)
def key_pair(request: SignedInRequest, api_key_id: int) -> HttpResponse:
    """Takes the id and secret HPMS issued, at first or at a rotation."""
    found = _held(request, api_key_id)
    form = forms.PairForm(found, _sent(request))
    if _done(form, lambda: credential_enter(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "Kept. Jobs use the pair that HPMS takes.")
        return redirect("key", found.pk)
    return _form(request, form, "Enter a new id and secret", "Save", found, "keys/pair_words.html")


@requires(Action.KEY_HOLD)
@require_http_methods(GET_OR_POST)
def key_contracts(request: SignedInRequest, api_key_id: int) -> HttpResponse:
    found = _held(request, api_key_id)
    form = forms.ContractsForm(request.user, found, _sent(request))

    def change() -> ApiKey:
        chosen = [contract.pk for contract in form.cleaned_data["contracts"]]
        return key_contracts_set(found, chosen, request.user)

    if _done(form, change):
        messages.success(request, "Saved.")
        return redirect("key", found.pk)
    return _form(request, form, "Contracts", "Save", found, "keys/contracts_words.html")


@requires(Action.KEY_MANAGE)
@require_http_methods(GET_OR_POST)
def key_end(request: SignedInRequest, api_key_id: int) -> HttpResponse:
    """Says what ending the key does; on POST, does it."""
    found = _managed(request, api_key_id)
    form = forms.EndForm(found, _sent(request))

    def end() -> Any:
        compromised = form.cleaned_data["why"] == ApiKey.Status.COMPROMISED
        return key_deactivate(found, compromised=compromised, by=request.user)

    if ended := _done(form, end):
        gone = "" if ended.tokens_gone else " Redis did not answer: its tokens there are not used."
        messages.warning(request, f"{found} is deactivated here.{gone} {IN_HPMS}")
        return redirect("key", found.pk)
    return _form(request, form, "Deactivate", "Deactivate now", found, "keys/end_words.html")


@requires(Action.KEY_MANAGE)
@require_POST
def key_try(request: SignedInRequest, api_key_id: int) -> HttpResponse:
    """One attempt with a stopped key, after somebody has looked."""
    found = _managed(request, api_key_id)
    try:
        trouble = key_try_again(found, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("key", found.pk)
    if trouble:
        messages.error(request, f"Still stopped. {trouble}")
    else:
        messages.success(request, "HPMS takes the key: its jobs go on.")
    return redirect("key", found.pk)


@requires(Action.KEY_HOLD)
@require_http_methods(GET_OR_POST)
def key_designate(request: SignedInRequest, api_key_id: int) -> HttpResponse:
    """Lets a person or a service have tokens. A service's credential is on the answering page alone."""
    found = _held(request, api_key_id)
    form = forms.DesignateForm(found, _sent(request))
    if form.is_valid() and form.cleaned_data["service"]:
        made = _done(
            form, lambda: service_designate(found, form.cleaned_data["service"], request.user)
        )
        if made:
            context = {
                "key": found,
                "designation": made[0],
                "credential": made[1],
                "section": "keys",
            }
            return render(request, "keys/credential.html", context)
    elif _done(form, lambda: person_designate(found, form.cleaned_data["person"], request.user)):
        messages.success(request, f"{form.cleaned_data['person']} may have tokens of this key.")
        return redirect("key", found.pk)
    return _form(
        request, form, "Let somebody have tokens", "Designate", found, "keys/designate_words.html"
    )


@requires(Action.KEY_MANAGE)
@require_POST
def designation_end(request: SignedInRequest, api_key_id: int, designation_id: int) -> HttpResponse:
    found = _managed(request, api_key_id)
    designation = get_object_or_404(found.designations, pk=designation_id)
    if designation_revoke(designation, request.user):
        messages.success(request, f"{designation} gets no more tokens of this key.")
    return redirect("key", found.pk)


def _visible(request: SignedInRequest, api_key_id: int) -> ApiKey:
    return get_object_or_404(keys_visible(request.user), pk=api_key_id)


def _managed(request: SignedInRequest, api_key_id: int) -> ApiKey:
    return _allowed(request, api_key_id, manages)


def _held(request: SignedInRequest, api_key_id: int) -> ApiKey:
    return _allowed(request, api_key_id, holds)


def _allowed(
    request: SignedInRequest, api_key_id: int, right: Callable[[User, ApiKey], bool]
) -> ApiKey:
    found = _visible(request, api_key_id)
    if not right(request.user, found):
        raise PermissionDenied(
            f"{found.responsible_party or 'Somebody else'} answers for this key."
        )
    return found


def _sent(request: SignedInRequest) -> Any:
    """What a form is bound to."""
    return request.POST if request.method == "POST" else None


def _done(form: forms.KeyForm, act: Callable[[], Any]) -> Any:
    """What a valid form led to; None when it is not bound or refused, which it then tells."""
    if not form.is_valid():
        return None
    try:
        return act()
    except ValidationError as error:
        form.refuse(error)
        return None


def _form(
    request: SignedInRequest,
    form: forms.KeyForm,
    title: str,
    button: str,
    found: ApiKey | None = None,
    words: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "grave": isinstance(form, forms.EndForm),
        "title": title,
        "button": button,
        "key": found,
        "words": words,
        "section": "keys",
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "keys/form.html", context, status=status)


def _page(request: SignedInRequest, found: ApiKey) -> HttpResponse:
    issues = TokenIssue.objects.filter(designation__key=found)
    context = {
        "shown": key_shown(found),
        "key": found,
        "holds": holds(request.user, found) and not found.ended,
        "manages": manages(request.user, found) and not found.ended,
        "may_call_compromised": manages(request.user, found)
        and found.status != ApiKey.Status.COMPROMISED,
        "designations": found.designations.filter(revoked_at=None).select_related(
            "user", "designated_by"
        ),
        "issues": issues.select_related("designation__user")[:LINES],
        "changes": found.changes.select_related("by")[:LINES],
        "section": "keys",
    }
    return render(request, "keys/key.html", context)
