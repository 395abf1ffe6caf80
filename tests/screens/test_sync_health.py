from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hpms_sync.keys.registry import key_add
from hpms_sync.models import ApiKey, DownloadRun, QuarantinedRecord
from tests.factories import make_contract, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    """A complete download by the key of Sam's contract."""
    make_contract()
    key = key_add(
        name="Evergreen production",
        environment="production",
        key_id="KEY-1",
        secret="never shown",
        contract_ids=["H1234"],
    )
    now = timezone.now()
    return DownloadRun.objects.create(
        key=key,
        state="COMPLETE",
        contracts=["H1234"],
        open_from="2006-01-01",
        resolved_from="2026-01-01",
        started_at=now - timedelta(minutes=5),
        finished_at=now - timedelta(minutes=4),
        lease_until=now,
        counts={"records": 300, "new": 7, "changed": 3, "quarantined": 1},
    )


@pytest.fixture
def unreadable(run):
    return QuarantinedRecord.objects.create(
        run=run,
        complaint_id="C22222222",
        contract_id="H1234",
        raw={"CONTACT_LNAME": "Whitaker"},
        digest=b"1",
        column="COMPLAINT_ID",
        rule="DL.COMPLAINT_ID",
        reason="The complaint id has 9 characters, not 11.",
        last_seen_at=timezone.now(),
    )


@pytest.fixture
def sam(client):
    client.force_login(make_user("supervisor"))
    return client


def test_it_shows_runs_keys_and_unreadable_records_without_secrets_or_names(
    sam, run, unreadable, words
):
    said = words(sam.get(reverse("sync")))
    for shown in (
        "Evergreen production KEY-1",
        "Complete 1 min 0 s 300 7 3 0 0 1",
        "C22222222 H1234 The complaint id has 9 characters, not 11. DL.COMPLAINT_ID",
        "Nothing waits: every note and closing is settled.",
        "No open alerts.",
    ):
        assert shown in said
    assert "Whitaker" not in said
    assert "never shown" not in said


def test_it_shows_nothing_of_the_other_plan(client, run, unreadable, words):
    client.force_login(make_user("supervisor", ["H9999"]))
    said = words(client.get(reverse("sync")))
    assert "No key serves your contracts." in said
    assert "C22222222" not in said


def test_the_worklist_shows_what_cannot_be_read_and_the_age_of_the_sync(
    client, run, unreadable, words
):
    client.force_login(make_user("caseworker"))
    said = words(client.get(reverse("worklist")))
    assert "Cannot be read: 1, treat as Immediate Need C22222222 H1234" in said
    assert "Synced with HPMS" in said


def test_trouble_with_a_key_is_said_wherever_the_sync_shows(sam, run, words):
    ApiKey.objects.update(trouble="HPMS refuses the key: rotate it.")
    for route in ("sync", "worklist"):
        assert "HPMS refuses the key: rotate it." in words(sam.get(reverse(route)))
    ApiKey.objects.update(status="DEACTIVATED")
    for route in ("sync", "worklist"):
        assert "HPMS refuses the key: rotate it." not in words(sam.get(reverse(route)))


def test_the_auditor_sees_it_and_starts_nothing(client, run, words):
    client.force_login(make_user("auditor"))
    assert "Download and upload now" not in words(client.get(reverse("sync")))
    assert client.post(reverse("sync-run")).status_code == 403
