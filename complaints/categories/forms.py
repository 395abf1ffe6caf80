from typing import Any

from django import forms

from complaints.models import Category

_YES_NO = [("yes", "Yes"), ("no", "No")]
_MEANT: dict[str, bool | None] = {"yes": True, "no": False, "unknown": None}
_CODES = {meant: code for code, meant in _MEANT.items()}


class CategoryForm(forms.Form):
    """What no download tells of a pair."""

    takes_agent_broker = forms.ChoiceField(
        label="Takes agent or broker data",
        choices=[*_YES_NO, ("unknown", "Not known")],
        widget=forms.RadioSelect,
        help_text="Whether HPMS stores the agent or broker fields of a casework upload for it.",
        error_messages={"required": "Say yes, no or not known."},
    )
    active = forms.ChoiceField(
        label="Still used by CMS",
        choices=_YES_NO,
        widget=forms.RadioSelect,
        help_text="Only what is still used is offered when a category change is asked for.",
        error_messages={"required": "Say yes or no."},
    )

    @classmethod
    def of(cls, category: Category) -> "CategoryForm":
        """The form as first shown: what holds now."""
        known = _CODES[category.takes_agent_broker]
        return cls(initial={"takes_agent_broker": known, "active": _CODES[category.active]})

    @property
    def values(self) -> dict[str, Any]:
        """Of a valid form: `takes_agent_broker` may be None, `active` is a bool."""
        given = self.cleaned_data
        return {
            "takes_agent_broker": _MEANT[given["takes_agent_broker"]],
            "active": _MEANT[given["active"]],
        }
