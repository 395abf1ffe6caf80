"""A key, its downloads, and the people who look at sync health."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ctm_casework.accounts.models import User
from hpms_sync.keys.registry import key_add
from hpms_sync.models import ApiKey, DownloadRun
from tests.factories import make_user
from tests.screens.conftest import words
from tests.sync.conftest import _no_waiting, quick_road, shared_hpms

__all__ = ["_no_waiting", "quick_road", "shared_hpms", "words"]


def make_key(
    name: str = "Evergreen production",
    contracts: tuple[str, ...] = ("H1234",),
    environment: str = "production",
) -> ApiKey:
    return key_add(
        name=name,
        environment=environment,
        base_url="",
        key_id=f"KEY-{name}",
        secret="never shown",
        contract_ids=contracts,
    )


def make_run(key: ApiKey, minutes_ago: float = 5, **values: Any) -> DownloadRun:
    """A complete download, begun so many minutes ago, that took one."""
    began = timezone.now() - timedelta(minutes=minutes_ago)
    defaults = {
        "state": "COMPLETE",
        "contracts": sorted(key.contracts.values_list("pk", flat=True)),
        "open_from": "2006-01-01",
        "resolved_from": "2026-01-01",
        "started_at": began,
        "finished_at": began + timedelta(minutes=1),
        "lease_until": began + timedelta(minutes=30),
        "counts": {"records": 300, "new": 7, "changed": 3, "quarantined": 1, "out_of_view": 2},
    }
    return DownloadRun.objects.create(key=key, **(defaults | values))


def running(key: ApiKey, **values: Any) -> DownloadRun:
    return make_run(key, 0.5, **({"state": "RUNNING", "finished_at": None, "counts": {}} | values))


@pytest.fixture
def sam(db: None) -> User:
    return make_user("supervisor")


@pytest.fixture
def desk(client: Client, sam: User) -> Client:
    """A browser in which Sam the supervisor is signed in."""
    client.force_login(sam)
    return client


@pytest.fixture
def key(sam: User) -> ApiKey:
    return make_key()


@pytest.fixture
def queries() -> Callable[[Callable[[], Any]], int]:
    """How many queries it takes to do something."""

    def count(do: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as seen:
            do()
        return len(seen)

    return count
