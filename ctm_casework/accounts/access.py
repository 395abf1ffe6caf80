"""Who may do what: one matrix of role and action, as data.

Every route names its action (`requires`, `access = …`); a test visits every route with every role.
Contract access is the other half and lives in querysets (`visible_to(user)`)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponseBase


class Role(TextChoices):
    CASEWORKER = "caseworker", "Caseworker"
    SUPERVISOR = "supervisor", "Supervisor"
    RESPONSIBLE_PARTY = "responsible_party", "HPMS responsible party"
    AUDITOR = "auditor", "Compliance auditor"
    ADMINISTRATOR = "administrator", "Administrator"


class Action(TextChoices):
    COMPLAINT_VIEW = "complaint.view", "See complaints of one's contracts"
    CASEWORK = "casework", "Log contacts, write notes, resolve, settle uploads"
    ASSIGN = "assign", "Assign complaints to caseworkers"
    CONTROL_ROOM = "control-room", "Watch the timeliness of one's contracts"
    SYNC_VIEW = "sync.view", "See runs, quarantine and the upload queue"
    SYNC_RUN = "sync.run", "Start a download or an upload"
    FILES = "files", "Bring plan downloads as files, take upload files away"
    KEY_VIEW = "key.view", "See API keys and their states"
    KEY_MANAGE = "key.manage", "Add API keys, try them again, end them"
    KEY_HOLD = "key.hold", "Answer for one's API keys: pairs, contracts, who gets tokens"
    DIRECTORY = "directory", "Keep CMS contacts, see everybody's HPMS access"
    PARAMETERS = "parameters", "Change the SOP's parameters and the category list"
    SIGNED_IN = "signed-in", "Be signed in"
    PUBLIC = "public", "Nobody is asked"


_EVERYBODY = frozenset(Role)

# Minimum necessary (45 CFR 164.502(b)): who keeps keys or accounts does not need beneficiaries' records.
MATRIX: dict[Action, frozenset[Role]] = {
    Action.COMPLAINT_VIEW: frozenset({Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR}),
    Action.CASEWORK: frozenset({Role.CASEWORKER, Role.SUPERVISOR}),
    Action.ASSIGN: frozenset({Role.CASEWORKER, Role.SUPERVISOR}),
    Action.CONTROL_ROOM: frozenset({Role.SUPERVISOR, Role.AUDITOR}),
    Action.SYNC_VIEW: _EVERYBODY - {Role.CASEWORKER},
    Action.SYNC_RUN: frozenset({Role.SUPERVISOR, Role.RESPONSIBLE_PARTY, Role.ADMINISTRATOR}),
    Action.FILES: frozenset({Role.SUPERVISOR}),
    Action.KEY_VIEW: _EVERYBODY - {Role.CASEWORKER},
    Action.KEY_MANAGE: frozenset({Role.RESPONSIBLE_PARTY, Role.ADMINISTRATOR}),
    Action.KEY_HOLD: frozenset({Role.RESPONSIBLE_PARTY}),
    Action.DIRECTORY: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    Action.PARAMETERS: frozenset({Role.ADMINISTRATOR}),
    Action.SIGNED_IN: _EVERYBODY,
    Action.PUBLIC: _EVERYBODY,
}

View = Callable[..., HttpResponseBase]


def may(user: Any, action: Action) -> bool:
    """Whether the role of a signed-in, active user allows the action."""
    if action is Action.PUBLIC:
        return True
    return bool(user.is_authenticated and user.is_active and user.role in MATRIX[action])


def requires(action: Action) -> Callable[[View], View]:
    """Decorates a view function: signs in who is not, refuses (403) whose role lacks the action."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, action):
                raise PermissionDenied(f"Your role does not allow this: {action.label}.")
            return view(request, *args, **kwargs)

        guarded = checked if action is Action.PUBLIC else login_required(checked)
        guarded.access = action  # type: ignore[attr-defined]
        return guarded

    return decorate
