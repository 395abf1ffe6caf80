"""The resolution as it stands on the screen: what HPMS would get and what stands against it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from complaints import sop
from complaints.case import replacements
from complaints.casework_payload import payload
from complaints.models import Complaint, Resolution
from complaints.models.outbox import resolution_values
from complaints.selectors.facts import facts_of
from complaints.sent_text import SentText, sent_text

# The form's field behind each key of the upload.
FIELDS = {
    "caseworkNotes": "note",
    "comments": "comments",
    "complainantSatisfied": "complainant_satisfied",
    "hpiRelated": "hpi_related",
    "resolutionNotification": "resolution_notification",
    "agentBrokerComplaint": "agent_broker_complaint",
    "agentBrokerFirstName": "agent_broker_first_name",
    "agentBrokerLastName": "agent_broker_last_name",
    "agentBrokerNPN": "agent_broker_npn",
    "agentBrokerFMO": "agent_broker_fmo",
    "agentBrokerNotes": "agent_broker_notes",
}


@dataclass(frozen=True)
class PayloadLine:
    key: str
    value: str | None
    refused: bool
    to_fill: bool


class Preview:
    def __init__(self, complaint: Complaint, author: Any, values: dict[str, Any]) -> None:
        self.complaint = complaint
        self.resolution = Resolution(complaint=complaint, author=author, **values)

    @cached_property
    def facts(self) -> sop.CaseFacts:
        return facts_of(self.complaint.pk)

    @cached_property
    def checks(self) -> tuple[tuple[sop.Rule, sop.Finding | None], ...]:
        return sop.checks(self.resolution.facts(self.facts), sop.Action.CLOSE)

    @property
    def findings(self) -> tuple[sop.Finding, ...]:
        """Errors first, as the SOP itself answers."""
        found = [finding for _, finding in self.checks if finding]
        return tuple(sorted(found, key=lambda f: f.severity is not sop.Severity.ERROR))

    @property
    def met(self) -> list[sop.Rule]:
        return [rule for rule, finding in self.checks if finding is None]

    @property
    def errors(self) -> list[sop.Finding]:
        """Errors about something given, or about the complaint itself."""
        return [f for f in self._errors if not self._is_blank(f.field)]

    @property
    def to_fill(self) -> list[sop.Finding]:
        """Errors about answers not given yet: no reason to shout while somebody is still typing."""
        return [f for f in self._errors if self._is_blank(f.field)]

    @property
    def _errors(self) -> list[sop.Finding]:
        return [f for f in self.findings if f.severity is sop.Severity.ERROR]

    def _is_blank(self, field: str) -> bool:
        answer = getattr(self.resolution, field, field)
        return not (answer.strip() if isinstance(answer, str) else answer)

    @property
    def warnings(self) -> list[sop.Finding]:
        return [f for f in self.findings if f.severity is sop.Severity.WARNING]

    @property
    def lines(self) -> list[PayloadLine]:
        """The 13 keys as they would be sent; refused where the SOP refuses the field behind one."""
        sent = payload(self.complaint.pk, resolution_values(self.resolution))
        refused = {finding.field for finding in self.errors}
        to_fill = {finding.field for finding in self.to_fill}
        return [
            PayloadLine(key, value, FIELDS.get(key) in refused, FIELDS.get(key) in to_fill)
            for key, value in sent.items()
        ]

    @property
    def refused_count(self) -> int:
        return sum(line.refused for line in self.lines)

    @cached_property
    def sent(self) -> SentText:
        return sent_text(self.resolution.note)

    @property
    def restricted_count(self) -> int:
        return replacements.count(self.resolution.note)

    @property
    def used(self) -> int:
        return len(self.sent.text)

    @property
    def most(self) -> int:
        return self.facts.parameters.note_max_characters

    @property
    def left(self) -> int:
        return self.most - self.used
