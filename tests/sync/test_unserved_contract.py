"""Rows of a contract that no active key serves: they wait, and the sync page says why."""

import pytest
from django.test import Client
from django.urls import reverse

from hpms_sync.models import ApiKey
from tests.factories import make_user
from tests.sync.road import Road, state

SAID = "1 of H1234 cannot leave."


@pytest.fixture
def case(quick_road: Road) -> Road:
    quick_road.add()
    quick_road.download()
    return quick_road


def sync_page(client: Client, username: str, *contracts: str) -> str:
    client.force_login(make_user("supervisor", contracts, username=username))
    return client.get(reverse("sync")).content.decode()


def test_the_sync_page_says_which_rows_cannot_leave(case: Road, client: Client) -> None:
    row = case.note()
    case.key.contracts.remove("H1234")
    assert case.upload() == {}
    assert state(row) == "QUEUED"
    assert SAID in sync_page(client, "sam", "H1234", "H5678")
    assert "cannot leave" not in sync_page(client, "olive", "H5678")


def test_a_key_that_is_switched_off_serves_nobody(case: Road, client: Client) -> None:
    case.note()
    ApiKey.objects.update(status="STOPPED")
    assert SAID in sync_page(client, "sam", "H1234")


def test_rows_that_wait_for_their_turn_are_not_told(case: Road, client: Client) -> None:
    case.note()
    assert "cannot leave" not in sync_page(client, "sam", "H1234")
