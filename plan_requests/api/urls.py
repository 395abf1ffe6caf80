from django.urls import path

from complaints.api.urls import CASE
from plan_requests.api import views

urlpatterns = [
    path("plan-requests/", views.PlanRequestsList.as_view(), name="api-plan-requests"),
    path(
        f"{CASE}plan-requests/",
        views.PlanRequestsView.as_view(),
        name="api-plan-request-submit",
    ),
    path(
        f"{CASE}plan-requests/<int:request_id>/submit/",
        views.PlanRequestSubmitView.as_view(),
        name="api-plan-request-draft-submit",
    ),
    path(f"{CASE}decisions/", views.DecisionsView.as_view(), name="api-decisions"),
]
