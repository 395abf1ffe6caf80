"""A form for each record, made from its model: labels, steps and codes are the model's."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models

from complaints.case.forms import TypedText
from complaints.models import Complaint
from complaints.models.sop_record import SopRecord
from complaints.statements.doors import entered

_ANSWERS = [("", "Not known yet"), ("yes", "Yes"), ("no", "No")]
TEXT = {"class": "usa-input", "autocomplete": "off"}
SELECT = {"class": "usa-select"}


def day(label: str, source: str = "", required: bool = False) -> forms.DateField:
    widget = forms.DateInput({"class": "usa-input", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=source, required=required, widget=widget)


def form_of(
    kind: type[SopRecord], complaint: Complaint, user: Any, data: Any = None, initial: Any = None
) -> forms.Form:
    """The form of this record for this complaint, bound when there is `data`."""
    made = {
        field.name: shown
        for field in entered(kind)
        if (shown := _shown(field, complaint, user)) is not None
    }
    form: type[forms.Form] = type(f"{kind.__name__}Form", (forms.Form,), made)
    return form(data, initial=initial)


def _shown(field: "models.Field[Any, Any]", complaint: Complaint, user: Any) -> forms.Field | None:
    """None for what has a door of its own: the scenarios followed are chosen in their panel."""
    told: dict[str, Any] = {
        "label": str(field.verbose_name),
        "help_text": str(field.help_text),
        "required": False,
    }
    if isinstance(field, ArrayField):
        return None
    if isinstance(field, models.ForeignKey):
        return _related(field, complaint, user, told)
    if field.choices:
        choices = [("", "Choose"), *field.flatchoices]
        return forms.ChoiceField(choices=choices, widget=forms.Select(attrs=SELECT), **told)
    if isinstance(field, models.BooleanField):
        return Answer(**told) if field.null else forms.BooleanField(**told)
    if isinstance(field, models.DateTimeField):
        shape = "%Y-%m-%dT%H:%M"
        typed = forms.DateTimeInput({**TEXT, "type": "datetime-local"}, format=shape)
        return forms.DateTimeField(widget=typed, input_formats=[shape], **told)
    if isinstance(field, models.DateField):
        return day(str(field.verbose_name), str(field.help_text))
    if isinstance(field, models.IntegerField):
        widget = forms.NumberInput({**TEXT, "inputmode": "numeric"})
        return forms.IntegerField(min_value=0, max_value=366, widget=widget, **told)
    return TypedText(rows=3, **told)


class Answer(forms.TypedChoiceField):
    """Yes, no, or not known yet."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=_ANSWERS,
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.Select(attrs=SELECT),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def _related(
    field: "models.ForeignKey[Any, Any]", complaint: Complaint, user: Any, told: dict[str, Any]
) -> forms.ModelChoiceField:
    """Another complaint by its id, or an earlier record of this one from a list."""
    told = {**told, "required": not field.null}
    kind: Any = field.related_model
    if kind is Complaint:
        visible = Complaint.objects.visible_to(user).exclude(pk=complaint.pk)
        wrong = "There is no such complaint among those of your contracts: check the complaint id."
        return forms.ModelChoiceField(
            visible,
            widget=forms.TextInput(TEXT),
            error_messages={"invalid_choice": wrong},
            **told,
        )
    own = kind.objects.visible_to(user).filter(complaint=complaint)
    return forms.ModelChoiceField(
        own, empty_label="Choose", widget=forms.Select(attrs=SELECT), **told
    )
