from typing import Any

from django import forms
from django.core.validators import RegexValidator

from complaints.case.forms import TypedText
from complaints.models import DirectCase
from complaints.statements.forms import SELECT, TEXT, day
from ctm_casework.accounts.models import Contract, User

_SUBCATEGORY = "Alleged Marketing Misrepresentation (RO Action Needed)"


class OfTheUsersContracts(forms.Form):
    """A form whose contract is one the person works for."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contract = self.fields["contract"]
        assert isinstance(contract, forms.ModelChoiceField)
        contract.queryset = user.contracts.all()


def contract_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Contract.objects.none(), widget=forms.Select(attrs=SELECT), empty_label="Choose"
    )


class ReportOnlyForm(OfTheUsersContracts):
    """What CTM's Marketing Misrepresentation Report tells about a case."""

    complaint_id = forms.CharField(
        label="Complaint ID",
        widget=forms.TextInput(attrs=TEXT),
        validators=[
            RegexValidator(r"^C\d{10}$", "A complaint id is C and 10 digits, such as C2608220001.")
        ],
    )
    contract = contract_field()
    received_date = day("Received", required=True)
    contact_first_name = forms.CharField(required=False, widget=forms.TextInput(attrs=TEXT))
    contact_last_name = forms.CharField(widget=forms.TextInput(attrs=TEXT))
    contact_phone = forms.CharField(
        label="Phone", required=False, widget=forms.TextInput(attrs=TEXT)
    )
    complaint_category = forms.CharField(
        label="Category", initial="Enrollment Exception", widget=forms.TextInput(attrs=TEXT)
    )
    complaint_subcategory = forms.CharField(
        label="Subcategory", initial=_SUBCATEGORY, widget=forms.TextInput(attrs=TEXT)
    )
    complaint_summary = TypedText(label="Complaint summary", rows=5, required=True)


class DirectCaseForm(OfTheUsersContracts, forms.ModelForm):
    """A case that came straight to the plan."""

    contract = contract_field()
    received_on = day("Received", required=True)
    requested_effective_date = day("Effective date asked for", "SOP D, note 5")
    plan_system_updated_on = day("Plan's system updated", "SOP D, note 5")
    cms_contacted_on = day(
        "Account Manager or lead caseworker contacted", "SOP D, note 5; E, note 1"
    )
    sent_to_rpc_on = day("Sent to the RPC", "SOP E, note 2")
    closed_on = day("Closed")
    summary = TypedText(label="What is asked for", rows=4, required=True)

    class Meta:
        model = DirectCase
        fields = (
            "contract",
            "kind",
            "received_on",
            "first_name",
            "last_name",
            "phone",
            "bene_id",
            "requested_effective_date",
            "critical",
            "summary",
            "plan_system_updated_on",
            "cms_contacted_on",
            "sent_to_rpc_on",
            "closed_on",
        )
        widgets = {
            "kind": forms.Select(attrs=SELECT),
            **{
                name: forms.TextInput(attrs=TEXT)
                for name in ("first_name", "last_name", "phone", "bene_id")
            },
        }
