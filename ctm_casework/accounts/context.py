"""What every page's frame shows: the screens this person may open."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from ctm_casework.accounts.access import Action, may

START = ("worklist", "sync")  # where the day begins: the first of them the role may open


@dataclass(frozen=True)
class Screen:
    """`section` is the word its pages give for themselves. Who may do `reached_otherwise` finds it from
    another screen, so that it takes no room up here."""

    route: str
    words: str
    access: Action
    section: str
    reached_otherwise: Action | None = None

    def shown_to(self, user: Any) -> bool:
        elsewhere = self.reached_otherwise and may(user, self.reached_otherwise)
        return may(user, self.access) and not elsewhere


SCREENS = (
    Screen("worklist", "My day", Action.COMPLAINT_VIEW, "worklist"),
    Screen("requests", "Requests and promises", Action.COMPLAINT_VIEW, "requests"),
    Screen("hpms-access", "HPMS access", Action.SIGNED_IN, "requests", Action.COMPLAINT_VIEW),
    Screen("control-room", "Control room", Action.CONTROL_ROOM, "control-room"),
    Screen("sop", "SOP", Action.SIGNED_IN, "sop"),
    Screen("sync", "Sync health", Action.SYNC_VIEW, "sync"),
    Screen("keys", "API keys", Action.KEY_MANAGE, "keys"),
    Screen("direct-cases", "Cases outside CTM", Action.COMPLAINT_VIEW, "direct-cases"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"screens": []}
    shown = [screen for screen in SCREENS if screen.shown_to(user)]
    routes = {screen.route for screen in shown}
    return {"screens": shown, "start": next(route for route in START if route in routes)}
