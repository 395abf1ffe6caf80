from django.urls import path

from complaints.attachments import views as documents
from complaints.case import comment_views, compare, draft_views, scenario_views, upload_views, views

UPLOAD = "<slug:complaint_id>/uploads/<int:upload_id>/"
DOCUMENT = "<slug:complaint_id>/documents/<int:attachment_id>/"

urlpatterns = [
    path("<slug:complaint_id>/", views.complaint, name="complaint"),
    path("<slug:complaint_id>/note/", views.note, name="complaint-note"),
    path("<slug:complaint_id>/note/check/", views.note_check, name="complaint-note-check"),
    path("<slug:complaint_id>/comments/read/", comment_views.comments_read, name="comments-read"),
    path("<slug:complaint_id>/drafts/<slug:form>/", draft_views.draft, name="draft"),
    path("<slug:complaint_id>/contact/", views.contact, name="complaint-contact"),
    path("<slug:complaint_id>/scenarios/", scenario_views.scenario_choose, name="scenario-choose"),
    path("<slug:complaint_id>/compare/<slug:other_id>/", compare.compare, name="compare"),
    path("<slug:complaint_id>/send-now/", upload_views.send_now, name="uploads-send-now"),
    path("<slug:complaint_id>/documents/", documents.attach, name="documents-attach"),
    path(DOCUMENT, documents.document, name="document"),
    path(f"{DOCUMENT}in-hpms/", documents.put_into_hpms, name="document-in-hpms"),
    path(UPLOAD, upload_views.upload_fate, name="upload-fate"),
    path(f"{UPLOAD}mend/", upload_views.mend, name="upload-mend"),
    path(f"{UPLOAD}decide/", upload_views.decide, name="upload-decide"),
    path(f"{UPLOAD}withdraw/", upload_views.withdraw, name="upload-withdraw"),
]
