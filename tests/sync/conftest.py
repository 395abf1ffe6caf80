"""A simulator for each test, and the plan's side of the road to it."""

from collections.abc import Iterator
from typing import Any

import pytest
import stamina
from django.core.cache import cache

from hpms_sync.keys.registry import credentials_of, key_add
from hpms_sync.models import ApiKey
from hpms_sync.simulator.process import SimulatorProcess
from tests.sync.road import Road

CONTRACTS = ("H1234", "H5678", "S4802")
# Another pair for the same contracts: an id is of one key alone.
SECOND = {"key_id": "SIMKEY03", "secret": "simulator-secret-03"}
_WITH_SECOND = ("--key", ":".join([*SECOND.values(), ",".join(CONTRACTS)]))


@pytest.fixture(autouse=True)
def _no_waiting(settings: Any) -> Iterator[None]:
    """Tries again as often as in earnest, without the pauses."""
    settings.HPMS_CONNECT_SECONDS = 5
    settings.HPMS_READ_SECONDS = 10
    with stamina.set_testing(True, attempts=settings.HPMS_RETRIES, cap=True):
        yield


@pytest.fixture
def hpms() -> Iterator[SimulatorProcess]:
    """An HPMS without complaints: each test puts in what it is about."""
    with SimulatorProcess(complaints=0, arguments=_WITH_SECOND) as process:
        yield process


@pytest.fixture
def full_hpms() -> Iterator[SimulatorProcess]:
    """An HPMS with the named special cases and others."""
    with SimulatorProcess(complaints=60, arguments=_WITH_SECOND) as process:
        yield process


def key_at(hpms: SimulatorProcess) -> ApiKey:
    key = key_add(
        name="Sandbox",
        environment="sandbox",
        base_url=hpms.url,
        key_id=hpms.key.key_id,
        secret=hpms.key.secret,
        contract_ids=CONTRACTS,
    )
    cache.delete(credentials_of(key).cache_name)
    return key


def second_key_at(hpms: SimulatorProcess) -> ApiKey:
    """Another key for the same contracts."""
    address = {"environment": "sandbox", "base_url": hpms.url}
    key = key_add(name="Second", contract_ids=CONTRACTS, **address, **SECOND)
    cache.delete(credentials_of(key).cache_name)
    return key


@pytest.fixture
def road(hpms: SimulatorProcess, transactional_db: None) -> Road:
    return Road(hpms, key_at(hpms))


@pytest.fixture
def full_road(full_hpms: SimulatorProcess, transactional_db: None) -> Road:
    return Road(full_hpms, key_at(full_hpms))


@pytest.fixture(scope="module")
def shared_hpms() -> Iterator[SimulatorProcess]:
    with SimulatorProcess(complaints=0, arguments=_WITH_SECOND) as process:
        yield process


@pytest.fixture
def quick_road(shared_hpms: SimulatorProcess, db: None) -> Iterator[Road]:
    """One HPMS for a module, emptied after each test, and a database that is rolled back: quick, for
    tests that start no other process or thread and leave HPMS up and the key valid."""
    road = Road(shared_hpms, key_at(shared_hpms))
    yield road
    for complaint_id in road.added:
        shared_hpms.cms("remove_record", complaint_id)
    shared_hpms.clear_faults()
