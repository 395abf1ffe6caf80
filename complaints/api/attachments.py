"""Documents on a complaint (SOP O): the list, attaching one by a multipart form, getting one back."""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import (
    APIException,
    NotFound,
    ParseError,
    UnsupportedMediaType,
    ValidationError,
)
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from complaints.api.casework import EnterRecord
from complaints.api.serializers.entries import Code, Flag, RecordEntry, Text, Values
from complaints.api.serializers.errors import REFUSALS
from complaints.api.serializers.records import RECORD, PersonSerializer, RecordSerializer
from complaints.api.view import ComplaintsView
from complaints.attachments.views import download
from complaints.models import Attachment
from complaints.models.attachment import DocumentType
from complaints.models.complaint import ComplaintQuerySet
from ctm_casework.accounts.access import Action, may
from ctm_casework.accounts.permissions import ActionPermission


class AttachmentEntry(RecordEntry):
    """A multipart form. `acknowledgements` travel in it as JSON."""

    file = serializers.FileField(required=False, allow_empty_file=True, use_url=False)
    filename = Text(help_text="The name HPMS will show; the file's own when left out.")
    document_type = Code(DocumentType)
    document_type_other = Text(help_text="What the document is, with OTHER.")
    is_email = Flag(help_text="E-mail with the beneficiary, printed or not.")

    default_error_messages = {
        "json": "Send them as JSON: a list of objects with rule and reason.",
        "once": "Send it once: a request attaches one document.",
    }

    def to_internal_value(self, data: Any) -> Values:
        repeated = [name for name in data if len(_all_of(data, name)) > 1]
        if repeated:
            wrong = {name: [self.error_messages["once"]] for name in repeated}
            raise ValidationError(wrong)
        return super().to_internal_value({**dict(data.items()), **self._acknowledged(data)})

    def _acknowledged(self, data: Mapping[str, Any]) -> dict[str, Any]:
        given = data.get("acknowledgements")
        if not isinstance(given, str):
            return {}
        try:
            return {"acknowledgements": json.loads(given or "[]")}
        except ValueError:
            message = self.error_messages["json"]
            raise ValidationError({"acknowledgements": [message]}) from None


class AttachmentSerializer(RecordSerializer):
    contract_id = serializers.CharField(
        source="assignment.contract_id",
        default=None,
        help_text="The contract it was attached under, whose people alone see it.",
    )
    uploaded_to_hpms_by = PersonSerializer(allow_null=True)
    download = serializers.SerializerMethodField(help_text="Where the file is.")

    class Meta:
        model = Attachment
        fields = [
            *RECORD,
            "contract_id",
            "filename",
            "size",
            "content_type",
            "sha256",
            "document_type",
            "document_type_other",
            "is_email",
            "uploaded_to_hpms_at",
            "uploaded_to_hpms_by",
            "download",
        ]

    def get_download(self, attachment: Attachment) -> str:
        return reverse("api-attachment-file", args=[attachment.complaint_id, attachment.pk])


class NoForm(APIException):
    status_code = 415
    default_detail = "Send a form (multipart/form-data) with the document as “file”."


class UnreadableForm(APIException):
    status_code = 400
    default_detail = "Send a whole form: this one (multipart/form-data) cannot be read."


class AttachmentsView(EnterRecord):
    """Reading is for whoever sees the complaint, attaching for who works it."""

    access = Action.COMPLAINT_VIEW
    parser_classes = [MultiPartParser]
    record, entry, serializer_class = Attachment, AttachmentEntry, AttachmentSerializer

    def with_what_is_shown(self, complaints: ComplaintQuerySet) -> ComplaintQuerySet:
        seen = Attachment.objects.visible_to(self.request.user).select_related(
            "author", "assignment", "uploaded_to_hpms_by"
        )
        return complaints.prefetch_related(Prefetch("attachments", seen), "acknowledgements__user")

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        if request.method == "POST" and not may(request.user, Action.CASEWORK):
            self.permission_denied(request, message=ActionPermission.message)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, UnsupportedMediaType):
            exc = NoForm()
        elif isinstance(exc, ParseError):
            exc = UnreadableForm()
        return super().handle_exception(exc)

    @extend_schema(
        operation_id="attachments",
        responses={200: AttachmentSerializer(many=True), **REFUSALS},
    )
    def get(self, request: Request, complaint_id: str) -> Response:
        """Documents attached under contracts you work for, in their order. Those of a former plan are
        not shown, as HPMS does not show them (SOP O, note 2)."""
        complaint = self.complaint()
        self.log_access([complaint.pk])
        return Response(self.get_serializer(complaint.attachments.all(), many=True).data)

    @extend_schema(
        operation_id="attach",
        request={"multipart/form-data": AttachmentEntry},
        responses={201: AttachmentSerializer, **REFUSALS},
    )
    def post(self, request: Request, complaint_id: str) -> Response:
        """Attaches one document. HPMS takes it from a person's hands: there is no interface for it."""
        return self.enter(request)


class AttachmentFile(ComplaintsView):
    access = Action.COMPLAINT_VIEW

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The file is what it is, whatever kind the program asks for; only refusals are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="attachment_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **REFUSALS},
    )
    def get(self, request: Request, complaint_id: str, attachment_id: int) -> FileResponse:
        """The file as it was attached; its kind is in Content-Type."""
        complaint = self.complaint()
        seen = Attachment.objects.visible_to(request.user).filter(complaint=complaint)
        attachment = seen.filter(pk=attachment_id).first()
        if attachment is None:
            raise NotFound("No such document among those of your contracts: check its id.")
        self.log_access([complaint.pk])
        return download(attachment)


def _all_of(data: Any, name: str) -> list[Any]:
    """Every value sent under this name."""
    return data.getlist(name) if hasattr(data, "getlist") else [data[name]]
