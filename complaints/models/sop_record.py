"""The one base of records whose insertion is an SOP action: its validation is the SOP."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction

from complaints import sop
from complaints.models.acknowledgement import RuleAcknowledgement
from complaints.models.assignment import ContractAssignment
from complaints.models.complaint import Complaint
from ctm_casework.accounts.models import ContractAccess

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


@dataclass(frozen=True)
class Acknowledgement:
    """A person's word that a WARNING was read, with the reason to go on (10 characters or more)."""

    rule: str
    reason: str
    digest: str = ""  # of the facts that were on the screen; "" where a door does not show them


class Refused(ValidationError):
    """The SOP refuses an action. `findings` holds every ERROR and every WARNING still unacknowledged;
    `form_errors` what is wrong with single values before any rule is asked ({field: [message]})."""

    def __init__(
        self, findings: tuple[sop.Finding, ...], form_errors: dict[str, list[str]]
    ) -> None:
        self.findings = findings
        self.form_errors = form_errors
        errors = [ValidationError(f.message, code=f.rule) for f in findings]
        errors += [
            ValidationError(message) for messages in form_errors.values() for message in messages
        ]
        super().__init__(errors)


class AppendOnly(models.QuerySet[Any]):
    """Records of SOP actions enter one at a time through save(), and stay."""

    def visible_to(self, user: Any) -> Self:
        """Records made under contracts this person works for, and what went to HPMS anyway: the plan
        that had the complaint before keeps its internal work to itself."""
        own = ContractAccess.objects.filter(user=user).values("contract")
        return self.filter(models.Q(assignment__contract__in=own) | self.model.in_hpms)

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(
            f"{self.model.__name__} records enter one by one through save(), which asks the SOP, and stay."
        )

    update = delete = bulk_create = bulk_update = _refuse
    aupdate = adelete = abulk_create = abulk_update = _refuse


class SopTransition(models.Model):
    """What the SOP judges at a named move: `clean()` asks it, and wants a reason for each WARNING."""

    action: ClassVar[sop.Action]

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="%(class)ss")
    assignment = models.ForeignKey(
        ContractAssignment, models.PROTECT, null=True, editable=False, related_name="+"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    acknowledgements: tuple[Acknowledgement, ...] = ()
    _found: tuple[sop.Finding, ...] = ()

    class Meta:
        abstract = True

    def findings(self) -> tuple[sop.Finding, ...]:
        """What the SOP says to this record, acknowledged or not."""
        from complaints.selectors.facts import facts_of

        return sop.evaluate(self.facts(facts_of(self.complaint_id)), self.action)

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        """The case as it would stand with this record in it."""
        raise NotImplementedError

    def clean(self) -> None:
        """Raises Refused with everything that stands against the record, all at once."""
        self._found = self.findings()
        standing = tuple(f for f in self._found if not self._acknowledged(f))
        values = self._value_errors()
        if standing or values:
            raise Refused(standing, values)

    def _lock_case(self) -> None:
        """Locks the complaint, within the transaction, and finds the assignment the move is made in."""
        Complaint.objects.select_for_update().get(pk=self.complaint_id)
        self.assignment = ContractAssignment.objects.filter(
            complaint=self.complaint_id, ended_on=None
        ).first()

    @property
    def acting_id(self) -> int | None:
        """Who makes the move: the reasons for going past a warning are theirs."""
        return self.author_id

    def enact(self) -> None:
        """What follows from the move in the same transaction, such as the row for HPMS."""

    def _value_errors(self) -> dict[str, list[str]]:
        """What is wrong with single values whatever the case, such as a code nobody knows."""
        errors = dict(self._of_another_case())
        try:
            self.clean_fields()
        except ValidationError as error:
            errors |= error.message_dict
        return errors

    def _of_another_case(self) -> Iterator[tuple[str, list[str]]]:
        """A record that this one names is of the same complaint; another complaint it names is not the
        complaint itself."""
        for field in self._meta.fields:
            named = getattr(self, field.attname) if isinstance(field, models.ForeignKey) else None
            if named is None or field.name == "complaint":
                continue
            kind: Any = field.related_model
            if kind is Complaint and named == self.complaint_id:
                yield field.name, ["Name another complaint: this is the complaint itself."]
            elif issubclass(kind, SopTransition) and (
                getattr(self, field.name).complaint_id != self.complaint_id
            ):
                yield field.name, ["Name one of this complaint: that one is of another."]

    def _reason_for(self, finding: sop.Finding) -> str:
        """The first real reason given to go past this finding, "" when there is none. One given for
        other facts than these has lapsed."""
        reasons = (
            a.reason.strip()
            for a in self.acknowledgements
            if a.rule == finding.rule and a.digest in ("", finding.digest)
        )
        return next((r for r in reasons if len(r) >= RuleAcknowledgement.REASON_MIN), "")

    def _acknowledged(self, finding: sop.Finding) -> bool:
        return finding.severity is sop.Severity.WARNING and bool(self._reason_for(finding))

    def _keep_acknowledgements(self) -> None:
        for finding in self._found:
            RuleAcknowledgement.objects.create(
                complaint_id=self.complaint_id,
                action=self.action.value,
                record_kind=str(self._meta.model_name),
                record_id=self.pk,
                rule=finding.rule,
                reason=self._reason_for(finding),
                facts_digest=finding.digest,
                user_id=self.acting_id,
            )


class SopRecord(SopTransition):
    """Saving locks the complaint, builds its facts, asks the SOP, and writes the record, the
    acknowledgements and the row for HPMS in one transaction. Raises `Refused`."""

    in_hpms: ClassVar[models.Q] = models.Q(pk__in=())  # which of them everybody can read in HPMS

    objects: ClassVar = AppendOnly.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]
        default_manager_name = "objects"
        triggers: ClassVar = [APPEND_ONLY]

    @classmethod
    def enter(
        cls,
        complaint_id: str,
        author: Any,
        acknowledgements: Iterable[Acknowledgement] = (),
        **values: Any,
    ) -> Self:
        """Makes and saves the record: the one call of every door. Raises `Refused`, and nothing is kept."""
        record = cls(complaint_id=complaint_id, author=author, **values)
        record.acknowledgements = tuple(acknowledgements)
        record.save()
        return record

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"A saved {self._meta.verbose_name} stays as it is; make a new one.")
        from complaints.services.case import case_refresh

        with transaction.atomic():
            self._lock_case()
            self.clean()
            super().save(force_insert=True)
            self._keep_acknowledgements()
            self.enact()
            case_refresh([self.complaint_id])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"A {self._meta.verbose_name} is part of the record and stays.")
