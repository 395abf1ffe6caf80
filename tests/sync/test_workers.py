"""Several workers and keys at once: each row is sent once, and one key's trouble is nobody else's."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from complaints.models import Complaint, ContractAssignment
from hpms_sync.client import HpmsClient
from hpms_sync.download.run import download
from hpms_sync.keys.registry import key_add
from hpms_sync.models import ApiKey, DownloadRun
from hpms_sync.tasks import download_all, download_key, upload_queue
from tests.sync.conftest import second_key_at
from tests.sync.road import CASE, NOTE, Road, state

CASES = [f"C26000000{number:02}" for number in range(12)]


@pytest.fixture
def broken_key(road: Road) -> ApiKey:
    """A key, first in the list, that HPMS does not know."""
    return key_add(
        name="A wrong one",
        environment="sandbox",
        base_url=road.hpms.url,
        key_id="NOBODY",
        secret="wrong",
        contract_ids=["H9999"],
    )


def test_it_sends_each_row_once_and_in_order_with_two_workers(road: Road, settings: Any) -> None:
    settings.HPMS_BATCH_SIZE = 3
    for complaint_id in CASES:
        road.add(complaint_id)
    road.download()
    for complaint_id in CASES:
        road.note("First call.", complaint_id)
        road.note("Second call.", complaint_id)

    def work(_: int) -> None:
        try:
            road.upload()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(work, range(2)))
    road.upload()
    for complaint_id in CASES:
        assert road.sent(complaint_id) == ["First call.", "Second call."]


def test_it_takes_two_first_downloads_at_once(full_road: Road) -> None:
    second = second_key_at(full_road.hpms)

    def work(key: ApiKey) -> str:
        try:
            return download(key).state
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert list(workers.map(work, [full_road.key, second])) == ["COMPLETE"] * 2
    live = ContractAssignment.objects.filter(ended_on=None).count()
    assert live == ContractAssignment.objects.count() == Complaint.objects.count() > 40
    assert full_road.download().counts["changed"] == 0


def test_it_has_no_transaction_open_while_hpms_is_asked(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    road.add()
    road.download()
    row = road.note()
    seen: list[tuple[bool, str]] = []
    send = HpmsClient.upload

    def watched(client: HpmsClient, batch: Any, **until: Any) -> Any:
        seen.append((connection.in_atomic_block, state(row)))
        return send(client, batch, **until)

    monkeypatch.setattr(HpmsClient, "upload", watched)
    road.upload()
    assert seen == [(False, "SENDING")]


def test_it_asks_for_one_download_for_each_active_key(
    road: Road, broken_key: ApiKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    ApiKey.objects.filter(pk=broken_key.pk).update(status="STOPPED")
    asked: list[int] = []
    monkeypatch.setattr(download_key, "delay", asked.append)
    download_all()
    assert asked == [road.key.pk]


def test_it_leaves_a_key_alone_that_is_already_at_it(road: Road) -> None:
    road.add()
    download_key(road.key.pk)
    assert Complaint.objects.filter(pk=CASE).exists()
    run = DownloadRun.objects.get()
    DownloadRun.objects.filter(pk=run.pk).update(state="RUNNING")
    download_key(road.key.pk)
    assert DownloadRun.objects.count() == 1


def test_it_sends_with_the_other_keys_when_one_is_in_trouble(
    road: Road, broken_key: ApiKey
) -> None:
    road.add()
    road.add("C2699999999", CONTRACT_ID="H9999", deliver_to="H1234")
    road.set("C2699999999", CONTRACT_ID="H5678")
    road.download()
    Complaint.objects.filter(pk="C2699999999").update(contract="H9999")
    theirs, ours = road.note(complaint_id="C2699999999"), road.note()
    upload_queue()
    assert (state(theirs), state(ours)) == ("QUEUED", "ACCEPTED")
    broken_key.refresh_from_db()
    assert "Check key id and secret" in broken_key.trouble
    assert road.sent() == [NOTE]
