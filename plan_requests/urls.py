from django.urls import path

from plan_requests.access import views as access
from plan_requests.directory import views as directory
from plan_requests.questions import views as questions
from plan_requests.requests import board_views as board
from plan_requests.requests import views

CASE = "complaints/<slug:complaint_id>/requests/"
ONE = f"{CASE}<int:request_id>/"

urlpatterns = [
    path("requests/", board.requests_board, name="requests"),
    path("requests/requests.csv", board.requests_csv, name="requests-csv"),
    path(f"{CASE}new/", views.request_new, name="request-new"),
    path(f"{CASE}check/", views.request_check, name="request-check"),
    path(ONE, views.request_card, name="request"),
    path(f"{ONE}edit/", views.request_edit, name="request-edit"),
    path(f"{ONE}submit/", views.request_submit, name="request-submit"),
    path(f"{ONE}cancel/", views.request_cancel, name="request-cancel"),
    path(f"{ONE}decision/", views.request_decision, name="request-decision"),
    path(f"{ONE}read/", views.request_read, name="request-read"),
    path("hpms-access/", access.hpms_access, name="hpms-access"),
    path("hpms-access/own/", access.hpms_access_own, name="hpms-access-own"),
    path("hpms-access/new/", access.hpms_access_new, name="hpms-access-new"),
    path("hpms-access/<int:access_id>/", access.hpms_access_edit, name="hpms-access-edit"),
    path("ask-cms/", questions.ask_cms, name="ask-cms"),
    path("ask-cms/<int:question_id>/", questions.ask_cms_mail, name="ask-cms-mail"),
    path(
        "ask-cms/<int:question_id>/answered/",
        questions.ask_cms_answered,
        name="ask-cms-answered",
    ),
    path("cms-contacts/", directory.cms_contacts, name="cms-contacts"),
    path(
        "cms-contacts/<slug:contract_id>/",
        directory.cms_contacts_edit,
        name="cms-contacts-edit",
    ),
]
