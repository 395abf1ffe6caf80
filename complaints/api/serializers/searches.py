"""The body of a search: what to look for, and the list's own filters."""

from typing import Any

import django_filters as filters  # type: ignore[import-untyped]
from rest_framework import serializers

from complaints.api.filters import ComplaintFilters
from complaints.api.serializers.entries import Entry, Flag


class Several(serializers.ListField):
    """A list, or one text with commas as the list's address has it."""

    default_error_messages = {"not_a_list": "Send a list of texts, or one text."}

    def to_internal_value(self, data: Any) -> list[Any]:
        return super().to_internal_value(data.split(",") if isinstance(data, str) else data)


class SearchEntry(Entry):
    q = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=100,
        help_text="A complaint id, names, a phone number or a Medicare number.",
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        made = {name: _field(one) for name, one in ComplaintFilters.base_filters.items()}
        return {**super().get_fields(), **made}


def _field(one: filters.Filter) -> serializers.Field:
    words: dict[str, Any] = {"help_text": one.extra.get("help_text", ""), "required": False}
    if isinstance(one, filters.BaseInFilter):
        kind: Any = serializers.CharField()
        if choices := one.extra.get("choices"):
            kind = serializers.ChoiceField(choices)
            kind.error_messages["invalid_choice"] = one.extra["error_messages"]["invalid_choice"]
        return Several(child=kind, **words)
    if isinstance(one, filters.BooleanFilter):
        return Flag(help_text=words["help_text"])
    if isinstance(one, filters.DateFilter):
        remedy = {"invalid": one.extra["error_messages"]["invalid"]}
        return serializers.DateField(**words, error_messages=remedy)
    return serializers.CharField(**words)
