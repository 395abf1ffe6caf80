"""The list of complaints by GET, and the search, whose words travel in a body, by POST."""

from django.db.models import Q, QuerySet
from django_filters.rest_framework import DjangoFilterBackend  # type: ignore[import-untyped]
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.filters import ComplaintFilters
from complaints.api.pages import CURSOR, PAGE_SIZE, DuePages
from complaints.api.serializers.complaints import ComplaintRowSerializer
from complaints.api.serializers.errors import REFUSALS
from complaints.api.serializers.searches import SearchEntry
from complaints.api.view import ComplaintsView
from complaints.models import Complaint
from complaints.models.complaint import ComplaintQuerySet
from complaints.worklist.search import find
from ctm_casework.accounts.access import Action


class Listed(ComplaintsView):
    """One page of complaints, by due date and id."""

    access = Action.COMPLAINT_VIEW
    pagination_class = DuePages
    serializer_class = ComplaintRowSerializer

    def get_queryset(self) -> ComplaintQuerySet:
        return self.visible().select_related("assignee")

    def page_of(self, complaints: QuerySet[Complaint]) -> Response:
        page = self.paginate_queryset(complaints)
        self.log_access(complaint.pk for complaint in page or [])
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class ComplaintsList(Listed):
    filter_backends = [DjangoFilterBackend]
    filterset_class = ComplaintFilters

    @extend_schema(
        operation_id="complaints_list",
        responses={200: ComplaintRowSerializer(many=True), **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        """Complaints of your contracts, by due date and id; those without a due date last."""
        known = {*ComplaintFilters.base_filters, CURSOR, PAGE_SIZE}
        if unknown := sorted(set(request.query_params) - known):
            remedy = (
                f"There is no such filter. Use {', '.join(sorted(known))}. Names, phone and Medicare "
                "numbers go by POST to complaints/search/, never in an address."
            )
            raise ValidationError({name: [remedy] for name in unknown})
        return self.page_of(self.filter_queryset(self.get_queryset()))


class ComplaintsSearch(Listed):
    @extend_schema(
        operation_id="complaints_search",
        request=SearchEntry,
        responses={200: ComplaintRowSerializer(many=True), **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Finds complaints by id, name, phone or Medicare number. Post the same body to `next`."""
        entry = SearchEntry(data=request.data)
        entry.is_valid(raise_exception=True)
        asked = dict(entry.validated_data)
        words = asked.pop("q", "").strip()
        filtered = ComplaintFilters(asked, self.get_queryset(), request=request)
        if not filtered.is_valid():
            raise ValidationError(filtered.errors)
        return self.page_of(_found(filtered.qs, words) if words else filtered.qs)


def _found(complaints: ComplaintQuerySet, words: str) -> ComplaintQuerySet:
    number = words.replace("-", "").replace(" ", "")
    return complaints.filter(
        Q(pk__in=find(complaints, words).values("pk")) | Q(bene_id__iexact=number)
    )
