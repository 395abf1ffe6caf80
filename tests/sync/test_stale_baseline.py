"""A download that shows an older state than one before it must not be mistaken for the truth."""

import pytest

from complaints.models import Complaint
from tests.sync.road import CASE, NOTE, Road, state


@pytest.fixture
def case(quick_road: Road) -> Road:
    quick_road.add()
    quick_road.download()
    return quick_road


def test_the_same_words_sent_again_are_not_found_in_what_a_stale_download_had_hidden(
    case: Road,
) -> None:
    case.hpms.fault("download", "slow", seconds=0, times=2)  # of the next download, both calls
    case.hpms.fault("download", "stale", times=2)  # the one after it shows HPMS as it is now
    first = case.note()
    assert case.upload() == {"ACCEPTED": 1}
    case.pass_time(hours=1)
    case.download()
    assert state(first) == "CONFIRMED"
    case.download()
    assert Complaint.objects.get(pk=CASE).plan_casework_notes == ""
    again = case.note()
    case.hpms.fault("upload", "reset_before")
    assert case.upload() == {"UNCERTAIN": 1}
    for _ in range(2):
        case.pass_time(hours=7)
        case.download()
    assert state(again) == "NEEDS_DECISION"
    assert case.sent() == [NOTE]
