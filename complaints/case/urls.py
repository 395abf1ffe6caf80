from django.urls import path

from complaints.case import upload_views, views

UPLOAD = "<slug:complaint_id>/uploads/<int:upload_id>/"

urlpatterns = [
    path("<slug:complaint_id>/", views.complaint, name="complaint"),
    path("<slug:complaint_id>/note/", views.note, name="complaint-note"),
    path("<slug:complaint_id>/note/check/", views.note_check, name="complaint-note-check"),
    path("<slug:complaint_id>/contact/", views.contact, name="complaint-contact"),
    path("<slug:complaint_id>/send-now/", upload_views.send_now, name="uploads-send-now"),
    path(UPLOAD, upload_views.upload_fate, name="upload-fate"),
    path(f"{UPLOAD}mend/", upload_views.mend, name="upload-mend"),
    path(f"{UPLOAD}decide/", upload_views.decide, name="upload-decide"),
    path(f"{UPLOAD}withdraw/", upload_views.withdraw, name="upload-withdraw"),
]
