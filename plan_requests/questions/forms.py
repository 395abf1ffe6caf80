import re
from typing import Any

from django import forms

from complaints.case.forms import TypedText, line, select
from complaints.models import Complaint
from complaints.statements.forms import SELECT
from ctm_casework.accounts.models import Contract, User
from plan_requests.models.choices import QuestionType


class QuestionForm(forms.Form):
    """A question with its contract and complaints, which are the person's own."""

    question_type = select("What is it about?", QuestionType.choices)
    contract = forms.ModelChoiceField(
        Contract.objects.none(),
        label="Contract",
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choose the contract the question is about."},
    )
    complaint_ids = line("Complaint ids")
    text = TypedText(label="Question", rows=5)

    def __init__(self, user: User, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.user = user
        contract = self.fields["contract"]
        assert isinstance(contract, forms.ModelChoiceField)
        contract.queryset = user.contracts.order_by("pk")
        contract.empty_label = "Choose"
        if len(contract.queryset) == 1:
            contract.empty_label, contract.initial = None, contract.queryset[0]
        self.fields["complaint_ids"].help_text = "One or several, such as C2611210001, C2611210002."

    def clean_complaint_ids(self) -> list[Complaint]:
        ids = {
            one.upper() for one in re.split(r"[\s,;]+", self.cleaned_data["complaint_ids"]) if one
        }
        found = list(Complaint.objects.visible_to(self.user).filter(pk__in=ids).order_by("pk"))
        if len(found) < len(ids):
            raise forms.ValidationError(
                "Not every id is a complaint of your contracts: check them one by one."
            )
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        contract = values.get("contract")
        others = [
            c
            for c in values.get("complaint_ids", [])
            if c.contract_id != getattr(contract, "pk", "")
        ]
        if contract and others:
            self.add_error("complaint_ids", f"All of them must be complaints of {contract}.")
        return values
