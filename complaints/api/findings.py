"""What would stand against an action on a complaint now, before anything is typed."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import sop
from complaints.api.errors import refusal
from complaints.api.prospect import prospect, standing_against
from complaints.api.serializers.errors import REFUSALS, FindingsSerializer
from complaints.api.view import ComplaintsView
from complaints.models import CaseworkNote, ContactAttempt, Resolution
from complaints.models.sop_record import SopRecord
from ctm_casework.accounts.access import Action

RECORDS: dict[str, type[SopRecord]] = {
    sop.Action.CLOSE.lower(): Resolution,
    sop.Action.SAVE_NOTE.lower(): CaseworkNote,
    sop.Action.LOG_CONTACT.lower(): ContactAttempt,
}


class FindingsView(ComplaintsView):
    access = Action.COMPLAINT_VIEW
    serializer_class = FindingsSerializer

    @extend_schema(
        operation_id="findings",
        parameters=[OpenApiParameter("action", enum=list(RECORDS), default="close")],
        responses={200: FindingsSerializer, **REFUSALS},
    )
    def get(self, request: Request, complaint_id: str) -> Response:
        """Every finding against an untouched form: for `close`, what is still to be done."""
        complaint = self.complaint()
        action = request.query_params.get("action", "close").lower()
        if action not in RECORDS:
            raise ValidationError({"action": [f"Use one of {', '.join(RECORDS)}."]})
        refused = standing_against(prospect(RECORDS[action], complaint.pk, request.user))
        self.log_access([complaint.pk])
        found = refusal(refused)["errors"] if refused else []
        return Response({"complaint_id": complaint.pk, "action": action, "findings": found})
