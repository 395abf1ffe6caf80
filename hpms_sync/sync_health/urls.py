from django.urls import path

from hpms_sync.sync_health import queue_views, record_views, views

RECORD = "unreadable/<int:record_id>/"

urlpatterns = [
    path("", views.sync, name="sync"),
    path("run/", views.sync_run, name="sync-run"),
    path("live/", views.sync_live, name="sync-live"),
    path("downloads/", views.downloads, name="sync-downloads"),
    path("downloads/<int:run_id>/", views.one_download, name="sync-download"),
    path("unreadable/", record_views.unreadable, name="sync-unreadable"),
    path(RECORD, record_views.record, name="sync-record"),
    path(f"{RECORD}again/", record_views.record_again, name="sync-record-again"),
    path(f"{RECORD}mend/", record_views.record_mended, name="sync-record-mend"),
    path(f"{RECORD}put-aside/", record_views.record_put_aside, name="sync-record-put-aside"),
    path("uploads/", queue_views.uploads, name="sync-uploads"),
]
