"""What the SOP pages take in: a search, and a parameter's new value."""

from datetime import date
from typing import Any

from django import forms


class StepSearchForm(forms.Form):
    q = forms.CharField(max_length=100, required=False)


class ParameterForm(forms.Form):
    """A value, the day from which it holds, and why. What is sane is the model's to say."""

    value = forms.IntegerField(
        label="New value",
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "usa-input", "inputmode": "numeric"}),
        error_messages={
            "required": "Enter a whole number.",
            "invalid": "Enter a whole number, without decimals.",
            "min_value": "Enter a whole number of at least 1.",
        },
    )
    since = forms.DateField(
        label="Holds from",
        widget=forms.DateInput(attrs={"class": "usa-input", "type": "date"}),
        error_messages={"required": "Enter the day from which it holds."},
    )
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"class": "usa-textarea", "rows": 3}),
        error_messages={"required": "Say why: an auditor will read it."},
    )

    @classmethod
    def blank(cls, value: int, today: date) -> "ParameterForm":
        """The form as first shown: the value in force, from today."""
        initial: dict[str, Any] = {"value": value, "since": today.isoformat()}
        return cls(initial=initial)
