"""The OpenAPI document, for whoever is signed in."""

from drf_spectacular.views import SpectacularAPIView

from ctm_casework.accounts.access import Action
from ctm_casework.accounts.permissions import ActionPermission


class SchemaView(SpectacularAPIView):
    access = Action.SIGNED_IN
    permission_classes = [ActionPermission]
