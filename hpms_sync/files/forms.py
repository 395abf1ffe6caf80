"""What people fill in about files."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from ctm_casework.accounts.models import Contract
from hpms_sync.files.bring_in import downloaded_before_now
from hpms_sync.files.export import Answer, Said
from hpms_sync.files.headings import VERSIONS
from hpms_sync.models import ExportedUpload

MEGABYTE = 1024 * 1024


class PlanFileForm(forms.Form):
    """A plan download to be looked at."""

    file = forms.FileField(
        label="Plan download",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "cw-file", "accept": ".txt,.TXT,.tsv,text/plain"}),
        help_text="The tab-delimited file as HPMS made it. Its name is kept: no names of persons in it.",
    )
    downloaded_at = forms.DateTimeField(
        label="Downloaded from HPMS",
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M",
            attrs={"type": "datetime-local", "class": "usa-input", "data-changed": "id_file"},
        ),
        help_text="What is known here since then stays as it is.",
    )
    layout_version = forms.ChoiceField(
        label="Layout",
        required=False,
        choices=[("", "By its headings"), *((version, version) for version in VERSIONS)],
        widget=forms.Select(attrs={"class": "usa-select"}),
        help_text="Name one only for a file without headings.",
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        most = settings.PLAN_FILE_MAX_MB
        if (file.size or 0) > most * MEGABYTE:
            raise ValidationError(
                f"This file has {(file.size or 0) / MEGABYTE:,.1f} MB; this page takes {most} MB. Larger "
                "ones go in by the command import_download."
            )
        return file

    def clean_downloaded_at(self) -> datetime:
        return downloaded_before_now(self.cleaned_data["downloaded_at"])


class ContractsForm(forms.Form):
    """For which contracts the upload file is."""

    contracts = forms.ModelMultipleChoiceField(
        Contract.objects.none(),
        label="Contracts",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one contract."},
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contracts"].queryset = Contract.objects.filter(contract_access__user=user)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What HPMS answered to one line; blank leaves it open."""

    answer = forms.ChoiceField(
        label="HPMS answered",
        required=False,
        choices=[("", "Not answered yet"), *Answer.choices],
        widget=forms.Select(attrs={"class": "usa-select"}),
    )
    message = forms.CharField(
        label="Another message, as HPMS gives it",
        required=False,
        max_length=300,
        widget=forms.TextInput(
            attrs={"class": "usa-input", "autocomplete": "off", "placeholder": "Another message"}
        ),
    )

    def __init__(self, row: ExportedUpload, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix=f"line-{row.line}")
        self.row = row

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("answer") == Answer.REFUSED and not values.get("message"):
            self.add_error("message", "Copy the message HPMS gave.")
        return values

    @property
    def said(self) -> Said | None:
        answer = self.cleaned_data["answer"]
        return Said(answer, self.cleaned_data["message"]) if answer else None
