"""A refusal as the pages show it: each remedy beside its field, each warning with room for a reason."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.forms import BaseForm

from complaints.models import Acknowledgement, RuleAcknowledgement
from complaints.sop import Finding, Severity

REASON, TICK, SEEN = "why-", "ack-", "seen-"


@dataclass(frozen=True)
class Warned:
    """A WARNING with what the person has answered so far."""

    finding: Finding
    reason: str
    ticked: bool

    @property
    def answered(self) -> bool:
        return self.ticked and self._length >= RuleAcknowledgement.REASON_MIN

    @property
    def short(self) -> str:
        """What a reason begun, or a tick without one, still lacks; "" where there is nothing to say."""
        least = RuleAcknowledgement.REASON_MIN
        if self._length >= least or not (self._length or self.ticked):
            return ""
        return f"Write at least {least} characters: your reason has {self._length}."

    @property
    def wanted(self) -> str:
        """What the person does next about this warning."""
        if self.short:
            return self.short
        return "Tick the warning you gave a reason for" if self._length else "Give your reason"

    @property
    def _length(self) -> int:
        return len(self.reason.strip())


class Refusal:
    """All that stands against a record, and the answers typed so far (`data`), which stay."""

    def __init__(
        self,
        findings: Iterable[Finding],
        form_errors: Mapping[str, list[str]],
        data: Mapping[str, str],
    ) -> None:
        self.errors = [f for f in findings if f.severity is Severity.ERROR]
        self.warnings = [
            Warned(f, data.get(REASON + f.rule, ""), _ticked(f, data))
            for f in findings
            if f.severity is Severity.WARNING
        ]
        self.form_errors = dict(form_errors)

    @property
    def by_field(self) -> dict[str, list[Finding]]:
        fields: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.errors:
            fields[finding.field].append(finding)
        return dict(fields)

    @property
    def count(self) -> int:
        """How many things are to be mended, warnings aside."""
        return len(self.errors) + sum(map(len, self.form_errors.values()))

    @property
    def short(self) -> str:
        """What the first reason that is too short lacks."""
        return next((warned.short for warned in self.unanswered if warned.short), "")

    @property
    def unanswered(self) -> list[Warned]:
        return [warned for warned in self.warnings if not warned.answered]


def _ticked(finding: Finding, data: Mapping[str, str]) -> bool:
    """Whether the tick stands for the facts as they are now."""
    seen = data.get(SEEN + finding.rule, "")
    return TICK + finding.rule in data and seen in ("", finding.digest)


def form_errors(form: BaseForm) -> dict[str, list[str]]:
    """What is wrong with single values, as `Refused` takes it."""
    return {name: [str(error) for error in errors] for name, errors in form.errors.items()}


def acknowledgements(data: Mapping[str, str]) -> list[Acknowledgement]:
    """The warnings ticked in a form, with the reasons typed beside them."""
    return [
        Acknowledgement(rule, data.get(REASON + rule, ""), data.get(SEEN + rule, ""))
        for rule in (name.removeprefix(TICK) for name in data if name.startswith(TICK))
    ]
