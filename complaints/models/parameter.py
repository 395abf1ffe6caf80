"""An administrator's own value for one of the SOP's numbers, from a date on. Append-only."""

from datetime import date
from typing import Any, ClassVar, NoReturn, Self

import pgtrigger
from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction

from complaints import sop
from complaints.sop import words
from complaints.sop.parameters import DEFAULTS, refused_value

_DEFAULT = {dated.name: dated for dated in DEFAULTS}


class ParameterOverride(models.Model):
    """`name` is `value` from `since` on. One that repeats the value in force confirms it."""

    REASON_MIN = 10

    name = models.CharField(max_length=60)
    value = models.PositiveIntegerField()
    since = models.DateField()
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value} from {self.since}"

    @classmethod
    def enter(cls, author: Any, name: str, value: int, since: date, reason: str) -> Self:
        """Saves the value and, once it is committed, has open clocks computed anew.

        Raises ValidationError with what is wrong by field, and nothing is kept."""
        override = cls(author=author, name=name, value=value, since=since, reason=reason.strip())
        override.save()
        return override

    @classmethod
    def dated(cls) -> tuple[sop.DatedValue, ...]:
        """All of them as `sop.parameters_on` takes them, the later entered last. One query.

        Those of a parameter that a later release gave up stay on record and out of force."""
        known = cls.objects.filter(name__in=_DEFAULT)
        return tuple(override.as_dated() for override in known.order_by("pk"))

    def as_dated(self) -> sop.DatedValue:
        default = _DEFAULT[self.name]
        return sop.DatedValue(self.name, self.value, self.since, default.unit, default.step)

    def clean(self) -> None:
        if self.name not in _DEFAULT:
            raise ValidationError({"name": "There is no such parameter. Choose one of the list."})
        errors = {
            "value": refused_value(self.name, self.value) if self.value is not None else None,
            "since": self._refused_since(),
            "reason": self._refused_reason(),
        }
        if found := {field: message for field, message in errors.items() if message}:
            raise ValidationError(found)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A saved parameter value stays as it is; enter a new one.")
        self.full_clean()
        super().save(force_insert=True)
        # Should Redis be away, the value stands and the hourly run brings the clocks along.
        transaction.on_commit(
            lambda: current_app.send_task("complaints.tasks.clocks_recompute", retry=False),
            robust=True,
        )

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A parameter value is part of the record and stays.")

    def _refused_since(self) -> str | None:
        first = _DEFAULT[self.name].since
        if not self.since or self.since >= first:
            return None
        return f"The source holds since {words.day(first)}. Enter that day or a later one."

    def _refused_reason(self) -> str | None:
        if len(self.reason.strip()) >= self.REASON_MIN:
            return None
        return f"Say why in at least {self.REASON_MIN} characters: an auditor will read it."
