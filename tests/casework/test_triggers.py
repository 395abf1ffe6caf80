"""Everything the SOP speaks about has a record or a place of its own: actions and records agree."""

from importlib import import_module

import pytest
from django.apps import apps

from complaints.models.sop_record import SopTransition
from complaints.sop import Action
from complaints.sop.index import STEPS

# Events that are no action of a person: where the product meets them.
EVENTS = {
    "IMPORT": "hpms_sync.download.apply.apply_changes",
    "CLOCK": "complaints.services.case.case_refresh",
    "VIEW": "complaints.case.page.CasePage",
    "REPORT": "complaints.control_room.views.control_room",
    "API_CALL": "hpms_sync.client.HpmsClient",
}
# Actions whose record is no part of a complaint's casework.
KEPT_ELSEWHERE = {
    Action.UPLOAD_BUILD: "complaints.models.CaseworkUpload",
    Action.UPLOAD_SEND: "hpms_sync.upload.claim",
    Action.COMPOSE_EMAIL: "plan_requests.models.CmsQuestion",
    Action.ACCESS_REQUEST: "plan_requests.models.AccessRequest",
}


def found(dotted):
    module, _, name = dotted.rpartition(".")
    try:
        return import_module(dotted)
    except ModuleNotFoundError:
        return getattr(import_module(module), name)


def test_every_action_has_a_record():
    judged = {model.action for model in apps.get_models() if issubclass(model, SopTransition)}

    assert judged | set(KEPT_ELSEWHERE) == set(Action)
    assert not judged & set(KEPT_ELSEWHERE)


def test_the_index_speaks_of_actions_and_events_and_nothing_else():
    assert {when for step in STEPS for when in step.when} <= {*Action, *EVENTS}


@pytest.mark.parametrize("place", [*EVENTS.values(), *KEPT_ELSEWHERE.values()])
def test_what_is_kept_elsewhere_is_there(place):
    assert found(place)
