"""Rows of a contract that no active key serves: they wait, and the sync page says why."""

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import CaseworkUpload, Complaint
from hpms_sync.download.run import download
from hpms_sync.keys.life import key_deactivate
from hpms_sync.models import ApiKey
from hpms_sync.tasks import upload_queue
from hpms_sync.upload.baseline import attempts_leave
from hpms_sync.upload.claim import uploads_claim
from tests.factories import make_user
from tests.sync.conftest import second_key_at
from tests.sync.road import CASE, Road, state, story

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


def sent_without_an_answer(case: Road) -> CaseworkUpload:
    row = case.note()
    assert attempts_leave(uploads_claim(case.key, 10))
    key_deactivate(case.key)
    return row


def test_a_row_that_was_sent_is_asked_after_when_nobody_downloads_any_more(case: Road) -> None:
    row = sent_without_an_answer(case)
    upload_queue()
    assert state(row) == "SENDING"
    case.pass_time(hours=1)
    upload_queue()
    assert state(row) == "UNCERTAIN"
    case.pass_time(hours=22)
    upload_queue()
    assert state(row) == "UNCERTAIN"
    case.pass_time(hours=2)
    upload_queue()
    assert state(row) == "NEEDS_DECISION"
    assert "No download has asked for the complaint in a day. Look in HPMS" in story(row)[-1]
    assert Complaint.objects.get(pk=CASE).next_step == "Say whether HPMS has it"


def test_a_row_of_another_key_that_downloads_is_left_to_the_downloads(case: Road) -> None:
    row = sent_without_an_answer(case)
    second = second_key_at(case.hpms)
    upload_queue()
    case.pass_time(hours=1)
    upload_queue()
    case.pass_time(days=2)
    download(second)
    upload_queue()
    assert (state(row), row.absences) == ("UNCERTAIN", 1)


def test_rows_that_wait_for_their_turn_are_not_told(case: Road, client: Client) -> None:
    case.note()
    assert "cannot leave" not in sync_page(client, "sam", "H1234")
