from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from ctm_casework.accounts.access import may


class ActionPermission(BasePermission):
    """A REST view states its action as `access`; a view without one refuses everybody."""

    message = "Your role does not allow this: ask an administrator for one that does."

    def has_permission(self, request: Request, view: Any) -> bool:
        action = getattr(view, "access", None)
        return action is not None and may(request.user, action)
