"""The REST API, version 1. Complaint ids are the only thing of a complaint that stands in an address."""

from django.urls import path

from complaints.api.attachments import AttachmentFile, AttachmentsView
from complaints.api.casework import ContactsView, NotesView, ResolveView
from complaints.api.detail import ComplaintDetail
from complaints.api.findings import FindingsView
from complaints.api.listing import ComplaintsList, ComplaintsSearch
from complaints.api.scenarios import ScenariosView
from complaints.api.statements import statements_view
from complaints.statements.doors import DOORS

CASE = "complaints/<slug:complaint_id>/"

urlpatterns = [
    path("complaints/", ComplaintsList.as_view(), name="api-complaints"),
    path("complaints/search/", ComplaintsSearch.as_view(), name="api-complaints-search"),
    path(CASE, ComplaintDetail.as_view(), name="api-complaint"),
    path(f"{CASE}notes/", NotesView.as_view(), name="api-notes"),
    path(f"{CASE}contacts/", ContactsView.as_view(), name="api-contacts"),
    path(f"{CASE}resolve/", ResolveView.as_view(), name="api-resolve"),
    path(f"{CASE}attachments/", AttachmentsView.as_view(), name="api-attachments"),
    path(
        f"{CASE}attachments/<int:attachment_id>/file/",
        AttachmentFile.as_view(),
        name="api-attachment-file",
    ),
    path(f"{CASE}scenarios/", ScenariosView.as_view(), name="api-scenarios"),
    path(f"{CASE}findings/", FindingsView.as_view(), name="api-findings"),
    *(
        path(f"{CASE}{word}/", statements_view(word, door.kind).as_view(), name=f"api-{word}")
        for word, door in DOORS.items()
    ),
]
