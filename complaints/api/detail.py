"""One complaint with everything the plan knows of it."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.serializers.complaints import ComplaintSerializer
from complaints.api.serializers.errors import REFUSALS
from complaints.api.view import ComplaintsView
from complaints.models import CaseworkNote, ContactAttempt
from complaints.models.complaint import ComplaintQuerySet
from ctm_casework.accounts.access import Action


class ComplaintDetail(ComplaintsView):
    access = Action.COMPLAINT_VIEW
    serializer_class = ComplaintSerializer

    def with_what_is_shown(self, complaints: ComplaintQuerySet) -> ComplaintQuerySet:
        user = self.request.user
        return complaints.select_related("contract__parent", "assignee").prefetch_related(
            Prefetch(
                "caseworknotes", CaseworkNote.objects.visible_to(user).select_related("author")
            ),
            Prefetch(
                "contactattempts", ContactAttempt.objects.visible_to(user).select_related("author")
            ),
            "resolutions__author",
            "acknowledgements__user",
            "assignments",
            "uploads__events",
            "changes",
        )

    @extend_schema(operation_id="complaint", responses={200: ComplaintSerializer, **REFUSALS})
    def get(self, request: Request, complaint_id: str) -> Response:
        """HPMS's 42 columns, the clock, contacts, notes, resolution, uploads and changes."""
        complaint = self.complaint()
        self.log_access([complaint.pk])
        return Response(self.get_serializer(complaint).data)
