from django.urls import path

from complaints.outside_ctm import views

urlpatterns = [
    path("report-only/new/", views.report_only, name="report-only-new"),
    path("direct/", views.direct_cases, name="direct-cases"),
    path("direct/new/", views.direct_case_new, name="direct-case-new"),
    path("direct/<int:case_id>/", views.direct_case, name="direct-case"),
]
