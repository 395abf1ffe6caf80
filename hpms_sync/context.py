"""What the sync tells on other apps' pages, worked out only where a template asks."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hpms_sync import selectors


def sync(request: HttpRequest) -> dict[str, Any]:
    """`last_sync` and `unreadable_records` (see hpms_sync.selectors)."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "last_sync": SimpleLazyObject(lambda: selectors.last_sync(user)),
        "unreadable_records": SimpleLazyObject(lambda: list(selectors.unreadable_of(user))),
    }
