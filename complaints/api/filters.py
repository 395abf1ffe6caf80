"""Filters of the list and of the search. None of them takes a name or a number of a person: those
travel in a body, never in an address."""

from typing import Any

import django_filters as filters  # type: ignore[import-untyped]
from django import forms
from django.db.models import Q
from django.db.models.enums import ChoicesType

from complaints.models import Complaint
from complaints.models.choices import ClockState, IssueLevel, YesNo
from complaints.models.complaint import ComplaintQuerySet
from ctm_casework.accounts.models import Contract

ME, NOBODY = "me", "nobody"


class TrueOrFalse(forms.NullBooleanField):
    """`true` or `false`; anything else is refused rather than left out of account."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> bool | None:  # type: ignore[override]
        known = {"true": True, "false": False, "": None, "none": None}
        try:
            return known[str(value).lower()]
        except KeyError:
            raise forms.ValidationError("Use true or false.") from None


class BooleanFilter(filters.BooleanFilter):
    field_class = TrueOrFalse


class CodesFilter(filters.BaseInFilter, filters.ChoiceFilter):
    """One code or several."""


def _codes(choices: ChoicesType, **options: Any) -> CodesFilter:
    remedy = f"Use one or more of {', '.join(choices.values)}."
    return CodesFilter(
        choices=choices.choices, error_messages={"invalid_choice": remedy}, **options
    )


def _day(lookup: str, words: str, field: str = "due_on") -> filters.DateFilter:
    return filters.DateFilter(
        field_name=field,
        lookup_expr=lookup,
        help_text=words,
        error_messages={"invalid": "Write the day as YYYY-MM-DD."},
    )


class ContractIds(filters.BaseInFilter, filters.CharFilter):
    """One contract id or several."""


class ComplaintFilters(filters.FilterSet):
    contract_id = ContractIds(help_text="One contract id or several.")
    plan_type = _codes(Contract.PlanType, field_name="contract__plan_type")
    issue_level = _codes(IssueLevel)
    open = BooleanFilter(
        field_name="resolution_date",
        lookup_expr="isnull",
        help_text="True: without a resolution date in HPMS. False: with one. Left out: both.",
    )
    due_after = _day("gte", "Due on this day or after it.")
    due_before = _day("lte", "Due on this day or before it.")
    received_after = _day("gte", "Received on this day or after it.", "received_date")
    received_before = _day("lte", "Received on this day or before it.", "received_date")
    clock_state = _codes(ClockState)
    assignee = filters.CharFilter(
        method="assigned_to", help_text=f"A user name, `{ME}`, or `{NOBODY}` for unassigned ones."
    )
    swift = BooleanFilter(
        method="is_swift", help_text="By the flag, or by a SWIFT control number (SOP I, note 3)."
    )
    congressional = BooleanFilter(field_name="congressional")
    agent_broker = _codes(YesNo)
    complaint_category = filters.CharFilter(help_text="As HPMS spells it.")
    complaint_subcategory = filters.CharFilter(help_text="As HPMS spells it.")
    next_step = filters.CharFilter(help_text="As the complaint shows it, such as `First contact`.")
    review = BooleanFilter(
        method="wants_review", help_text="Whether a value came in that somebody has to look at."
    )
    out_of_view = BooleanFilter(
        field_name="out_of_view_since",
        lookup_expr="isnull",
        exclude=True,
        help_text="Whether HPMS's downloads bring it no more; the ledger says why.",
    )

    class Meta:
        model = Complaint
        fields: list[str] = []

    def assigned_to(self, complaints: ComplaintQuerySet, _: str, value: str) -> ComplaintQuerySet:
        if value == NOBODY:
            return complaints.filter(assignee=None)
        if value == ME:
            return complaints.filter(assignee=self.request.user)
        return complaints.filter(assignee__username=value)

    def is_swift(self, complaints: ComplaintQuerySet, _: str, value: bool) -> ComplaintQuerySet:
        return complaints.filter(_either(Q(swift=True) | ~Q(swift_control_number=""), value))

    def wants_review(self, complaints: ComplaintQuerySet, _: str, value: bool) -> ComplaintQuerySet:
        return complaints.filter(_either(~Q(review_flags=[]), value))


def _either(condition: Q, holds: bool) -> Q:
    return condition if holds else ~condition
