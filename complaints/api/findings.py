"""What would stand against an action on a complaint now, before anything is typed."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import sop
from complaints.api.errors import Entry, findings, refusal
from complaints.api.prospect import prospect, standing_against
from complaints.api.serializers.errors import REFUSALS, FindingsSerializer
from complaints.api.view import ComplaintsView
from complaints.models import CaseworkNote, ContactAttempt, Resolution
from complaints.models.sop_record import SopRecord
from complaints.selectors.facts import facts_of
from ctm_casework.accounts.access import Action

ACTIONS = [action.lower() for action in sop.Action]
# Of these the untouched record is one of the plan's, judged as it would be saved.
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
        parameters=[OpenApiParameter("action", enum=ACTIONS, default="close")],
        responses={200: FindingsSerializer, **REFUSALS},
    )
    def get(self, request: Request, complaint_id: str) -> Response:
        """Every finding against an untouched form: for `close`, what is still to be done."""
        complaint = self.complaint()
        action = request.query_params.get("action", "close").lower()
        if action not in ACTIONS:
            raise ValidationError({"action": [f"Use one of {', '.join(ACTIONS)}."]})
        found = self._found(complaint.pk, action)
        self.log_access([complaint.pk])
        return Response({"complaint_id": complaint.pk, "action": action, "findings": found})

    def _found(self, complaint_id: str, action: str) -> list[Entry]:
        if record := RECORDS.get(action):
            refused = standing_against(prospect(record, complaint_id, self.request.user))
            return refusal(refused)["errors"] if refused else []
        asked = sop.Action(action.upper())
        return findings(sop.evaluate(sop.untouched(facts_of(complaint_id), asked), asked))
