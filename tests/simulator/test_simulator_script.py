"""The fault script: seeded, weighted, told of, and over when it is ended."""

from collections import Counter

import httpx
import pytest

from hpms_sync.simulator.faults import KINDS
from hpms_sync.simulator.process import SimulatorProcess, SimulatorRefusedError
from hpms_sync.simulator.script import usual

QUICK = {"seconds": [0, 0.01]}


@pytest.fixture(autouse=True)
def no_script_left(hpms):
    yield
    hpms.end_script()


def outcomes(hpms: SimulatorProcess, plan, calls: int = 40) -> list[str | int]:
    """What became of so many downloads: the status, or the word lost."""
    plan.sign_in()
    found: list[str | int] = []
    for _ in range(calls):
        try:
            found.append(plan.ask_download().status_code)
        except httpx.TransportError:
            found.append("lost")
    return found


def struck(hpms: SimulatorProcess, endpoint: str, last: int) -> list[tuple[int, str | None]]:
    return [
        (call["script_call"], call["fault"])
        for call in hpms.journal(endpoint)[-last:]
        if call["script_call"]
    ]


def test_it_strikes_about_as_often_as_told_and_notes_each_in_the_journal(hpms, plan):
    hpms.follow_script(seed=7, probability={"download": 0.3}, **QUICK)
    outcomes(hpms, plan, 100)
    noted = struck(hpms, "download", 100)
    assert 15 <= len(noted) <= 45
    assert len({kind for _, kind in noted}) > 8
    told = hpms.end_script()
    assert told["calls"]["download"] == 100
    assert told["struck"] == dict(sorted(Counter(f"download {kind}" for _, kind in noted).items()))


def test_the_same_seed_gives_the_same_faults_at_the_same_calls(hpms, plan):
    runs = []
    for seed in (7, 7, 8):
        hpms.follow_script(seed=seed, probability={"download": 0.5}, **QUICK)
        outcomes(hpms, plan)
        runs.append(struck(hpms, "download", 40))
        hpms.end_script()
    assert runs[0] == runs[1] != runs[2]


def test_calls_of_one_endpoint_change_nothing_for_another(hpms, plan):
    faults = [{"endpoint": "download", "kind": "status", "status": 502}]
    seen = []
    for tokens in (0, 5):
        hpms.follow_script(seed=3, probability=0.5, faults=faults)
        for _ in range(tokens):
            assert plan.ask_token().status_code == 200
        seen.append(outcomes(hpms, plan, 20))
        hpms.end_script()
    assert seen[0] == seen[1]
    assert set(seen[0]) == {200, 502}


def test_weights_count(hpms, plan):
    hpms.follow_script(
        seed=1,
        probability=1,
        faults=[
            {"endpoint": "download", "kind": "status", "status": 503, "weight": 9},
            {"endpoint": "download", "kind": "status", "status": 429},
        ],
    )
    counts = Counter(outcomes(hpms, plan, 60))
    assert counts[503] > 4 * counts[429] > 0


def test_an_ordered_fault_comes_first(hpms, plan):
    hpms.follow_script(
        probability=1, faults=[{"endpoint": "download", "kind": "status", "status": 503}]
    )
    hpms.fault("download", "status", status=501)
    assert outcomes(hpms, plan, 2) == [501, 503]


def test_when_it_is_ended_all_is_well(hpms, plan):
    hpms.follow_script(probability=1, faults=[{"endpoint": "download", "kind": "reset_before"}])
    assert outcomes(hpms, plan, 1) == ["lost"]
    assert hpms.control("GET", "script")["calls"] == {"token": 1, "download": 1}
    hpms.end_script()
    assert outcomes(hpms, plan, 1) == [200]
    assert hpms.end_script() == {"calls": {}, "struck": {}}


def test_the_usual_mix_holds_every_kind():
    mixed = {(fault["kind"], fault["endpoint"]) for fault in usual((0, 1))}
    assert mixed == {(kind, it) for kind, endpoints in KINDS.items() for it in endpoints}


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"luck": 1}, "A script has"),
        ({"probability": 2}, "from 0 to 1"),
        ({"probability": {"moon": 0.1}}, "from 0 to 1"),
        ({"faults": [{"endpoint": "upload", "kind": "flood"}]}, "Unknown fault kind"),
        ({"faults": [{"endpoint": "upload", "kind": "hang", "weight": 0}]}, "above 0"),
        ({"faults": ["hang"]}, "a list of faults"),
    ],
)
def test_it_refuses_a_script_that_makes_no_sense(hpms, wish, words):
    with pytest.raises(SimulatorRefusedError, match=words):
        hpms.control("POST", "script", wish)
