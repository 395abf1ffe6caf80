"""What HPMS and the SOP would say to a note as it stands on the screen, before it is saved."""

import unicodedata
from functools import cached_property
from typing import Any

from complaints.case import replacements
from complaints.models import CaseworkNote, Complaint, ParameterOverride
from complaints.sent_text import SentText, sent_text
from complaints.sop import Finding, Severity, parameters_on


class NoteVerdict:
    def __init__(self, complaint: Complaint, author: Any, values: dict[str, Any]) -> None:
        self.complaint, self.text = complaint, values.get("text", "")
        self.internal = values.get("internal", False)
        today, overrides = complaint.contract.today, ParameterOverride.dated()
        self.most = parameters_on(today, overrides).note_max_characters
        self._note = CaseworkNote(complaint=complaint, author=author, **values)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return self._note.findings() if self.text.strip() else ()

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity is Severity.WARNING]

    @cached_property
    def sent(self) -> SentText:
        return sent_text(self.text)

    @property
    def changed_count(self) -> int:
        """How many characters become others, line breaks and tabs aside: those become blanks."""
        typed = unicodedata.normalize("NFC", self.text.strip())
        return sum(not (" " <= sign <= "~" or sign in "\n\t") for sign in typed)

    @property
    def used(self) -> int:
        return len(self.sent.text)

    @property
    def left(self) -> int:
        return self.most - self.used

    @property
    def occurrences(self) -> list[replacements.Occurrence]:
        return [] if self.internal else replacements.occurrences(self.text)

    @property
    def restricted_count(self) -> int:
        return replacements.count(self.text)
