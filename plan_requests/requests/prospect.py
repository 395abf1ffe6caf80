"""A Plan Request as it stands on the screen: what blocks it, what warns, and the note that goes with it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from complaints import sop
from complaints.api.prospect import standing_against
from complaints.models import Refused
from complaints.sent_text import SentText, sent_text
from plan_requests.models import PlanRequest
from plan_requests.models.choices import RequestType


class Prospect:
    def __init__(self, request: PlanRequest) -> None:
        self.request, self.complaint = request, request.complaint

    @cached_property
    def refused(self) -> Refused | None:
        """What handing it off would meet now, with nothing acknowledged."""
        return standing_against(self.request)

    @property
    def findings(self) -> tuple[sop.Finding, ...]:
        return self.refused.findings if self.refused else ()

    @property
    def form_errors(self) -> dict[str, list[str]]:
        return self.refused.form_errors if self.refused else {}

    @property
    def errors(self) -> list[sop.Finding]:
        """Errors about something given, or about the complaint itself."""
        return [f for f in self._errors if not self._is_blank(f.field)]

    @property
    def to_fill(self) -> list[sop.Finding]:
        """Errors about what is not filled in yet."""
        return [f for f in self._errors if self._is_blank(f.field)]

    @property
    def warnings(self) -> list[sop.Finding]:
        return [f for f in self.findings if f.severity is sop.Severity.WARNING]

    @property
    def ready(self) -> bool:
        """Nothing but warnings stands in the way."""
        return not self._errors and not self.form_errors

    @property
    def _errors(self) -> list[sop.Finding]:
        return [f for f in self.findings if f.severity is sop.Severity.ERROR]

    def _is_blank(self, field: str) -> bool:
        return field != "note" and getattr(self.request, field, field) in ("", None, False)

    @cached_property
    def note(self) -> SentText:
        """The note exactly as HPMS gets it."""
        return sent_text(self.request.note_text())

    @property
    def left(self) -> int:
        most = sop.parameters_on(self.complaint.contract.today).note_max_characters
        return most - len(self.note.text)


@dataclass(frozen=True)
class CardLine:
    """A field of HPMS's Plan Request tab with what goes into it."""

    label: str
    value: str
    long: bool = False


def card_of(request: PlanRequest) -> list[CardLine]:
    """The hand-off card, in the order in which HPMS asks: the option, where it is to go, the note."""
    lines = [CardLine("Plan Request option", request.get_request_type_display())]
    lines += [CardLine(label, value) for label, value in _TARGETS[request.request_type](request)]
    return [*lines, CardLine("Casework note", sent_text(request.note_text()).text, long=True)]


_TARGETS: dict[str, Any] = {
    RequestType.CONTRACT_CHANGE: lambda r: [
        ("Contract number", r.target_contract_id or "Not known"),
        *([("Organization", r.target_org_name)] if r.target_org_name else []),
    ],
    RequestType.CMS_ISSUE: lambda r: [("Reason", r.get_reason_code_display())],
    RequestType.CATEGORY_CHANGE: lambda r: [
        ("Category", r.target_category),
        ("Subcategory", r.target_subcategory),
    ],
    RequestType.ISSUE_LEVEL_CHANGE: lambda r: [
        ("Issue level", r.get_requested_issue_level_display())
    ],
}
