"""A complaint as the API shows it: a row of the list, and the whole case."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from complaints.api.serializers.records import (
    ContactSerializer,
    NoteSerializer,
    PersonSerializer,
    ResolutionSerializer,
    UploadSerializer,
)
from complaints.deadlines import Clock
from complaints.models import Complaint, ComplaintChange, ContractAssignment, Resolution
from complaints.models.choices import ClockState
from complaints.selectors.clock import clock_from
from complaints.selectors.facts import facts_of
from complaints.sop.scenarios.f_enrollment_exception import metric_excluded
from ctm_casework.accounts.models import Contract

# HPMS's 42 columns under the product's names, in the order of the download layout.
COLUMNS = [
    "complaint_id",
    "received_date",
    "caseworker_name",
    "complaint_type",
    "contact_first_name",
    "contact_last_name",
    "contact_phone",
    "contract_id",
    "category_lead",
    "complaint_category",
    "complaint_subcategory",
    "complaint_subcategory_other",
    "complaint_summary",
    "resolution_date",
    "resolution_summary",
    "issue_level",
    "bene_id",
    "alt_phone",
    "preferred_call_time",
    "preferred_language",
    "congressional",
    "congressional_information",
    "swift",
    "swift_control_number",
    "agent_broker",
    "agent_broker_first_name",
    "agent_broker_last_name",
    "agent_broker_npn",
    "agent_broker_fmo",
    "agent_broker_notes",
    "assignment_date",
    "comments",
    "plan_casework_notes",
    "has_attachments",
    "contacted_plan_before_complaint",
    "contract_change_request_status",
    "issue_level_request_status",
    "cms_lead_change_request_status",
    "complainant_satisfied",
    "resolution_notification",
    "hpi_related",
    "accessible_format",
]


class NextStepSerializer(serializers.Serializer[Complaint]):
    """What to do next, why, and the rule behind it; all blank when nothing is to be done."""

    words = serializers.CharField(source="next_step")
    why = serializers.CharField(source="next_step_why")
    rule = serializers.CharField(source="next_step_rule")


class ComplaintRowSerializer(serializers.ModelSerializer[Complaint]):
    """A row of the list: no phone number, and of the Medicare number its last four characters."""

    contract_id = serializers.CharField()
    masked_bene_id = serializers.CharField(help_text="The last four characters.")
    assignee = PersonSerializer(allow_null=True)
    next_step = NextStepSerializer(source="*")

    class Meta:
        model = Complaint
        fields = [
            "complaint_id",
            "contract_id",
            "contact_first_name",
            "contact_last_name",
            "masked_bene_id",
            "complaint_type",
            "complaint_category",
            "complaint_subcategory",
            "issue_level",
            "swift",
            "swift_control_number",
            "congressional",
            "agent_broker",
            "received_date",
            "assignment_date",
            "resolution_date",
            "contract_change_request_status",
            "issue_level_request_status",
            "cms_lead_change_request_status",
            "review_flags",
            "assignee",
            "due_on",
            "clock_state",
            "contact_due_on",
            "next_step",
            "last_contact_at",
            "out_of_view_since",
            "gone_since",
        ]


class ReadingSerializer(serializers.Serializer[Any]):
    """One way to read the due date; no date while CMS decides."""

    name = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    citation = serializers.CharField()
    text = serializers.CharField()


class LineSerializer(serializers.Serializer[Any]):
    """One sentence of the explanation, with the rules it rests on."""

    text = serializers.CharField()
    rules = serializers.ListField(child=serializers.CharField())
    citation = serializers.CharField()


class LocalMoment(serializers.DateTimeField):
    """Told with the offset it comes with, here the contract's."""

    def enforce_timezone(self, value: datetime) -> datetime:
        return value


class ClockSerializer(serializers.Serializer[Clock]):
    """`due_on` is the earliest day any reading supports; it ends 11:59 PM on the contract's clock."""

    start = serializers.DateField()
    days = serializers.IntegerField()
    due_on = serializers.DateField()
    due_at = LocalMoment()
    state = serializers.ChoiceField(choices=ClockState.choices)
    contact_due_on = serializers.DateField()
    contact_reached_on = serializers.DateField(allow_null=True)
    readings = ReadingSerializer(many=True)
    lines = LineSerializer(many=True)


class ContractSerializer(serializers.ModelSerializer[Contract]):
    parent_organization = serializers.CharField(source="parent.name", default=None, allow_null=True)
    time_zone = serializers.CharField(source="zone")

    class Meta:
        model = Contract
        fields = ["contract_id", "name", "plan_type", "parent_organization", "time_zone"]


class AssignmentSerializer(serializers.ModelSerializer[ContractAssignment]):
    contract_id = serializers.CharField()

    class Meta:
        model = ContractAssignment
        fields = ["contract_id", "assigned_on", "ended_on", "reason"]


class ChangeSerializer(serializers.ModelSerializer[ComplaintChange]):
    class Meta:
        model = ComplaintChange
        fields = ["column", "old", "new", "seen_at", "download_run"]


class ComplaintSerializer(serializers.ModelSerializer[Complaint]):
    """HPMS's 42 columns as last downloaded, then what the plan knows and did."""

    contract_id = serializers.CharField()
    contract = ContractSerializer()
    assignee = PersonSerializer(allow_null=True)
    clock = serializers.SerializerMethodField()
    due_at = serializers.SerializerMethodField()
    next_step = NextStepSerializer(source="*")
    assignments = AssignmentSerializer(many=True)
    contacts = ContactSerializer(source="contactattempts", many=True)
    notes = NoteSerializer(source="caseworknotes", many=True)
    metric_exclusion = serializers.SerializerMethodField()
    resolution = serializers.SerializerMethodField()
    earlier_resolutions = serializers.SerializerMethodField()
    uploads = UploadSerializer(many=True)
    changes = ChangeSerializer(many=True)

    class Meta:
        model = Complaint
        fields = [
            *COLUMNS,
            "issue_level_text",
            "review_flags",
            "seen_as_of",
            "contract",
            "assignee",
            "due_on",
            "due_at",
            "clock",
            "next_step",
            "metric_exclusion",
            "last_contact_at",
            "out_of_view_since",
            "gone_since",
            "assignments",
            "contacts",
            "notes",
            "resolution",
            "earlier_resolutions",
            "uploads",
            "changes",
        ]

    def to_representation(self, complaint: Complaint) -> dict[str, Any]:
        facts = facts_of(complaint.pk)
        self._clock = ClockSerializer(clock_from(facts)).data
        self._excluded = metric_excluded(facts)
        return super().to_representation(complaint)

    @extend_schema_field(ClockSerializer)
    def get_clock(self, complaint: Complaint) -> Any:
        return self._clock

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_due_at(self, complaint: Complaint) -> Any:
        """11:59 PM of `due_on` on the contract's clock; null without a due date."""
        return self._clock["due_at"] if complaint.due_on else None

    def get_metric_exclusion(self, complaint: Complaint) -> str:
        """Why CMS is expected to leave the complaint out of its metrics, an estimate; "" when it counts."""
        return self._excluded

    @extend_schema_field(ResolutionSerializer(allow_null=True))
    def get_resolution(self, complaint: Complaint) -> Any:
        """The one that stands in the present assignment, null when there is none."""
        standing = [one for one in complaint.resolutions.all() if _stands(one, complaint)]
        return ResolutionSerializer(standing[0]).data if standing else None

    @extend_schema_field(ResolutionSerializer(many=True))
    def get_earlier_resolutions(self, complaint: Complaint) -> Any:
        """Withdrawn ones, and those of assignments that ended."""
        past = [one for one in complaint.resolutions.all() if not _stands(one, complaint)]
        return ResolutionSerializer(past, many=True).data


def _stands(resolution: Resolution, complaint: Complaint) -> bool:
    live = {one.pk for one in complaint.assignments.all() if one.ended_on is None}
    in_force = resolution.assignment_id in live or resolution.assignment_id is None
    return resolution.withdrawn_at is None and in_force
