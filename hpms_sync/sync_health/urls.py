from django.urls import path

from hpms_sync.sync_health import views

urlpatterns = [
    path("", views.sync, name="sync"),
    path("run/", views.sync_run, name="sync-run"),
]
