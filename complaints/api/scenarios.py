"""The SOP's scenarios of a complaint: what is followed, what is proposed and why; accept or dismiss."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.serializers.errors import REFUSALS
from complaints.api.view import ComplaintsView
from complaints.case.scenarios import ScenarioPanel, reason_for
from complaints.models import Complaint, ScenarioChoice
from complaints.models.scenario_choice import LETTERS
from complaints.selectors.facts import facts_of
from complaints.sop.index import SCENARIOS
from ctm_casework.accounts.access import Action, may
from ctm_casework.accounts.permissions import ActionPermission


class ScenarioSerializer(serializers.Serializer[Any]):
    """A scenario in one of its states. `blocked_by` is the step that forbids it here, "" for none."""

    scenario = serializers.ChoiceField(
        choices=list(LETTERS), help_text="The code, such as REPEAT.", source="scenario.code"
    )
    letter = serializers.CharField(source="scenario.letter")
    title = serializers.CharField(source="scenario.title")
    state = serializers.ChoiceField(choices=["accepted", "proposed", "dismissed"])
    reason = serializers.CharField(help_text="Why it is proposed, or was when somebody decided.")
    rule = serializers.CharField(help_text="The step that gives a proposal its cause.")
    blocked_by = serializers.CharField()


class ScenariosSerializer(serializers.Serializer[Any]):
    complaint_id = serializers.CharField()
    scenarios = ScenarioSerializer(many=True)


class ScenarioEntry(serializers.Serializer[Any]):
    """Whether a scenario, proposed or not, is followed."""

    scenario = serializers.ChoiceField(choices=list(LETTERS))
    accepted = serializers.BooleanField()


class ScenariosView(ComplaintsView):
    access = Action.COMPLAINT_VIEW
    serializer_class = ScenariosSerializer

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        if request.method == "POST" and not may(request.user, Action.CASEWORK):
            self.permission_denied(request, message=ActionPermission.message)

    @extend_schema(operation_id="scenarios", responses={200: ScenariosSerializer, **REFUSALS})
    def get(self, request: Request, complaint_id: str) -> Response:
        """Scenarios followed, proposed with their reason, and dismissed. The latest choice counts."""
        complaint = self.complaint()
        self.log_access([complaint.pk])
        return Response(_all_of(complaint))

    @extend_schema(
        operation_id="scenario_choose",
        request=ScenarioEntry,
        responses={201: ScenariosSerializer, **REFUSALS},
    )
    def post(self, request: Request, complaint_id: str) -> Response:
        """Accepts or dismisses a scenario; one that contradicts the case is refused with the step."""
        complaint = self.complaint()
        entry = ScenarioEntry(data=request.data)
        entry.is_valid(raise_exception=True)
        code = entry.validated_data["scenario"]
        ScenarioChoice.enter(
            complaint.pk,
            request.user,
            code,
            accepted=entry.validated_data["accepted"],
            reason=reason_for(code, facts_of(complaint.pk)),
        )
        self.log_access([complaint.pk])
        return Response(_all_of(complaint), status.HTTP_201_CREATED)


def _all_of(complaint: Complaint) -> dict[str, Any]:
    panel = ScenarioPanel(complaint, facts_of(complaint.pk))
    chosen = [
        *((one.scenario, one.choice, "accepted") for one in panel.accepted),
        *((scenario, choice, "dismissed") for scenario, choice in panel.dismissed),
    ]
    shown: list[dict[str, Any]] = [
        {
            "scenario": scenario,
            "state": state,
            "reason": choice.reason,
            "rule": "",
            "blocked_by": "",
        }
        for scenario, choice, state in chosen
    ] + [
        {
            "scenario": one.scenario,
            "state": "proposed",
            "reason": one.proposal.reason,
            "rule": one.proposal.rule,
            "blocked_by": one.proposal.blocked_by,
        }
        for one in panel.proposed
    ]
    order = list(SCENARIOS)
    shown.sort(key=lambda entry: order.index(entry["scenario"].letter))
    return ScenariosSerializer({"complaint_id": complaint.pk, "scenarios": shown}).data
