"""Plan Requests over the REST API: asked, handed off, answered, listed."""

from typing import Any

from django.db import transaction
from django_filters.rest_framework import DjangoFilterBackend  # type: ignore[import-untyped]
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.casework import refused_beside
from complaints.api.errors import messages_by_field
from complaints.api.prospect import standing_against
from complaints.api.serializers.entries import read
from complaints.api.serializers.errors import REFUSALS
from complaints.api.view import ComplaintsView
from complaints.models import Acknowledgement, CmsDirection, Complaint
from ctm_casework.accounts.access import Action
from plan_requests.api.filters import PlanRequestFilters
from plan_requests.api.pages import NewestFirst
from plan_requests.api.serializers import (
    DecisionEntry,
    DecisionSerializer,
    PlanRequestEntry,
    PlanRequestRowSerializer,
    PlanRequestSerializer,
    SubmissionEntry,
)
from plan_requests.models import CmsDecision, PlanRequest
from plan_requests.selectors import of_complaint
from plan_requests.services.draft import draft_save


class PlanRequestsView(ComplaintsView):
    access = Action.CASEWORK
    serializer_class = PlanRequestSerializer

    @extend_schema(
        operation_id="plan_request_submit",
        request=PlanRequestEntry,
        responses={201: PlanRequestSerializer, **REFUSALS},
    )
    def post(self, request: Request, complaint_id: str) -> Response:
        """Says that a Plan Request was entered in HPMS; with `draft` true, keeps a draft instead."""
        complaint = self.complaint()
        zone = complaint.contract.zone
        values, acknowledged, wrong = read(PlanRequestEntry, request.data, zone)
        draft, said = values.pop("draft", False), _cms_said(values, wrong)
        user: Any = request.user
        asked = PlanRequest(complaint=complaint, author=user)
        if wrong:
            raise _everything(asked, values, acknowledged, wrong, said)
        with transaction.atomic():
            draft_save(asked, user, values, said, tuple(acknowledged))
            if not draft:
                asked.submit(request.user, acknowledged)
        self.log_access([complaint.pk])
        made = of_complaint(complaint, request.user).get(pk=asked.pk)
        return Response(self.get_serializer(made).data, status.HTTP_201_CREATED)


class PlanRequestSubmitView(ComplaintsView):
    access = Action.CASEWORK
    serializer_class = PlanRequestSerializer

    @extend_schema(
        operation_id="plan_request_draft_submit",
        request=SubmissionEntry,
        responses={200: PlanRequestSerializer, **REFUSALS},
    )
    def post(self, request: Request, complaint_id: str, request_id: int) -> Response:
        """Says that a draft was entered in HPMS."""
        complaint = self.complaint()
        asked = _asked(complaint, request.user, request_id)
        _, acknowledged, wrong = read(SubmissionEntry, request.data, complaint.contract.zone)
        if wrong:
            raise _everything(asked, {}, acknowledged, wrong)
        asked.submit(request.user, acknowledged)
        self.log_access([complaint.pk])
        made = of_complaint(complaint, request.user).get(pk=asked.pk)
        return Response(self.get_serializer(made).data)


class DecisionsView(ComplaintsView):
    access = Action.CASEWORK
    serializer_class = DecisionSerializer

    @extend_schema(
        operation_id="decision_record",
        request=DecisionEntry,
        responses={201: DecisionSerializer, **REFUSALS},
    )
    def post(self, request: Request, complaint_id: str) -> Response:
        """Records CMS's answer to a Plan Request, as read in HPMS before a download shows it."""
        complaint = self.complaint()
        values, acknowledged, wrong = read(DecisionEntry, request.data, complaint.contract.zone)
        wrong |= {
            name: [remedy]
            for name, remedy in _WANTED.items()
            if not values.get(name) and name not in wrong
        }
        if wrong:
            raise ValidationError(wrong)
        values["request"] = _asked(complaint, request.user, values["request"])
        made = CmsDecision.enter(complaint.pk, request.user, acknowledged, **values)
        self.log_access([complaint.pk])
        return Response(self.get_serializer(made).data, status.HTTP_201_CREATED)


_WANTED = {
    "request": "Say which Plan Request CMS answered, by its id.",
    "status": "Use APPROVED or REJECTED.",
}


class PlanRequestsList(ComplaintsView):
    access = Action.COMPLAINT_VIEW
    serializer_class = PlanRequestRowSerializer
    pagination_class = NewestFirst
    filter_backends = [DjangoFilterBackend]
    filterset_class = PlanRequestFilters

    def get_queryset(self) -> Any:
        visible = PlanRequest.objects.visible_to(self.request.user).select_related(
            "complaint__contract", "assignment"
        )
        return visible.prefetch_related("decisions__author", "decisions__read")

    @extend_schema(
        operation_id="plan_requests_list",
        responses={200: PlanRequestRowSerializer(many=True), **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        """Plan Requests made under your contracts, newest first."""
        page: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        self.log_access(sorted({asked.complaint_id for asked in page}))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


def _asked(complaint: Complaint, user: Any, request_id: int) -> PlanRequest:
    for asked in of_complaint(complaint, user).filter(pk=request_id):
        return asked.shown_with(complaint)
    raise NotFound("The complaint has no such Plan Request: check its id.")


def _cms_said(values: dict[str, Any], wrong: dict[str, Any]) -> str:
    """Where CMS directed the request, out of the values; the flag and the words go together."""
    flag = values.pop("directed_by_cms", False)
    words: str = values.pop("cms_direction_reference", "").strip()
    if flag and not words:
        wrong["cms_direction_reference"] = ["Say where CMS directed it, such as an e-mail's date."]
    if words and not flag:
        wrong["directed_by_cms"] = ["Send true with the reference, or leave both out."]
    return words if flag else ""


def _everything(
    asked: PlanRequest,
    values: dict[str, Any],
    acknowledged: list[Acknowledgement],
    wrong: dict[str, Any],
    said: str = "",
) -> Exception:
    """The refusal with what the SOP says beside the values that could not be taken."""
    for name, value in values.items():
        setattr(asked, name, value)
    if said:
        asked.cms_direction = CmsDirection(reference=said)
    asked.acknowledgements = tuple(acknowledged)
    return refused_beside(standing_against(asked), messages_by_field(wrong), values)
