"""Which of the SOP's scenarios a person follows in a complaint, and which proposals were dismissed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, ClassVar, NoReturn, Self

import pgtrigger
from django.conf import settings
from django.db import models, transaction

from complaints import sop
from complaints.models.complaint import Complaint
from complaints.models.sop_record import Refused
from complaints.sop.index import SCENARIOS, step
from complaints.sop.radar import conflicts

LETTERS = {scenario.code: letter for letter, scenario in SCENARIOS.items()}


class ScenarioChoice(models.Model):
    """Append-only: the latest choice about a scenario counts. `reason` is why it was proposed, "" when a
    person thought of it."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="scenario_choices")
    scenario = models.CharField(
        max_length=20, choices=[(one.code, one.title) for one in SCENARIOS.values()]
    )
    accepted = models.BooleanField()
    reason = models.CharField(max_length=250, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    past: Collection[str] = ()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["complaint", "scenario", "-id"])]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return (
            f"{self.scenario} {'accepted' if self.accepted else 'dismissed'}: {self.complaint_id}"
        )

    @classmethod
    def enter(
        cls,
        complaint_id: str,
        author: Any,
        scenario: str,
        *,
        accepted: bool,
        reason: str = "",
        past: Collection[str] = (),
    ) -> Self:
        """Saves the choice about a scenario (its code) and recomputes what follows from the case.

        Raises `Refused` when a step of the SOP stands against following it here, other than the rules in
        `past`: somebody gave a reason to go past those, in the same transaction."""
        choice = cls(
            complaint_id=complaint_id,
            author=author,
            scenario=scenario,
            accepted=accepted,
            reason=reason,
        )
        choice.past = past
        choice.save()
        return choice

    @classmethod
    def latest_for(cls, complaint_ids: Iterable[str]) -> dict[str, dict[str, Self]]:
        """The choice that counts by complaint id and code. One query."""
        rows = cls.objects.filter(complaint__in=list(complaint_ids))
        latest: dict[str, dict[str, Self]] = defaultdict(dict)
        for choice in rows.order_by("complaint_id", "scenario", "-pk").distinct(
            "complaint_id", "scenario"
        ):
            latest[choice.complaint_id][choice.scenario] = choice
        return dict(latest)

    @classmethod
    def accepted_for(cls, complaint_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Accepted codes by complaint id, in the order of the letters; no entry where none is."""
        codes = {
            complaint_id: {code for code, choice in by_code.items() if choice.accepted}
            for complaint_id, by_code in cls.latest_for(complaint_ids).items()
        }
        return {
            complaint_id: tuple(code for code in LETTERS if code in accepted)
            for complaint_id, accepted in codes.items()
            if accepted
        }

    @property
    def letter(self) -> str:
        return LETTERS[self.scenario]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A choice stays as it was made; make a new one.")
        from complaints.services.case import case_refresh

        with transaction.atomic():
            Complaint.objects.select_for_update().get(pk=self.complaint_id)
            self.clean_fields()
            self._refuse_what_contradicts()
            super().save(force_insert=True)
            case_refresh([self.complaint_id])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A choice is part of the record and stays.")

    def _refuse_what_contradicts(self) -> None:
        from complaints.selectors.facts import facts_of

        if not self.accepted:
            return
        facts = facts_of(self.complaint_id)
        beside = set(conflicts.accepted(facts)) - {self.letter}
        rule = conflicts.against(self.letter, facts, beside)
        if rule and rule not in self.past:
            against = step(rule)
            message = f"{against.text} {conflicts.remedy(rule, self.letter)}"
            finding = sop.Finding(
                rule, sop.Severity.ERROR, "scenario", message, citation=against.citation
            )
            raise Refused((finding,), {})
