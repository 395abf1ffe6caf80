"""The plan's work on a complaint as the API shows it: notes, contacts, resolutions, uploads."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from complaints.casework_payload import KEYS
from complaints.models import (
    CaseworkNote,
    CaseworkUpload,
    ContactAttempt,
    Resolution,
    RuleAcknowledgement,
    UploadEvent,
)
from complaints.models.sop_record import SopRecord
from ctm_casework.accounts.models import User


class PersonSerializer(serializers.ModelSerializer[User]):
    name = serializers.CharField(source="__str__")

    class Meta:
        model = User
        fields = ["username", "name"]


class AcknowledgementSerializer(serializers.ModelSerializer[RuleAcknowledgement]):
    user = PersonSerializer()

    class Meta:
        model = RuleAcknowledgement
        fields = ["rule", "reason", "user", "at"]


class PayloadSerializer(serializers.Serializer[dict[str, str | None]]):
    """The 13 keys of the casework upload, exactly as HPMS gets them."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {key: serializers.CharField(allow_null=True) for key in KEYS}


class UploadEventSerializer(serializers.ModelSerializer[UploadEvent]):
    class Meta:
        model = UploadEvent
        fields = ["at", "state", "message"]


class UploadSerializer(serializers.ModelSerializer[CaseworkUpload]):
    """A row for HPMS with its story, oldest line first."""

    payload = PayloadSerializer()
    events = UploadEventSerializer(many=True)

    class Meta:
        model = CaseworkUpload
        fields = [
            "id",
            "place",
            "state",
            "note",
            "resolution",
            "payload",
            "due_on",
            "tries",
            "created_at",
            "attempted_at",
            "accepted_at",
            "settled_at",
            "events",
        ]


class RecordSerializer(serializers.ModelSerializer[Any]):
    """What every record of an SOP action carries."""

    complaint_id = serializers.CharField()
    author = PersonSerializer()
    acknowledgements = serializers.SerializerMethodField()

    @extend_schema_field(AcknowledgementSerializer(many=True))
    def get_acknowledgements(self, record: SopRecord) -> Any:
        kept = [
            one
            for one in record.complaint.acknowledgements.all()
            if (one.record_kind, one.record_id) == (record._meta.model_name, record.pk)
        ]
        return AcknowledgementSerializer(kept, many=True).data


RECORD = ["id", "complaint_id", "author", "created_at", "acknowledgements"]
HPMS_TEXT = [
    "comments",
    "agent_broker_complaint",
    "agent_broker_first_name",
    "agent_broker_last_name",
    "agent_broker_npn",
    "agent_broker_fmo",
    "agent_broker_notes",
]


class NoteSerializer(RecordSerializer):
    class Meta:
        model = CaseworkNote
        fields = [*RECORD, "text", "internal", "include_in_summary", *HPMS_TEXT]


class ContactSerializer(RecordSerializer):
    class Meta:
        model = ContactAttempt
        fields = [*RECORD, "attempted_at", "method", "outcome", "party", "purpose", "remark"]


class ResolutionSerializer(RecordSerializer):
    class Meta:
        model = Resolution
        fields = [
            *RECORD,
            "resolution_date",
            "note",
            "contact_made",
            "system_update_action",
            "complainant_satisfied",
            "hpi_related",
            "resolution_notification",
            *HPMS_TEXT,
            "withdrawn_at",
        ]


class WithUpload(RecordSerializer):
    """A record just made, with the row that takes it to HPMS; null for what stays with the plan."""

    upload = serializers.SerializerMethodField()

    @extend_schema_field(UploadSerializer(allow_null=True))
    def get_upload(self, record: CaseworkNote | Resolution) -> Any:
        row = record.uploads.first()
        return UploadSerializer(row).data if row else None


class NoteMadeSerializer(NoteSerializer, WithUpload):
    class Meta(NoteSerializer.Meta):
        fields = [*NoteSerializer.Meta.fields, "upload"]


class ResolutionMadeSerializer(ResolutionSerializer, WithUpload):
    class Meta(ResolutionSerializer.Meta):
        fields = [*ResolutionSerializer.Meta.fields, "upload"]
