"""Every route of the product. Each screen keeps its own list; here they meet."""

from django.urls import include, path

from complaints.api.schema import SchemaView
from ctm_casework.health import healthz
from ctm_casework.sign_in import sign_in, sign_out

handler404 = "ctm_casework.not_found.not_found"

urlpatterns = [
    path("", include("complaints.worklist.urls")),
    path("complaints/", include("complaints.case.urls")),
    path("complaints/", include("complaints.resolve.urls")),
    path("complaints/", include("complaints.statements.urls")),
    path("sop/", include("complaints.sop_pages.urls")),
    path("categories/", include("complaints.categories.urls")),
    path("control-room/", include("complaints.control_room.urls")),
    path("cases/", include("complaints.outside_ctm.urls")),
    path("", include("plan_requests.urls")),
    path("", include("hpms_sync.ledger.urls")),
    path("sync/", include("hpms_sync.sync_health.urls")),
    path("sync/files/", include("hpms_sync.files.urls")),
    path("keys/", include("hpms_sync.key_desk.urls")),
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("complaints.api.urls")),
    path("api/v1/", include("plan_requests.api.urls")),
    path("api/v1/", include("hpms_sync.ledger.api_urls")),
    path("api/v1/", include("hpms_sync.key_desk.api_urls")),
    path("api/schema/", SchemaView.as_view(), name="api-schema"),
]
