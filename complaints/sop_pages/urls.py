from django.urls import path

from complaints.sop_pages import views

urlpatterns = [
    path("", views.sop, name="sop"),
    path("rule/<path:rule_id>/", views.rule, name="sop-rule"),
    path("parameters/", views.parameters, name="sop-parameters"),
    path("parameters/<slug:parameter>/", views.parameter, name="sop-parameter"),
    path(
        "parameters/<slug:parameter>/change/",
        views.parameter_change,
        name="sop-parameter-change",
    ),
    path("home-infusion/", views.infusion, name="sop-home-infusion"),
    path("<slug:part>/", views.part, name="sop-part"),
]
