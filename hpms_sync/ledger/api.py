"""The out-of-view ledger for programs: the list, and the answer to "what became of it?"."""

from typing import Any

import django_filters as filters  # type: ignore[import-untyped]
from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend  # type: ignore[import-untyped]
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.filters import BooleanFilter, ContractIds
from complaints.api.serializers.entries import Code, Entry, Text
from complaints.api.serializers.errors import REFUSALS
from complaints.api.serializers.records import PersonSerializer
from complaints.api.view import ComplaintsView
from ctm_casework.accounts.access import Action
from hpms_sync.ledger.answers import Said, entry_answer
from hpms_sync.models import LedgerEntry
from plan_requests.api.pages import NewestFirst


class LedgerEntrySerializer(serializers.ModelSerializer[LedgerEntry]):
    """A complaint that went out of view: since when, its clock as it left, why, and what was said of it."""

    complaint_id = serializers.CharField()
    contract_id = serializers.CharField(help_text="It was under when it left.")
    request_id = serializers.IntegerField(
        allow_null=True, help_text="The Plan Request that is the cause, or probably is."
    )
    asked_by = PersonSerializer(source="request.submitted_by", default=None, allow_null=True)
    unexplained = serializers.BooleanField(
        help_text="Somebody has to look in HPMS: the clock runs on."
    )
    confirmed_by = PersonSerializer(allow_null=True)
    called_back_by = PersonSerializer(allow_null=True)

    class Meta:
        model = LedgerEntry
        fields = [
            "complaint_id", "contract_id", "since", "proven_at", "cause", "request_id", "asked_by",
            "due_on", "clock_state", "clock_words", "unexplained", "answer", "reason", "confirmed_by",
            "confirmed_at", "seen_again_at", "called_back_by", "called_back_at", "called_back_reason",
        ]  # fmt: skip


class LedgerFilters(filters.FilterSet):
    contract_id = ContractIds(help_text="One contract id or several.")
    standing = BooleanFilter(method="stands", help_text="True: still out of view.")
    unexplained = BooleanFilter(
        method="wants_a_look", help_text="True: somebody has to look in HPMS."
    )

    class Meta:
        model = LedgerEntry
        fields: list[str] = []

    def stands(self, entries: QuerySet[LedgerEntry], _: str, value: bool) -> QuerySet[LedgerEntry]:
        return _either(entries, LedgerEntry.objects.standing(), value)

    def wants_a_look(
        self, entries: QuerySet[LedgerEntry], _: str, value: bool
    ) -> QuerySet[LedgerEntry]:
        return _either(entries, LedgerEntry.objects.unexplained(), value)


def _either(entries: Any, those: Any, value: bool) -> Any:
    ids = those.values("pk")
    return entries.filter(pk__in=ids) if value else entries.exclude(pk__in=ids)


class LedgerList(ComplaintsView):
    access = Action.COMPLAINT_VIEW
    serializer_class = LedgerEntrySerializer
    pagination_class = NewestFirst
    filter_backends = [DjangoFilterBackend]
    filterset_class = LedgerFilters

    def get_queryset(self) -> Any:
        visible = LedgerEntry.objects.visible_to(self.request.user)
        return visible.select_related("request__submitted_by", "confirmed_by", "called_back_by")

    @extend_schema(
        operation_id="ledger_list",
        responses={200: LedgerEntrySerializer(many=True), **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        """Complaints of your contracts that went out of view, newest first."""
        page: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        self.log_access(sorted({entry.complaint_id for entry in page}))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class LedgerAnswerEntry(Entry):
    """What became of a complaint that is out of view, as a person saw it in HPMS."""

    said = Code(Said, required=True, allow_blank=False, allow_null=False)
    reason = Text(help_text="What was seen, in 10 characters or more; APPROVED needs none.")


class LedgerAnswerView(ComplaintsView):
    access = Action.CASEWORK
    serializer_class = LedgerEntrySerializer

    @extend_schema(
        operation_id="ledger_answer",
        request=LedgerAnswerEntry,
        responses={200: LedgerEntrySerializer, **REFUSALS},
    )
    def post(self, request: Request, complaint_id: str) -> Response:
        """Says what became of a complaint that is out of view."""
        complaint = self.complaint()
        entry = LedgerAnswerEntry(data=request.data)
        entry.is_valid(raise_exception=True)
        given = entry.validated_data
        entry_answer(complaint, request.user, Said(given["said"]), given.get("reason", ""))
        self.log_access([complaint.pk])
        newest = LedgerEntry.objects.filter(complaint=complaint).first()
        return Response(self.get_serializer(newest).data)
