"""The form that attaches several documents at once, each row with a type of its own (M25.multi)."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from complaints.case.forms import line, select
from complaints.case.refusal import Refusal, Warned, acknowledgements, form_errors
from complaints.models import Attachment, Complaint, Refused
from complaints.models.attachment import DocumentType
from complaints.sop.scenarios.o_attachments import cleaned_name
from ctm_casework.accounts.models import User

EMAIL = "O.1.email"
ROWS = 3
ROWS_MAX = 20
_NUMBER = re.compile(r"row-(\d{1,2})-")


class DocumentForm(forms.Form):
    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "cw-file", "data-file": ""}),
    )
    document_type = select("Type", [("", "Choose"), *DocumentType.choices])
    # The style sheet shows it with Other, or when it is filled: then no placeholder stands in it.
    document_type_other = forms.CharField(
        label="What it is",
        required=False,
        widget=forms.TextInput(
            attrs={"class": "usa-input", "autocomplete": "off", "placeholder": "RPC transmittal"}
        ),
    )
    filename = line("Name in HPMS")
    is_email = forms.BooleanField(label="E-mail with the beneficiary", required=False)


class DocumentRow:
    """One document of the form, judged and saved on its own."""

    def __init__(
        self,
        number: int | str,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
    ) -> None:
        self.prefix = f"row-{number}"
        self.form = DocumentForm(data, files, prefix=self.prefix)
        self.answers = {
            name.removeprefix(f"{self.prefix}-"): value
            for name, value in (data or {}).items()
            if name.startswith(f"{self.prefix}-")
        }
        self.refusal: Refusal | None = None
        self.refused_name = ""

    @property
    def used(self) -> bool:
        return self.form.is_bound and self.form.has_changed()

    @property
    def reason(self) -> str:
        """Why an e-mail is attached all the same, as typed."""
        return self.answers.get(f"why-{EMAIL}", "")

    @property
    def other_warnings(self) -> list[Warned]:
        """Those besides the e-mail's, whose reason every row has room for."""
        warnings = self.refusal.warnings if self.refusal else []
        return [warned for warned in warnings if warned.finding.rule != EMAIL]

    def attach(self, complaint: Complaint, user: User) -> bool:
        """Whether it was saved; else `refusal` says why not, and the form offers a name HPMS takes."""
        self.form.is_valid()
        values = self.form.cleaned_data
        try:
            if self.form.errors:
                raise Refused((), form_errors(self.form))
            Attachment.enter(complaint.pk, user, acknowledgements(self.answers), **values)
        except Refused as refused:
            tried = Attachment(complaint=complaint, author=user, **values)
            self.refusal = Refusal(tried.findings(), refused.form_errors, self.answers)
            self._offer_name(values.get("filename") or _name_of(values.get("file")))
        return self.refusal is None

    def _offer_name(self, name: str) -> None:
        """A browser forgets the file; the rest stays, with the cleaned name in its field."""
        self.refused_name = name
        offered = cleaned_name(name) if name else ""
        typed = {f"{self.prefix}-{key}": value for key, value in self.answers.items()}
        if offered != name:
            typed[f"{self.prefix}-filename"] = offered
        self.form = DocumentForm(typed, prefix=self.prefix)


def rows_sent(data: QueryDict, files: MultiValueDict[str, Any]) -> list[DocumentRow]:
    """The rows somebody filled in, in their order; the first one, blank, when nobody did."""
    numbers = {int(found[1]) for name in (*data, *files) if (found := _NUMBER.match(name))}
    rows = [DocumentRow(number, data, files) for number in sorted(numbers)[:ROWS_MAX]]
    return [row for row in rows if row.used] or [DocumentRow(0, data, files)]


def rows_shown(refused: list[DocumentRow]) -> list[DocumentRow]:
    """What is to be mended, and fresh rows up to the usual number."""
    taken = [int(row.prefix.removeprefix("row-")) for row in refused]
    first = max(taken, default=-1) + 1
    fresh = range(first, first + max(ROWS - len(refused), 0))
    return [*refused, *(DocumentRow(number) for number in fresh)]


def _name_of(file: Any) -> str:
    return file.name if file else ""
