"""What every page's frame shows: the screens this person may open."""

from typing import Any

from django.http import HttpRequest

from ctm_casework.accounts.access import Action, may

SCREENS = [
    ("worklist", "My day", Action.COMPLAINT_VIEW),
    ("sync", "Sync health", Action.SYNC_VIEW),
    ("sop", "SOP", Action.SIGNED_IN),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"screens": []}
    return {"screens": [(route, words) for route, words, action in SCREENS if may(user, action)]}
