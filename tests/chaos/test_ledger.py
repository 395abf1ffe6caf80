"""The ledger finds what it is there to find."""

import pytest

from complaints.models import CaseworkUpload
from tests.chaos import ledger
from tests.sync.road import Road


@pytest.fixture
def case(quick_road: Road) -> Road:
    quick_road.add()
    quick_road.download()
    return quick_road


def found(case: Road) -> set[str]:
    return {name for name, rows in ledger.compare(case).violations.items() if rows}


def set_state(row: CaseworkUpload, state: str, **values: object) -> None:
    CaseworkUpload.objects.filter(pk=row.pk).update(state=state, **values)


def test_nothing_is_wrong_where_all_went_well(case: Road) -> None:
    case.note("First call.")
    case.note("Second call.")
    case.upload()
    case.download()
    assert ledger.compare(case).clean


def test_it_finds_what_hpms_never_got(case: Road) -> None:
    row = case.note()
    set_state(row, "CONFIRMED")
    assert found(case) == {"lost"}


def test_it_finds_what_was_sent_twice(case: Road) -> None:
    row = case.note()
    case.upload()
    set_state(row, "QUEUED")
    case.upload()
    case.download()
    assert found(case) == {"sent twice"}


def test_it_finds_what_went_out_of_order(case: Road) -> None:
    first, second = case.note("First call."), case.note("Second call.")
    CaseworkUpload.objects.filter(pk=first.pk).update(place=9)
    case.upload()  # the second, then the first
    CaseworkUpload.objects.filter(pk=first.pk).update(place=1)
    CaseworkUpload.objects.filter(pk=second.pk).update(place=2)
    case.download()
    assert found(case) == {"out of order"}


def test_it_finds_what_is_left_open_unseen_refused_or_asked_without_need(case: Road) -> None:
    row = case.note()
    case.upload()
    case.download()
    for state, name in {
        "SENDING": "left in SENDING or UNCERTAIN",
        "UNCERTAIN": "left in SENDING or UNCERTAIN",
        "ACCEPTED": "accepted and never seen",
        "FAILED": "refused or blocked",
        "NEEDS_DECISION": "asked without need",
    }.items():
        set_state(row, state)
        assert found(case) == {name}


def test_a_question_is_due_where_the_download_before_it_lacked_the_notes(case: Road) -> None:
    row = case.note()
    case.upload()
    case.download()
    set_state(row, "NEEDS_DECISION", baseline_as_of=None)
    told = ledger.compare(case)
    assert told.clean
    assert dict(told.explained) == {ledger.NO_NOTES: 1}


def test_it_finds_a_copy_that_is_not_what_hpms_shows(case: Road) -> None:
    case.note()
    case.upload()
    case.download()
    case.set(PLAN_CASEWORK_NOTES="Something else.")
    assert found(case) == {"copies that differ from HPMS"}
