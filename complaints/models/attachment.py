"""Documents on a complaint (SOP O). HPMS has no interface for them: a person puts them there by hand."""

from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import PurePath
from typing import Any, ClassVar
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import Error, models, transaction
from django.utils import timezone

from complaints import sop
from complaints.attachments.content import Content, content_of
from complaints.models.sop_record import SopRecord


class DocumentType(models.TextChoices):
    """Ours: CMS's drop-down list is not public (SOP O, step 2)."""

    BENEFICIARY_LETTER = "BENEFICIARY_LETTER", "Beneficiary letter"
    SYSTEM_SCREENSHOT = "SYSTEM_SCREENSHOT", "System screen print"
    RPC_NOTICE = "RPC_NOTICE", "RPC notice"
    BAE_WORKSHEET = "BAE_WORKSHEET", "BAE worksheet"
    MARKETING_RESPONSE = "MARKETING_RESPONSE", "Marketing response"
    CALL_SUMMARY = "CALL_SUMMARY", "Call summary"
    OTHER = "OTHER", "Other"


def attachment_storage() -> Storage:
    """Private: no web server serves it, only the views that ask who wants it."""
    return storages["attachments"]


def stored_name(attachment: "Attachment", filename: str) -> str:
    """Where the file lies: nothing of the name it came with, which may hold a person's."""
    name = uuid4().hex
    return f"{name[:2]}/{name}"


class Attachment(SopRecord):
    """A document with its type. `filename` is what HPMS will show; blank takes the file's own.

    Those who work for the contract it was attached under see it, nobody else (O.note.2.view)."""

    action = sop.Action.ATTACH

    file = models.FileField(storage=attachment_storage, upload_to=stored_name, unique=True)
    filename = models.CharField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField(editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    document_type = models.CharField(max_length=20, choices=DocumentType, blank=True)
    document_type_other = models.TextField(blank=True)
    is_email = models.BooleanField(
        default=False, help_text="E-mail with the beneficiary, printed or not."
    )
    uploaded_to_hpms_at = models.DateTimeField(null=True, editable=False)
    uploaded_to_hpms_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta(SopRecord.Meta):
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="stays_as_attached", exclude=["uploaded_to_hpms_at", "uploaded_to_hpms_by"]
            ),
            pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk} of {self.complaint_id}"

    @property
    def type_words(self) -> str:
        """The document type as people say it; of Other what was written beside it."""
        is_other = self.document_type == DocumentType.OTHER
        return self.document_type_other.strip() if is_other else self.get_document_type_display()

    def as_facts(self) -> sop.AttachmentFacts:
        """What is saved was looked into."""
        return sop.AttachmentFacts(
            filename=self._given_name,
            document_type=self.document_type,
            document_type_other=self.document_type_other,
            is_email=self.is_email,
            content_matches=self._content.matches if self._state.adding and self._content else True,
            uploaded_by_contract=self.assignment.contract_id if self.assignment else "",
        )

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        return replace(case, attachment=self.as_facts())

    def clean(self) -> None:
        self.filename = self._given_name
        if content := self._content:
            self.size, self.sha256 = content.size, content.sha256
            self.content_type = content.content_type
        super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stores the file before the transaction begins, so that no lock waits for a storage far away.

        Only as the outermost transaction (RuntimeError else): a file would outlive an outer one that fails."""
        stored = ""
        if self._state.adding:
            self.clean()
        try:
            if self._state.adding:
                self.file.save(self.filename, self.file.file, save=False)
                stored = self.file.name or ""
            with transaction.atomic(durable=True):
                super().save(*args, **kwargs)
        except BaseException:
            self._discard_orphan(stored)
            raise

    def put_into_hpms(self, user: Any) -> None:
        """Keeps that this person put it into HPMS by hand (O.3); whoever said so first stays named."""
        untold = models.QuerySet[Attachment](type(self)).filter(
            pk=self.pk, uploaded_to_hpms_at=None
        )
        untold.update(uploaded_to_hpms_at=timezone.now(), uploaded_to_hpms_by=user)

    @property
    def _given_name(self) -> str:
        return self.filename.strip() or PurePath(self.file.name or "").name

    @cached_property
    def _content(self) -> Content | None:
        """None without a file."""
        return content_of(self.file.file, self._given_name) if self.file else None

    def _value_errors(self) -> dict[str, list[str]]:
        errors = super()._value_errors()
        if self._content is None:
            return {name: said for name, said in errors.items() if name not in _OF_THE_FILE} | {
                "file": ["Choose the file."]
            }
        if objection := self._content.objection or self._already_here():
            errors.setdefault("file", []).append(objection)
        return errors

    def _already_here(self) -> str:
        """A form sent twice attaches once; the same file under another type or name is another document."""
        same = type(self).objects.filter(
            complaint=self.complaint_id,
            assignment=self.assignment,
            sha256=self.sha256,
            filename=self.filename,
            document_type=self.document_type,
        )
        return (
            "This document is attached already, with this name and type." if same.exists() else ""
        )

    def _discard_orphan(self, stored: str) -> None:
        """Removes the file just stored unless a row names it. Only the database knows what was committed:
        where it cannot answer, the file stays."""
        with suppress(Error):
            if stored and not type(self).objects.filter(file=stored).exists():
                self.file.storage.delete(stored)


_OF_THE_FILE = {"file", "size", "content_type", "sha256"}
