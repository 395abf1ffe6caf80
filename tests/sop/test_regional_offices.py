"""The Home Regional Offices: every state and territory has exactly one."""

from collections import Counter

import pytest

from complaints.models.scenarios.intake import State
from complaints.sop.regional_offices import (
    CORRECTED,
    OFFICES,
    home_office,
    home_office_mailbox,
    note_on,
)


def test_every_state_and_territory_is_with_exactly_one_office():
    listed = Counter(state for office in OFFICES for state in office.states)

    assert set(listed) == set(State.values)
    assert set(listed.values()) == {1}
    assert len(listed) == 56


def test_each_office_has_its_own_mailbox():
    assert [office.number for office in OFFICES] == list(range(1, 11))
    assert len({office.mailbox for office in OFFICES}) == len(OFFICES)


@pytest.mark.parametrize(
    ("state", "mailbox"),
    [
        ("TX", "PartDComplaints_RO6@cms.hhs.gov"),
        ("NH", "PartDComplaints_RO1@cms.hhs.gov"),
        ("AR", "PartDComplaints_RO6@cms.hhs.gov"),
        ("AZ", "PartDComplaints_RO9@cms.hhs.gov"),
        ("WA", "PartDComplaints_RO10@cms.hhs.gov"),
        ("ZZ", ""),
        ("", ""),
    ],
)
def test_a_worksheet_goes_to_the_mailbox_of_the_beneficiarys_state(state: str, mailbox: str):
    assert home_office_mailbox(state) == mailbox


def test_an_unknown_state_has_no_office():
    assert home_office("ZZ") is None


def test_the_misprinted_states_say_that_they_were_corrected():
    noted = [state for state in State.values if note_on(state)]

    assert noted == ["AR", "AZ"]
    assert note_on("AZ") == CORRECTED
