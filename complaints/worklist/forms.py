"""What the worklist takes in: filters (by GET), a search (by POST only), a bulk assignment."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q

from complaints.models import Category
from complaints.models.choices import IssueLevel
from ctm_casework.accounts.models import Contract, User

UNASSIGNED = "nobody"


def _select(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, widget=forms.Select(attrs={"class": "usa-select"})
    )


class FilterForm(forms.Form):
    """The filters above the list. A value that is not on offer filters nothing."""

    contract = _select("Contract")
    level = _select("Level")
    category = _select("Category")
    assignee = _select("Assignee")

    def __init__(
        self,
        asked: Mapping[str, Any],
        me: User,
        contracts: Iterable[Contract],
        people: Iterable[User],
    ) -> None:
        super().__init__(asked)
        categories = sorted(
            set(Category.objects.values_list("complaint_category", flat=True)) - {""}
        )
        others = [(str(person.pk), str(person)) for person in people if person.pk != me.pk]
        self._offer("contract", "All contracts", [(c.pk, c.pk) for c in contracts])
        self._offer("level", "All levels", IssueLevel.choices)
        self._offer("category", "All categories", [(name, name) for name in categories])
        self._offer(
            "assignee", "Anybody", [(str(me.pk), "You"), *others, (UNASSIGNED, "Unassigned")]
        )

    def _offer(self, name: str, everything: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", everything), *choices]

    def condition(self) -> Q:
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        assignee = chosen.get("assignee")
        condition = Q()
        if "contract" in chosen:
            condition &= Q(contract=chosen["contract"])
        if "level" in chosen:
            condition &= Q(issue_level=chosen["level"])
        if "category" in chosen:
            condition &= Q(complaint_category=chosen["category"])
        if assignee:
            condition &= Q(assignee=None if assignee == UNASSIGNED else assignee)
        return condition

    def chosen(self) -> dict[str, str]:
        """The filters in force, for links that keep them."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SearchForm(forms.Form):
    q = forms.CharField(max_length=100)


class AssignForm(forms.Form):
    """Complaints picked and the person they go to; `to` left blank takes them from everybody."""

    pick = forms.MultipleChoiceField()
    to = forms.ModelChoiceField(queryset=User.objects.none(), required=False)

    def __init__(self, data: Any, people: Any) -> None:
        super().__init__(data)
        picked = self.fields["pick"]
        assert isinstance(picked, forms.MultipleChoiceField)
        picked.choices = [(complaint_id, complaint_id) for complaint_id in data.getlist("pick")]
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)
        to.queryset = people
