"""HPMS issues a new id and secret: no job stops, whenever the new pair is entered."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from hpms_sync import tasks
from hpms_sync.download.run import download
from hpms_sync.keys.life import credential_enter
from hpms_sync.keys.registry import credentials_of, key_change
from hpms_sync.keys.ring import KeptRing, openable
from hpms_sync.keys.watch import keys_watch
from hpms_sync.models import ApiKey, DownloadRun, KeyCredential, SyncAlert


def works(held):
    run = download(held.key)
    assert run.state == DownloadRun.State.COMPLETE, run.error
    assert held.again().status == ApiKey.Status.ACTIVE


def new_pair(held):
    return f"NEW-{held.number}", f"new-secret-{held.number}"


def living(held):
    rows = KeyCredential.objects.filter(api_key=held.key, retired_at=None)
    return sorted(rows.values_list("key_id", flat=True))


def test_it_works_on_with_the_old_pair_when_the_new_one_is_entered_before_hpms_switches(held):
    works(held)
    key_id, secret = new_pair(held)
    credential_enter(held.key, key_id=key_id, secret=secret)
    works(held)
    works(held)
    assert held.calls("token") == 2, "the pair not taken yet is not tried at each job"
    held.switch(key_id, secret)
    works(held)
    assert living(held) == [key_id]


def test_it_goes_on_in_the_middle_of_a_job_when_hpms_switches(held):
    from hpms_sync.client import HpmsClient

    with HpmsClient(credentials_of(held.key)) as client:
        client.token()
        key_id, secret = new_pair(held)
        credential_enter(held.key, key_id=key_id, secret=secret)
        held.switch(key_id, secret)
        assert client.upload([]) == []
    assert living(held) == [key_id]


def test_it_goes_on_once_the_pair_is_entered_after_hpms_switched(held):
    works(held)
    held.switch(*new_pair(held))
    assert download(held.key).state == DownloadRun.State.FAILED
    assert held.again().status == ApiKey.Status.STOPPED
    key_id, secret = new_pair(held)
    credential_enter(held.key, key_id=key_id, secret=secret)
    works(held)
    assert not SyncAlert.objects.filter(ended_at=None).exists()


def test_a_pair_entered_while_the_old_one_is_refused_keeps_the_key_going(held, monkeypatch):
    look = KeptRing.next

    def entered_just_after_the_look(ring, tried):
        found = look(ring, tried)
        key_id, secret = new_pair(held)
        credential_enter(held.key, key_id=key_id, secret=secret)
        return found

    monkeypatch.setattr(KeptRing, "next", entered_just_after_the_look)
    held.switch(*new_pair(held))
    assert download(held.key).state == DownloadRun.State.FAILED
    monkeypatch.setattr(KeptRing, "next", look)
    works(held)


def test_the_old_pair_is_kept_without_its_secret_and_its_token_is_gone(held, pat):
    works(held)
    old = credentials_of(held.key)
    assert cache.get(old.cache_name)
    key_id, secret = new_pair(held)
    held.switch(key_id, secret)
    credential_enter(held.key, key_id=key_id, secret=secret, by=pat)
    works(held)
    row = KeyCredential.objects.get(key_id=held.key_id)
    assert row.sealed_secret is None
    assert row.retired_at
    assert cache.get(old.cache_name) is None
    assert held.key.changes.get(by=pat).words == f"Entered the id and secret of {key_id}."
    assert held.log()[-1] == f"Retired {held.key_id}: HPMS takes {key_id}."


def test_a_pair_that_hpms_never_took_gives_way_to_the_corrected_one(held):
    works(held)
    key_id, secret = new_pair(held)
    credential_enter(held.key, key_id=key_id, secret="mistyped")
    works(held)
    credential_enter(held.key, key_id=key_id, secret=secret)
    held.switch(key_id, secret)
    works(held)
    assert living(held) == [key_id]


def test_it_refuses_the_pair_it_has(held):
    pair = credentials_of(held.key)
    with pytest.raises(ValidationError, match="entered already"):
        credential_enter(held.key, key_id=pair.key_id, secret=pair.secret)


def open_reminders():
    kind = SyncAlert.Kind.ROTATION_EXPECTED
    return [alert.words for alert in SyncAlert.objects.filter(kind=kind, ended_at=None)]


def test_the_schedule_looks_every_day(settings):
    assert tasks.keys_watch.name in {job["task"] for job in settings.CELERY_BEAT_SCHEDULE.values()}


def test_it_reminds_of_a_rotation_some_days_before(held, settings):
    settings.HPMS_ROTATION_REMINDER_DAYS = 14
    today = timezone.localdate()
    key_change(held.key, rotation_expected_on=today + timedelta(days=15))
    assert not open_reminders()
    ApiKey.objects.update(rotation_expected_on=today + timedelta(days=14))
    keys_watch()
    keys_watch()
    (said,) = open_reminders()
    assert "Enter the new id and secret as soon as HPMS shows them" in said


@pytest.mark.parametrize("ends", ["a rotation", "a new date"])
def test_the_reminder_ends_with(held, ends):
    key_change(held.key, rotation_expected_on=timezone.localdate())
    assert open_reminders()
    if ends == "a rotation":
        key_id, secret = new_pair(held)
        credential_enter(held.key, key_id=key_id, secret=secret)
    else:
        key_change(held.key, rotation_expected_on=timezone.localdate() + timedelta(days=90))
    assert not open_reminders()


def test_the_token_of_a_pair_that_was_replaced_unused_is_forgotten(held):
    """Typed wrong: whatever was kept under it goes with it."""
    works(held)
    mistaken = credential_enter(held.key, key_id="MISTAKEN", secret="wrong")
    works(held)  # refused, the old pair is taken
    (pair,) = [one for one in openable(held.key) if one.pk == mistaken.pk]
    cache.set(pair.cache_name, "sealed", 60)
    others = [one.cache_name for one in openable(held.key) if one.pk != mistaken.pk]
    credential_enter(held.key, key_id=new_pair(held)[0], secret=new_pair(held)[1])
    assert cache.get(pair.cache_name) is None
    assert cache.get_many(others)
