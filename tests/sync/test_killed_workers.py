"""A process killed at the worst moment loses nothing and sends nothing twice."""

from typing import Any

import pytest
from django.db import connection

from complaints.models import CaseworkUpload, Complaint
from hpms_sync.models import DownloadRun
from tests.sync.process import kill, start, wait_until
from tests.sync.road import CASE, NOTE, Road, state


@pytest.fixture
def case(road: Road) -> Road:
    road.add()
    road.download()
    return road


def killed_between_sent_and_answered(case: Road, **fault: Any) -> CaseworkUpload:
    """A row whose sender was killed while HPMS had the call in hand."""
    row = case.note()
    case.hpms.fault("upload", "hang", seconds=30, **fault)
    process = start("hpms_upload")
    wait_until(lambda: case.calls("upload"), process)
    kill(process)
    assert state(row) == "SENDING"
    return row


def test_it_finds_what_hpms_took_from_a_killed_sender(case: Road) -> None:
    row = killed_between_sent_and_answered(case, after=True)
    assert case.upload() == {}
    case.pass_time(hours=1)
    assert case.upload() == {}
    assert state(row) == "UNCERTAIN"
    case.download()
    assert state(row) == "CONFIRMED"
    case.pass_time(hours=7)
    case.download()
    case.upload()
    assert case.sent() == [NOTE]


def test_it_sends_what_hpms_did_not_take_from_a_killed_sender_once(case: Road) -> None:
    row = killed_between_sent_and_answered(case)
    for _ in range(2):
        case.pass_time(hours=7)
        case.upload()
        assert state(row) == "UNCERTAIN"
        case.download()
    assert case.upload() == {"ACCEPTED": 1}
    case.download()
    assert state(row) == "CONFIRMED"
    assert case.sent() == [NOTE]


def test_it_completes_a_download_after_one_was_killed(case: Road) -> None:
    case.set(CASE, COMMENTS="CMS asks for a call.")
    case.hpms.fault("download", "slow", seconds=0)
    case.hpms.fault("download", "slow", seconds=30)
    before = case.calls("download")
    process = start("hpms_download")
    wait_until(lambda: case.calls("download") == before + 2, process)
    kill(process)
    lost = DownloadRun.objects.get(state="RUNNING")
    assert Complaint.objects.get(pk=CASE).comments != "CMS asks for a call."
    case.pass_time(hours=1)
    case.download()
    assert Complaint.objects.get(pk=CASE).comments == "CMS asks for a call."
    lost.refresh_from_db()
    assert lost.state == "FAILED"
    assert not {f"hpms_seen_{lost.pk}", f"hpms_changed_{lost.pk}"} & set(
        connection.introspection.table_names()
    )
