"""Entering what the plan states about a case: intake review, scenarios' records, RPC, access to care."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.casework import EnterRecord
from complaints.api.serializers.errors import REFUSALS
from complaints.api.serializers.statements import entry_of, shown_of
from complaints.models.sop_record import SopRecord


def statements_view(door: str, kind: type[SopRecord]) -> type[EnterRecord]:
    """POST states it, GET lists what was stated, the newest first."""
    name, taken, shown = door.replace("-", "_"), entry_of(kind), shown_of(kind)

    class Statements(EnterRecord):
        record, entry, serializer_class = kind, taken, shown

        @extend_schema(
            operation_id=f"{name}_state",
            description=f"{kind.__doc__} A new statement replaces the one before.",
            request=taken,
            responses={201: shown, **REFUSALS},
        )
        def post(self, request: Request, complaint_id: str) -> Response:
            return self.enter(request)

        @extend_schema(
            operation_id=f"{name}_list",
            description=f"All of these on the complaint, the newest first. {kind.__doc__}",
            responses={200: shown(many=True), **REFUSALS},
        )
        def get(self, request: Request, complaint_id: str) -> Response:
            complaint = self.complaint()
            stated: Any = kind.objects.visible_to(request.user).filter(complaint=complaint)
            made = stated.select_related("author").prefetch_related(
                "complaint__acknowledgements__user"
            )
            self.log_access([complaint.pk])
            return Response(self.get_serializer(made.order_by("-pk"), many=True).data)

    Statements.__name__ = Statements.__qualname__ = f"{kind.__name__}Statements"
    return Statements
