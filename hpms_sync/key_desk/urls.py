from django.urls import path

from hpms_sync.key_desk import views

ONE = "<int:api_key_id>/"

urlpatterns = [
    path("", views.keys, name="keys"),
    path("new/", views.key_new, name="key-new"),
    path(ONE, views.key, name="key"),
    path(f"{ONE}details/", views.key_details, name="key-details"),
    path(f"{ONE}pair/", views.key_pair, name="key-pair"),
    path(f"{ONE}contracts/", views.key_contracts, name="key-contracts"),
    path(f"{ONE}deactivate/", views.key_end, name="key-end"),
    path(f"{ONE}try-again/", views.key_try, name="key-try"),
    path(f"{ONE}tokens/", views.key_designate, name="key-designate"),
    path(
        f"{ONE}tokens/<int:designation_id>/revoke/", views.designation_end, name="designation-end"
    ),
]
