"""The directory of CMS contacts, one line a contract (SOP, introduction)."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from complaints.models import CmsContacts
from complaints.requests import SignedInRequest
from complaints.statements.forms import TEXT, day
from ctm_casework.accounts.access import Action, requires


class ContactsForm(forms.ModelForm):
    verified_on = day("Verified", "The day on which somebody last made sure")

    class Meta:
        model = CmsContacts
        exclude = ["contract"]  # noqa: DJ006 - a contact that is added belongs on the form

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        for name, field in self.fields.items():
            if name != "verified_on":
                field.widget.attrs |= TEXT


@requires(Action.SIGNED_IN)
@require_GET
def cms_contacts(request: SignedInRequest) -> HttpResponse:
    contracts = request.user.contracts.select_related("cms_contacts").order_by("pk")
    context = {"contracts": contracts, "section": "requests"}
    return render(request, "plan_requests/directory.html", context)


@requires(Action.DIRECTORY)
@require_http_methods(["GET", "HEAD", "POST"])
def cms_contacts_edit(request: SignedInRequest, contract_id: str) -> HttpResponse:
    contract = get_object_or_404(request.user.contracts, pk=contract_id)
    known = CmsContacts.objects.filter(contract=contract).first() or CmsContacts(contract=contract)
    form = ContactsForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"CMS contacts of {contract} saved.")
        return redirect("cms-contacts")
    context = {"contract": contract, "form": form, "section": "requests"}
    status = 422 if form.errors else 200
    return render(request, "plan_requests/directory_edit.html", context, status=status)
