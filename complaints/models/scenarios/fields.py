"""Field kinds of the scenarios' records: what is not known yet is None or blank, never a guess."""

from typing import Any

from django.db import models
from django.db.models.enums import ChoicesType


def answer(question: str, source: str = "") -> "models.BooleanField[Any, Any]":
    """Yes, no, or not answered yet."""
    return models.BooleanField(question, null=True, blank=True, help_text=source)


def tick(statement: str, source: str = "") -> "models.BooleanField[Any, Any]":
    """A statement that holds, or not."""
    return models.BooleanField(statement, default=False, help_text=source)


def day(label: str, source: str = "") -> "models.DateField[Any, Any]":
    return models.DateField(label, null=True, blank=True, help_text=source)


def text(label: str, source: str = "") -> "models.TextField[Any, Any]":
    return models.TextField(label, blank=True, help_text=source)


def code(choices: ChoicesType, label: str, source: str = "") -> "models.CharField[Any, Any]":
    return models.CharField(label, max_length=40, choices=choices, blank=True, help_text=source)
