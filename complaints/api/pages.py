"""Cursor pages of complaints: by due date, then id, those without a due date last."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

CURSOR, PAGE_SIZE = "cursor", "page_size"


class Place(NamedTuple):
    """The last complaint of a page. A cursor holds it, so complaints that come or go shift nobody."""

    due_on: date | None
    complaint_id: str

    def beyond(self) -> Q:
        after = Q(due_on=self.due_on, complaint_id__gt=self.complaint_id)
        if self.due_on is None:
            return after
        return after | Q(due_on__gt=self.due_on) | Q(due_on=None)

    def encode(self) -> str:
        day = self.due_on.isoformat() if self.due_on else ""
        return urlsafe_b64encode(f"{day} {self.complaint_id}".encode()).decode()

    @classmethod
    def decode(cls, cursor: str) -> "Place":
        """Raises ValidationError for what never was a cursor."""
        try:
            day, complaint_id = urlsafe_b64decode(cursor.encode()).decode("ascii").split(" ")
            if not complaint_id.isalnum():
                raise ValueError
            return cls(date.fromisoformat(day) if day else None, complaint_id)
        except (ValueError, binascii.Error):
            raise ValidationError(
                {CURSOR: "Follow the address in `next`, or leave the cursor out to begin anew."}
            ) from None


class DuePages(BasePagination):
    """Forward only: `next` is the address of the next page, null on the last one."""

    usual, most = 50, 200

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Complaints of the page asked for. Raises ValidationError for a cursor or size that is none."""
        size = self._size(request)
        if cursor := request.query_params.get(CURSOR):
            queryset = queryset.filter(Place.decode(cursor).beyond())
        ordered = queryset.order_by(F("due_on").asc(nulls_last=True), "complaint_id")
        rows = list(ordered[: size + 1])
        self.next = None
        if len(rows) > size:
            last = Place(rows[size - 1].due_on, rows[size - 1].pk)
            self.next = replace_query_param(request.build_absolute_uri(), CURSOR, last.encode())
        return rows[:size]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        following = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": following, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            _parameter(CURSOR, {"type": "string"}, "From `next` of the page before."),
            _parameter(
                PAGE_SIZE,
                {"type": "integer", "minimum": 1, "maximum": self.most, "default": self.usual},
                "Complaints on a page.",
            ),
        ]

    def _size(self, request: Request) -> int:
        asked = request.query_params.get(PAGE_SIZE, str(self.usual))
        if asked.isascii() and asked.isdecimal() and 1 <= int(asked) <= self.most:
            return int(asked)
        raise ValidationError({PAGE_SIZE: f"Ask for 1 to {self.most} complaints a page."})


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }
