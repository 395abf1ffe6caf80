"""Agent/broker data that HPMS accepted and does not show: the story, a flag and an alert say so."""

import pytest

from complaints.models import (
    Acknowledgement,
    CaseworkNote,
    CaseworkUpload,
    Category,
    CategoryChange,
    Complaint,
)
from hpms_sync.models import SyncAlert
from hpms_sync.simulator.process import SimulatorProcess
from tests.sync.conftest import key_at
from tests.sync.road import AGAIN, CASE, Road, state, story

FLAG = "UP.agentBroker.category"
MARKETING = {
    "COMPLAINT_CATEGORY": "Marketing",
    "COMPLAINT_SUBCATEGORY": "Marketing Misrepresentation: Provider Network/Coverage",
}
BILLING = {
    "COMPLAINT_CATEGORY": "Premiums and Costs",
    "COMPLAINT_SUBCATEGORY": "Billed twice",
}
AGENT = {
    "agent_broker_complaint": "Y",
    "agent_broker_first_name": "Jordan",
    "agent_broker_last_name": "Reyes",
    "agent_broker_npn": "123456789",
}


def alerts() -> list[str]:
    found = SyncAlert.objects.filter(kind=SyncAlert.Kind.NOT_TAKEN, ended_at=None)
    return list(found.values_list("complaint_id", flat=True))


def flagged() -> bool:
    return FLAG in Complaint.objects.get(pk=CASE).review_flags


def noted(
    road: Road, text: str = "The agent was named by the member.", **agent: str
) -> CaseworkUpload:
    note = CaseworkNote.enter(
        CASE,
        road.casey(),
        acknowledgements=[AGAIN, Acknowledgement(FLAG, "CMS asked for the agent's name")],
        text=text,
        **(agent or AGENT),
    )
    return note.uploads.get()


@pytest.fixture
def billing(quick_road: Road) -> Road:
    """A complaint whose category takes no agent/broker data."""
    quick_road.add(**BILLING)
    quick_road.download()
    return quick_road


@pytest.fixture
def not_taken(billing: Road) -> CaseworkUpload:
    row = noted(billing)
    assert billing.upload() == {"ACCEPTED": 1}
    assert alerts() == []
    billing.download()
    return row


def test_it_is_said_in_the_rows_story_on_the_complaint_and_by_an_alert(
    not_taken: CaseworkUpload,
) -> None:
    assert state(not_taken) == "CONFIRMED"
    assert "HPMS accepted it and does not show the agent/broker data" in story(not_taken)[-1]
    assert "the category takes none" in story(not_taken)[-1]
    assert flagged()
    assert alerts() == [CASE]
    words = SyncAlert.objects.get(kind=SyncAlert.Kind.NOT_TAKEN).words
    assert "An administrator may correct the list of categories" in words
    assert "Reyes" not in words


def test_nothing_is_said_of_a_category_that_takes_it(quick_road: Road) -> None:
    quick_road.add(**MARKETING)
    quick_road.download()
    row = noted(quick_road)
    quick_road.upload()
    quick_road.download()
    assert state(row) == "CONFIRMED"
    assert story(row)[-1] == "Seen in a download."
    assert (flagged(), alerts()) == (False, [])


def test_nothing_is_said_of_a_note_without_such_data(billing: Road) -> None:
    row = billing.note()
    billing.upload()
    billing.download()
    assert story(row)[-1] == "Seen in a download."
    assert (flagged(), alerts()) == (False, [])


def test_it_is_said_of_a_row_without_an_answer_that_a_download_shows(billing: Road) -> None:
    row = noted(billing)
    billing.hpms.fault("upload", "reset_after")
    assert billing.upload() == {"UNCERTAIN": 1}
    billing.download()
    assert state(row) == "CONFIRMED"
    assert "does not show the agent/broker data" in story(row)[-1]
    assert alerts() == [CASE]


def test_the_flag_stays_with_the_next_downloads_and_the_alert_stays_one(
    billing: Road, not_taken: CaseworkUpload
) -> None:
    billing.set(COMMENTS="CMS asks for a call.")
    billing.download()
    billing.download()
    assert flagged()
    assert alerts() == [CASE]
    assert len([line for line in story(not_taken) if "takes none" in line]) == 1


def test_it_is_over_when_a_download_shows_the_data(
    billing: Road, not_taken: CaseworkUpload
) -> None:
    billing.set(
        **MARKETING,
        AGENT_BROKER="Yes",
        AGENT_BROKER_FNAME="JORDAN",
        AGENT_BROKER_LNAME="Reyes",
        AGENT_BROKER_NPN="123456789",
    )
    billing.download()
    assert (flagged(), alerts()) == (False, [])


def test_it_is_over_when_an_administrator_has_said_that_the_category_takes_none(
    billing: Road, not_taken: CaseworkUpload
) -> None:
    pair = Category.objects.get(complaint_category="Premiums and Costs")
    assert pair.takes_agent_broker is None
    CategoryChange.enter(billing.casey(), pair.pk, takes_agent_broker=False, active=True)
    billing.download()
    assert (flagged(), alerts()) == (False, [])


def test_it_follows_a_complaint_that_moves_to_another_contract(
    billing: Road, not_taken: CaseworkUpload
) -> None:
    billing.hpms.cms("reassign", CASE, contract="H5678")
    billing.download()
    (alert,) = SyncAlert.objects.filter(kind=SyncAlert.Kind.NOT_TAKEN, ended_at=None)
    assert (alert.contract_id, alert.complaint_id) == ("H5678", CASE)
    billing.set(
        **MARKETING,
        AGENT_BROKER="Yes",
        AGENT_BROKER_FNAME="JORDAN",
        AGENT_BROKER_LNAME="Reyes",
        AGENT_BROKER_NPN="123456789",
    )
    billing.download()
    assert (flagged(), alerts()) == (False, [])


def test_of_two_rows_the_later_one_tells(quick_road: Road) -> None:
    quick_road.add(**MARKETING)
    quick_road.download()
    first = noted(quick_road)
    second = noted(quick_road, "It was another agent.", **AGENT | {"agent_broker_last_name": "Ito"})
    assert quick_road.upload() == {"ACCEPTED": 2}
    quick_road.download()
    assert [state(first), state(second)] == ["CONFIRMED"] * 2
    assert alerts() == []


def test_the_simulators_own_case_of_it(full_hpms: SimulatorProcess, transactional_db: None) -> None:
    road = Road(full_hpms, key_at(full_hpms))
    complaint_id = full_hpms.case("agent_broker_not_taken")
    road.download()
    CaseworkNote.enter(complaint_id, road.casey(), text="The agent was named.", **AGENT)
    road.upload()
    road.download()
    assert alerts() == [complaint_id]
