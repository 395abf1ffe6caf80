"""Every route of the product. Each screen keeps its own list; here they meet."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from ctm_casework.accounts.access import Action
from ctm_casework.health import healthz
from ctm_casework.sign_in import sign_in, sign_out

urlpatterns = [
    path("", include("complaints.worklist.urls")),
    path("complaints/", include("complaints.case.urls")),
    path("complaints/", include("complaints.resolve.urls")),
    path("sync/", include("hpms_sync.sync_health.urls")),
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("complaints.api.urls")),
    path("api/schema/", SpectacularAPIView.as_view(access=Action.SIGNED_IN), name="api-schema"),
]
