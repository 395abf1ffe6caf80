"""The same records by the API and as a file: one result, in either order."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from complaints.models import Complaint, ComplaintChange
from ctm_casework.accounts.models import User
from hpms_sync.client import HpmsClient
from hpms_sync.download.run import download
from hpms_sync.files.bring_in import file_apply, file_run_begin
from hpms_sync.keys.registry import credentials_of
from hpms_sync.models import ApiKey, DownloadRun, QuarantinedRecord
from hpms_sync.simulator.process import SimulatorProcess
from tests.factories import make_user
from tests.files.plan_file import written
from tests.sync.conftest import CONTRACTS, key_at

pytestmark = pytest.mark.django_db
BREAKS = "First line.\nSecond line,\r\n\r\nand information after a blank one."


@pytest.fixture(scope="module")
def hpms() -> Iterator[SimulatorProcess]:
    """An HPMS with the named special cases and others, and a text with line breaks."""
    with SimulatorProcess(complaints=60) as process:
        process.cms("set", process.case("resolved_yesterday"), columns={"COMMENTS": BREAKS})
        yield process


@pytest.fixture
def key(hpms: SimulatorProcess, db: None) -> ApiKey:
    return key_at(hpms)


@pytest.fixture
def sam(key: ApiKey) -> User:
    return make_user("supervisor", CONTRACTS)


@pytest.fixture
def records(key: ApiKey) -> list[dict[str, str]]:
    """What HPMS sends through the API, now."""
    told: list[Any] = []
    with HpmsClient(credentials_of(key)) as client:
        for status in ("0", "1"):
            body = io.BytesIO()
            long_ago = timezone.localdate() - timedelta(days=3_650)
            client.download(status, list(CONTRACTS), long_ago, timezone.localdate(), body)
            told += json.loads(body.getvalue())
    return told


def bring(sam: User, records: list[dict[str, str]]) -> DownloadRun:
    run = file_run_begin(sam, "download.txt", CONTRACTS, timezone.now())
    return file_apply(run, io.BytesIO(written(records)))


def by_api(key: ApiKey) -> DownloadRun:
    run = download(key, timezone.localdate() - timedelta(days=3_650))
    assert run.state == DownloadRun.State.COMPLETE, run.error
    return run


def known() -> list[dict[str, Any]]:
    """Every complaint, but for the bytes it came in and when it came."""
    rows = Complaint.objects.order_by("pk").values()
    return [
        {k: v for k, v in row.items() if k not in {"record_digest", "seen_as_of"}} for row in rows
    ]


def with_tabs(records: list[dict[str, str]]) -> set[str]:
    """Of these nobody can tell in a file where a column ends."""
    return {one["COMPLAINT_ID"] for one in records if any("\t" in text for text in one.values())}


def test_a_file_after_the_api_changes_nothing(
    key: ApiKey, sam: User, records: list[dict[str, str]]
) -> None:
    by_api(key)
    before = known(), ComplaintChange.objects.count()
    run = bring(sam, records)
    assert (run.counts["new"], run.counts["changed"], run.counts["late"]) == (0, 0, 0)
    assert run.counts["records"] == len(records) - len(with_tabs(records)) > 50
    assert (known(), ComplaintChange.objects.count()) == before
    split = QuarantinedRecord.objects.filter(run=run, rule="DL.file.line")
    assert set(split.values_list("complaint_id", flat=True)) == with_tabs(records)


def test_the_api_after_a_file_brings_only_what_a_file_cannot_carry(
    key: ApiKey, sam: User, records: list[dict[str, str]]
) -> None:
    run = bring(sam, records)
    assert run.counts["new"] > 50
    before = known()
    after = by_api(key)
    assert (after.counts["new"], after.counts["changed"]) == (len(with_tabs(records)), 0)
    assert [row for row in known() if row["complaint_id"] not in with_tabs(records)] == before
    assert Complaint.objects.filter(comments=BREAKS).exists()
