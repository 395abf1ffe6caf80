from django.urls import path

from hpms_sync.files import export_views, import_views

urlpatterns = [
    path("import/", import_views.file_import, name="file-import"),
    path("import/<int:plan_file_id>/", import_views.file_import_one, name="file-import-one"),
    path(
        "import/<int:plan_file_id>/apply/",
        import_views.file_import_apply,
        name="file-import-apply",
    ),
    path("import/<int:plan_file_id>/drop/", import_views.file_import_drop, name="file-import-drop"),
    path("export/", export_views.file_export, name="file-export"),
    path("export/<int:export_id>/", export_views.file_export_one, name="file-export-one"),
    path(
        "export/<int:export_id>/file/",
        export_views.file_export_download,
        name="file-export-download",
    ),
]
