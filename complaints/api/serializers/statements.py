"""Entries and records of the SOP's scenarios, made from their models: one field each, of the same name.

Labels and steps of the SOP come from the models, so that the API's document, the pages and the
database tell one story."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from rest_framework import serializers

from complaints.api.serializers.entries import Answer, Code, Date, Flag, Moment, RecordEntry, Text
from complaints.api.serializers.records import RECORD, RecordSerializer
from complaints.models import Complaint
from complaints.models.sop_record import SopRecord
from complaints.statements.doors import entered


def entry_of(record: type[SopRecord]) -> type[RecordEntry]:
    """What the API takes in for one of these records."""
    taken = {field.name: _taken(field) for field in entered(record)}
    return type(f"{record.__name__}Entry", (RecordEntry,), {**taken, "__doc__": record.__doc__})


def shown_of(record: type[SopRecord]) -> type[RecordSerializer]:
    """How the API shows a saved one."""
    names = [field.name for field in entered(record)]
    meta = type("Meta", (), {"model": record, "fields": [*RECORD, *names]})
    body = {"Meta": meta, "__doc__": record.__doc__}
    return type(f"{record.__name__}Serializer", (RecordSerializer,), body)


def _taken(field: "models.Field[Any, Any]") -> serializers.Field[Any, Any, Any, Any]:
    told = ", ".join(filter(None, [str(field.verbose_name), str(field.help_text)]))
    if isinstance(field, ArrayField):
        return serializers.ListField(
            child=Code(field.base_field.choices, allow_blank=False), required=False, help_text=told
        )
    if isinstance(field, models.ForeignKey):
        return _related(field, told)
    if field.choices:
        return Code(field.choices, help_text=told)
    kinds: dict[type[Any], Callable[..., serializers.Field[Any, Any, Any, Any]]] = {
        models.DateTimeField: Moment,
        models.DateField: Date,
        models.PositiveSmallIntegerField: _whole_number,
        models.BooleanField: Answer if field.null else Flag,
        models.TextField: Text,
    }
    made = next(make for kind, make in kinds.items() if isinstance(field, kind))
    return made(help_text=told)


def _whole_number(help_text: str) -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=0,
        max_value=366,
        required=False,
        allow_null=True,
        help_text=help_text,
        error_messages={"invalid": "Send a whole number."},
    )


class OfOnesOwn(serializers.PrimaryKeyRelatedField[Any]):
    """Another record, named by its id: one that whoever asks may see."""

    default_error_messages = {
        "does_not_exist": "There is none with this id that you may see.",
        "incorrect_type": "Send its id.",
    }

    def get_queryset(self) -> Any:
        asked: Any = self.queryset  # type: ignore[arg-type]
        return asked.model.objects.visible_to(self.context["user"])


def _related(field: "models.ForeignKey[Any, Any]", told: str) -> OfOnesOwn:
    kind: Any = field.related_model
    return OfOnesOwn(
        queryset=kind.objects.all(),
        required=not field.null,
        allow_null=field.null,
        help_text=told,
        pk_field=serializers.CharField() if kind is Complaint else serializers.IntegerField(),
    )
