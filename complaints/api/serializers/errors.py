"""Findings and refusals as the OpenAPI document describes them."""

from typing import Any

from rest_framework import serializers

from complaints.sop import Severity


class FindingSerializer(serializers.Serializer[Any]):
    """A rule that is not met, or what is wrong with a request (rule `input`, `access`, `limit`)."""

    rule = serializers.CharField()
    severity = serializers.ChoiceField(choices=[severity.value for severity in Severity])
    field = serializers.CharField(help_text="Blank when no single field is meant.")
    message = serializers.CharField(help_text="What to do.")
    citation = serializers.CharField(help_text="The step of the SOP, the layout or the regulation.")


class ErrorsSerializer(serializers.Serializer[Any]):
    """A refusal: every finding at once."""

    errors = FindingSerializer(many=True)  # type: ignore[assignment]


REFUSALS: dict[int, type[serializers.Serializer[Any]]] = dict.fromkeys(
    (400, 401, 403, 404), ErrorsSerializer
)


class FindingsSerializer(serializers.Serializer[Any]):
    """What stands against an action now; empty when nothing does."""

    complaint_id = serializers.CharField()
    action = serializers.CharField()
    findings = FindingSerializer(many=True)
