"""For which contracts absence from a run is evidence."""

from tests.sync.road import Road

ALL = ["H1234", "H5678", "S4802"]


def known(road: Road, count: int, contract: str = "H1234") -> list[str]:
    ids = [f"C26{contract[1:]}{number:04}" for number in range(count)]
    for complaint_id in ids:
        road.add(complaint_id, CONTRACT_ID=contract)
    road.download()
    return ids


def gone(road: Road, ids: list[str]) -> list[str]:
    """The contracts a download covers from which these have vanished."""
    for complaint_id in ids:
        road.hpms.cms("remove_record", complaint_id)
    return road.download().covered_contracts


def test_it_covers_every_contract_it_asked_for(road: Road) -> None:
    known(road, 3)
    assert road.download().covered_contracts == ALL


def test_it_covers_nobody_of_a_contract_that_returns_nothing(road: Road) -> None:
    ids = known(road, 3)
    known(road, 1, "H5678")
    assert gone(road, ids) == ["H5678", "S4802"]


def test_it_covers_nobody_of_a_contract_whose_resolved_cases_alone_were_known(road: Road) -> None:
    ids = known(road, 2)
    for complaint_id in ids:
        road.hpms.cms("resolve", complaint_id)
    assert road.download().covered_contracts == ALL
    assert gone(road, ids) == ["H5678", "S4802"]


def test_it_covers_a_contract_with_five_missing_of_few(road: Road) -> None:
    ids = known(road, 7)
    assert gone(road, ids[:5]) == ALL


def test_it_covers_nobody_of_a_contract_with_more_than_five_and_a_tenth_missing(road: Road) -> None:
    ids = known(road, 20)
    assert gone(road, ids[:6]) == ["H5678", "S4802"]


def test_it_covers_a_contract_with_six_missing_of_very_many(road: Road) -> None:
    ids = known(road, 61)
    assert gone(road, ids[:6]) == ALL


def test_it_covers_nobody_while_a_record_has_an_id_nobody_can_read(road: Road) -> None:
    known(road, 3)
    road.add("C22222222")
    assert road.download().covered_contracts == []


def test_it_counts_a_record_with_an_unreadable_date_as_seen(road: Road) -> None:
    ids = known(road, 1)
    road.set(ids[0], RECEIVED_DATE="soon")
    assert road.download().covered_contracts == ALL
