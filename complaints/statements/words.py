"""A saved statement in words, for the casework's story."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models

from complaints.models.sop_record import SopRecord
from complaints.statements.doors import entered


def lines_of(record: SopRecord, zone: ZoneInfo) -> list[str]:
    """`Days of medication left: 2` for each field that says something."""
    return [
        f"{field.verbose_name}{_mark(field)} {words}"
        for field in entered(type(record))
        if (words := _words(record, field, zone))
    ]


def _mark(field: "models.Field[Any, Any]") -> str:
    return "" if str(field.verbose_name).endswith("?") else ":"


def _words(record: SopRecord, field: "models.Field[Any, Any]", zone: ZoneInfo) -> str:
    value = getattr(record, field.attname)
    if value is None or value == "" or value == [] or (value is False and not field.null):
        return ""
    if isinstance(field, ArrayField):
        names = dict(field.base_field.flatchoices)
        return ", ".join(str(names.get(code, code)) for code in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%-m/%-d/%Y, %-I:%M %p}"
    if isinstance(value, date):
        return f"{value:%-m/%-d/%Y}"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return f"number {value}" if field.is_relation and isinstance(value, int) else str(value)
