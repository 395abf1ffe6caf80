"""What the control room takes in by GET: a period, and the rows one of its numbers stands for."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from complaints.control_room.figures import FIGURES
from complaints.control_room.population import DEFAULT_DAYS, DIMENSIONS, PERIODS
from complaints.models.choices import IssueLevel
from ctm_casework.accounts.models import Contract

NOBODY = "nobody"
LEVELS = (IssueLevel.IMMEDIATE_NEED, IssueLevel.URGENT, IssueLevel.NO_ISSUE_LEVEL)


class PeriodForm(forms.Form):
    """A period that is not on offer is the usual one."""

    days = forms.TypedChoiceField(
        choices=[(days, str(days)) for days in PERIODS], coerce=int, required=False
    )

    @property
    def chosen(self) -> int:
        return (self.cleaned_data["days"] if self.is_valid() else None) or DEFAULT_DAYS


class RowsForm(forms.Form):
    """One figure and what narrows it. Anything unknown refuses: other rows would be shown than counted."""

    figure = forms.ChoiceField(choices=[(key, key) for key in FIGURES])
    level = forms.ChoiceField(choices=[(level, level) for level in LEVELS], required=False)
    contract = forms.ChoiceField(required=False)
    assignee = forms.RegexField(rf"^(\d{{1,9}}|{NOBODY})$", required=False)
    closer = forms.RegexField(rf"^(\d{{1,9}}|{NOBODY})$", required=False)
    received = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    resolved = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def __init__(self, asked: Mapping[str, Any], contracts: Iterable[Contract]) -> None:
        super().__init__(asked)
        field = self.fields["contract"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(contract.pk, contract.pk) for contract in contracts]

    @property
    def narrowed(self) -> dict[str, Any]:
        """Values by name of the dimension; None for nobody."""
        given = {name: self.cleaned_data[name] for name in DIMENSIONS if self.cleaned_data[name]}
        return {name: None if value == NOBODY else value for name, value in given.items()}


def rows_address(key: str, days: int, **narrowed: int | str | date | None) -> str:
    """Where the rows of a number open. The period is named only where it bears on the figure."""
    asked: dict[str, Any] = {"figure": key}
    if FIGURES[key].in_period:
        asked["days"] = days
    asked |= {name: NOBODY if value is None else value for name, value in narrowed.items()}
    return f"{reverse('control-room-rows')}?{urlencode(asked)}"
