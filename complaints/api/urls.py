"""The REST API, version 1. Complaint ids are the only thing of a complaint that stands in an address."""

from django.urls import path

from complaints.api.casework import ContactsView, NotesView, ResolveView
from complaints.api.detail import ComplaintDetail
from complaints.api.findings import FindingsView
from complaints.api.listing import ComplaintsList, ComplaintsSearch

CASE = "complaints/<slug:complaint_id>/"

urlpatterns = [
    path("complaints/", ComplaintsList.as_view(), name="api-complaints"),
    path("complaints/search/", ComplaintsSearch.as_view(), name="api-complaints-search"),
    path(CASE, ComplaintDetail.as_view(), name="api-complaint"),
    path(f"{CASE}notes/", NotesView.as_view(), name="api-notes"),
    path(f"{CASE}contacts/", ContactsView.as_view(), name="api-contacts"),
    path(f"{CASE}resolve/", ResolveView.as_view(), name="api-resolve"),
    path(f"{CASE}findings/", FindingsView.as_view(), name="api-findings"),
]
