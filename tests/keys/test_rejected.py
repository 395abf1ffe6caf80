"""HPMS refuses a key: its jobs stop, somebody is told, and HPMS is not hammered."""

import pytest
from django.core.exceptions import ValidationError

from hpms_sync import tasks
from hpms_sync.download.run import download
from hpms_sync.keys.life import key_try_again
from hpms_sync.models import ApiKey, DownloadRun, SyncAlert
from tests.factories import make_complaint, make_user

Kind = SyncAlert.Kind


@pytest.fixture
def _at_once(monkeypatch):
    """The schedule's tasks, done in this process."""
    monkeypatch.setattr(tasks.download_key, "delay", tasks.download_key)


@pytest.fixture
def queued(held):
    """A note that waits for HPMS."""
    from complaints.models import CaseworkNote

    complaint = make_complaint(contract="H1234")
    casey = make_user("caseworker", ["H1234"])
    note = CaseworkNote.enter(complaint.pk, casey, text="Called the pharmacy about the claim.")
    return note.uploads.get()


def rejected():
    return SyncAlert.objects.filter(kind=Kind.KEY_REJECTED, ended_at=None)


@pytest.mark.usefixtures("_at_once", "queued")
def test_many_scheduled_runs_make_few_calls(held):
    held.hpms.cms("deactivate_key", key_id=held.key_id)
    for _ in range(20):
        tasks.upload_queue()
        tasks.download_all()
    assert held.calls("token") == 1
    assert held.calls("download") == held.calls("upload") == 0
    assert held.again().status == ApiKey.Status.STOPPED
    (alert,) = rejected()
    assert "HPMS refused the key" in alert.words
    assert "Its jobs have stopped." in alert.words


@pytest.mark.usefixtures("_at_once")
def test_calls_refused_with_a_fresh_token_stop_it_too(held):
    held.hpms.fault("download", "status", status=401, times=50)
    for _ in range(5):
        tasks.download_all()
    assert held.calls("download") == 2
    assert held.again().status == ApiKey.Status.STOPPED


def test_one_401_alone_stops_nothing(held):
    held.hpms.fault("download", "status", status=401)
    assert download(held.key).state == DownloadRun.State.COMPLETE
    assert held.again().status == ApiKey.Status.ACTIVE
    assert not rejected()


def stop(held):
    held.hpms.fault("token", "status", status=401)
    assert download(held.key).state == DownloadRun.State.FAILED
    assert held.again().status == ApiKey.Status.STOPPED


def test_trying_again_makes_one_attempt(held, pat):
    stop(held)
    before = held.calls("token")
    held.hpms.fault("token", "status", status=401)
    assert "HPMS refused the key" in str(key_try_again(held.key, pat))
    assert held.calls("token") == before + 1
    assert held.again().status == ApiKey.Status.STOPPED
    assert rejected().count() == 1


def test_success_ends_the_alert_and_the_jobs_go_on(held, pat):
    stop(held)
    assert key_try_again(held.key, pat) is None
    assert held.again().status == ApiKey.Status.ACTIVE
    assert held.key.trouble == ""
    assert not rejected()
    assert download(held.key).state == DownloadRun.State.COMPLETE
    assert held.key.changes.get(by=pat).words == "Tried again."


def test_another_try_while_hpms_is_away_leaves_it_stopped(held):
    stop(held)
    held.hpms.fault("token", "status", status=503, times=9)
    assert key_try_again(held.key)
    assert held.again().status == ApiKey.Status.STOPPED
    assert "HPMS refused the key" in held.key.trouble


def test_a_key_at_work_is_not_tried_again(held):
    with pytest.raises(ValidationError, match="is not stopped"):
        key_try_again(held.key)
