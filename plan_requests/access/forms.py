"""The steps of an HPMS access request (SOP R), each with its day."""

from itertools import pairwise
from typing import Any

from django import forms

from complaints.case.forms import line
from complaints.statements.forms import SELECT, day
from ctm_casework.accounts.models import User
from plan_requests.models import AccessRequest

_DAYS = ("form_completed_on", "mailed_on", "hpms_access_on", "ctm_asked_on", "ctm_access_on")


class AccessForm(forms.ModelForm):
    form_completed_on = day("Form completed and signed", "SOP R, step 1")
    mailed_on = day("Original mailed to CMS", "SOP R, step 2: traceable if possible")
    tracking_number = line("Tracking number")
    hpms_access_on = day("HPMS access granted")
    hpms_id = line("HPMS ID")
    ctm_asked_on = day("CTM access asked for by e-mail", "SOP R, step 3")
    ctm_access_on = day("CTM access granted")

    class Meta:
        model = AccessRequest
        fields = [
            "form_completed_on", "mailed_on", "tracking_number", "hpms_access_on", "hpms_id",
            "ctm_asked_on", "ctm_access_on",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Each step is on the day of the one before or after it."""
        values = super().clean() or {}
        done = [(name, values[name]) for name in _DAYS if values.get(name)]
        for (before, first), (after, second) in pairwise(done):
            if second < first:
                earlier = str(self.fields[before].label).lower()
                self.add_error(after, f"This comes after “{earlier}”: correct one of the days.")
        return values


class PersonForm(forms.Form):
    """For whom access is asked."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label="For",
        empty_label="Choose",
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choose the person who needs access."},
    )

    def __init__(self, people: Any, data: Any = None) -> None:
        super().__init__(data)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = people
