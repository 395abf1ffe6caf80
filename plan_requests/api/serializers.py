"""Plan Requests and CMS's answers as the API takes them in and shows them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from complaints.api.serializers.entries import Code, Day, Flag, RecordEntry, Text
from complaints.api.serializers.records import (
    RECORD,
    PersonSerializer,
    RecordSerializer,
    UploadSerializer,
)
from complaints.models.choices import IssueLevel
from plan_requests.models import CmsDecision, PlanRequest
from plan_requests.models.choices import (
    CMS_WORDS,
    AccessProvided,
    BeneficiaryContacted,
    ReasonCode,
    RequestKind,
    RequestType,
    Status,
)
from plan_requests.requests.fields import every_field

ROW = [
    "id", "complaint_id", "contract_id", "request_type", "reason_code", "status", "created_at",
    "submitted_at", "seen_in_hpms", "first_seen_at", "not_seen", "decisions",
]  # fmt: skip
TYPED = every_field()


class Count(serializers.IntegerField):
    """A whole number, or null."""

    default_error_messages = {"invalid": "Send a whole number."}

    def __init__(self, **options: Any) -> None:
        usual = {"required": False, "allow_null": True, "min_value": 0, "max_value": 32_767}
        super().__init__(**{**usual, **options})


class PlanRequestEntry(RecordEntry):
    """`draft` true keeps it as a draft, which asks nothing of CMS; else the request was entered in HPMS."""

    request_type = Code(RequestType)
    reason_code = Code(ReasonCode)
    justification = Text(help_text="Why, for CMS (G.1, H.1).")
    target_contract_id = Text(max_length=20)
    target_org_name = Text()
    target_unknown = Flag()
    target_is_affiliate = Flag()
    cms_intervention_reason = Text(help_text="B.1.a")
    access_provided = Code(AccessProvided, help_text="B.1.b")
    beneficiary_contacted = Code(BeneficiaryContacted, help_text="B.1.c")
    parent_orgs_affected = Count(help_text="B.ex.3")
    internal_changes_made = Text(help_text="E.3.a.changes")
    exception_reason = Text(help_text="F.1.note")
    request_kind = Code(RequestKind, help_text="F.note.2")
    enrollment_update_needed = Flag()
    marx_updates_text = Text(help_text="I.note.4.marx")
    resolution_work_done_on = Day(required=False, allow_null=True, allow_blank=True)
    target_category = Text()
    target_subcategory = Text()
    evident_in_summary = Flag()
    requested_issue_level = Code(IssueLevel)
    originally_incorrect = Flag()
    evidence_text = Text()
    directed_by_cms = Flag(help_text="CMS told the plan to ask (B.note.2).")
    cms_direction_reference = Text(help_text="Where CMS said so. Kept as a record of its own.")
    draft = Flag(help_text="Keep it as a draft.")


class SubmissionEntry(RecordEntry):
    """A draft was entered in HPMS."""


class CmsAnswer(serializers.CharField):
    """APPROVED or REJECTED, or CMS's own word for it, such as agree or disapprove."""

    default_error_messages = {"unknown": "Use APPROVED or REJECTED."}

    def to_internal_value(self, data: Any) -> str:
        word = super().to_internal_value(data).strip().casefold()
        if word not in CMS_WORDS:
            self.fail("unknown")
        return CMS_WORDS[word]


class DecisionEntry(RecordEntry):
    request = Count(help_text="The id of the Plan Request that CMS answered.", max_value=2**62)
    status = CmsAnswer(required=False, help_text="APPROVED or REJECTED.")
    decided_on = Day(required=False, allow_null=True, allow_blank=True)
    instructions = Text(help_text="CMS's words (B.2.b).")


class AnswerSerializer(serializers.ModelSerializer[CmsDecision]):
    """CMS's answer within its request. `author` null: read from a download."""

    author = PersonSerializer(allow_null=True)
    read = serializers.SerializerMethodField(help_text="Whether somebody noted that they read it.")

    class Meta:
        model = CmsDecision
        fields = ["id", "author", "created_at", "status", "decided_on", "instructions", "read"]

    def get_read(self, decision: CmsDecision) -> bool:
        return hasattr(decision, "read")


class DecisionSerializer(RecordSerializer):
    """CMS's answer just recorded, with where its request stands now."""

    request_status = serializers.ChoiceField(Status.choices, source="request.status")

    class Meta:
        model = CmsDecision
        fields = [*RECORD, "request", "request_status", "status", "decided_on", "instructions"]


class PlanRequestRowSerializer(serializers.ModelSerializer[PlanRequest]):
    """A request in a list. `seen_in_hpms`: made directly in HPMS, known from its download alone."""

    complaint_id = serializers.CharField()
    contract_id = serializers.CharField(source="complaint.contract_id")
    not_seen = serializers.BooleanField(
        help_text="Handed off, and two downloads did not show it: probably not in HPMS."
    )
    decisions = AnswerSerializer(many=True)

    class Meta:
        model = PlanRequest
        fields = ROW


class PlanRequestSerializer(RecordSerializer, PlanRequestRowSerializer):
    """`note_text` is the casework note that tells CMS; `upload` the row that takes it to HPMS."""

    author = PersonSerializer(allow_null=True)
    submitted_by = PersonSerializer(allow_null=True)
    directed_by_cms = serializers.SerializerMethodField()
    cms_direction_reference = serializers.CharField(source="direction_words")
    note_text = serializers.CharField()
    upload = serializers.SerializerMethodField()

    class Meta:
        model = PlanRequest
        fields = [
            *ROW, "author", "acknowledgements", "submitted_by", "note_text", *TYPED,
            "directed_by_cms", "cms_direction_reference", "upload",
        ]  # fmt: skip

    def get_directed_by_cms(self, asked: PlanRequest) -> bool:
        return asked.cms_direction is not None

    @extend_schema_field(UploadSerializer(allow_null=True))
    def get_upload(self, asked: PlanRequest) -> Any:
        row = asked.note.uploads.first() if asked.note else None
        return UploadSerializer(row).data if row else None
