"""One HPMS with a key for each test, and the people around a key."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from itertools import count
from typing import Any

import pytest
import stamina
from django.core.cache import cache
from django.http import HttpResponse

from ctm_casework.accounts.models import User
from hpms_sync.keys.registry import key_add
from hpms_sync.keys.ring import openable
from hpms_sync.models import ApiKey
from hpms_sync.simulator.process import SimulatorProcess
from tests.factories import make_user

KEYS = 200  # more than there are tests: a rotated or ended one is of no use to another
CONTRACTS = ["H1234", "H5678"]
_numbers = count()


@pytest.fixture(autouse=True)
def _no_waiting(settings: Any) -> Iterator[None]:
    """Tries again as often as in earnest, without the pauses."""
    settings.HPMS_CONNECT_SECONDS = 5
    settings.HPMS_READ_SECONDS = 10
    with stamina.set_testing(True, attempts=settings.HPMS_RETRIES, cap=True):
        yield


@pytest.fixture(scope="session")
def hpms() -> Iterator[SimulatorProcess]:
    known = [f"K{n}:secret-{n}:{','.join(CONTRACTS)}" for n in range(KEYS)]
    arguments = [word for key in known for word in ("--key", key)]
    with SimulatorProcess(complaints=0, arguments=arguments) as process:
        yield process


class Held:
    """A key of Pat's with HPMS's side of it."""

    def __init__(self, hpms: SimulatorProcess, key: ApiKey, number: int) -> None:
        self.hpms, self.key, self.number = hpms, key, number
        self._began = len(hpms.journal())

    @property
    def key_id(self) -> str:
        return f"K{self.number}"

    def calls(self, endpoint: str) -> int:
        """Calls HPMS got since the key was made."""
        calls = self.hpms.journal()[self._began :]
        return sum(call["endpoint"] == endpoint for call in calls)

    def switch(self, key_id: str, secret: str) -> None:
        """HPMS rotates the key: the old pair is taken no more."""
        now = self.key_id if not hasattr(self, "_switched") else self._switched
        self.hpms.cms("rotate_key", key_id=now, new_key_id=key_id, new_secret=secret)
        self._switched = key_id

    def again(self) -> ApiKey:
        self.key = ApiKey.objects.get(pk=self.key.pk)
        return self.key

    def log(self) -> list[str]:
        return list(self.key.changes.order_by("pk").values_list("words", flat=True))


@pytest.fixture
def pat(db: None) -> User:
    return make_user("responsible_party", CONTRACTS)


@pytest.fixture
def held(hpms: SimulatorProcess, pat: User) -> Iterator[Held]:
    number = next(_numbers)
    key = key_add(
        name="Sandbox",
        environment="sandbox",
        base_url=hpms.url,
        key_id=f"K{number}",
        secret=f"secret-{number}",
        contract_ids=CONTRACTS,
        responsible_party=pat,
    )
    names = [pair.cache_name for pair in openable(key)]
    cache.delete_many(names)
    yield Held(hpms, key, number)
    hpms.clear_faults()


@pytest.fixture
def spare_number() -> int:
    """Of a pair at HPMS that no key here has."""
    return next(_numbers)


@pytest.fixture
def words() -> Callable[[HttpResponse], str]:
    """What a page says, without its markup, blanks run together."""

    def read(response: HttpResponse) -> str:
        text = re.sub(r"<[^>]*>", " ", response.content.decode())
        return re.sub(r"\s+", " ", unescape(text))

    return read
