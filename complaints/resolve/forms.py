"""What the resolve page takes in; the SOP judges it."""

from typing import Any

from django import forms

from complaints.case.forms import AgentBrokerForm, TypedText, select
from complaints.models.choices import (
    HpiRelated,
    Party,
    ResolutionNotification,
    Satisfied,
    SystemUpdateAction,
)


def radios(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)


class ResolveForm(AgentBrokerForm):
    note = TypedText(label="Resolution note", rows=9)
    resolution_date = forms.DateField(
        label="Resolution date",
        required=False,
        widget=forms.DateInput(attrs={"class": "usa-input", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter the resolution date as month, day and year."},
    )
    complainant_satisfied = radios("Complainant satisfied", Satisfied.choices)
    resolution_notification = radios("Resolution notification", ResolutionNotification.choices)
    hpi_related = radios("HPI related", HpiRelated.choices)
    contact_made = select("Contact made", [("", "Nobody"), *Party.choices])
    system_update_action = select(
        "System update action", [("", "None"), *SystemUpdateAction.choices]
    )

    def values(self) -> dict[str, Any]:
        """What Resolution takes; coded answers left open are None. A date that is none is no date."""
        self.is_valid()
        coded = {"complainant_satisfied", "resolution_notification", "hpi_related"}
        values = {
            name: self.cleaned_data.get(name, "")
            for name in self.fields
            if name != "resolution_date"
        }
        values |= {name: values[name] or None for name in (*coded, "agent_broker_complaint")}
        return {**values, "resolution_date": self.cleaned_data.get("resolution_date")}
