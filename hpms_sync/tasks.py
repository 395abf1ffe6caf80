"""Celery tasks: each fetches, calls one service, and carries no PHI in its arguments."""

import datetime as dt
from typing import Any

from celery import shared_task
from django.utils import timezone

from hpms_sync import alert_mail
from hpms_sync.download.run import AlreadyRunning, download, lost_runs_end
from hpms_sync.download.watch import downloads_watch
from hpms_sync.errors import HpmsError
from hpms_sync.keys import watch as key_watch
from hpms_sync.models import ApiKey, DownloadRun
from hpms_sync.upload import at_risk
from hpms_sync.upload.claim import leases_expire
from hpms_sync.upload.judge import unjudged_ask
from hpms_sync.upload.send import uploads_send
from hpms_sync.upload.watch import uploads_go_on

# A full run is one a night, however often it is asked for.
NIGHT = dt.timedelta(hours=12)


@shared_task
def download_all() -> None:
    """Downloads with every active key; a key already at it is left to it. Ends what killed workers left,
    also of keys that are used no more."""
    lost_runs_end()
    for key in ApiKey.objects.all():
        downloads_watch(key)
        if key.active:
            download_key.delay(key.pk)


@shared_task
def download_key(key: int, by_hand: bool = False) -> None:
    purpose = DownloadRun.Purpose.BY_HAND if by_hand else DownloadRun.Purpose.REGULAR
    try:
        download(ApiKey.objects.get(pk=key), purpose=purpose)
    except AlreadyRunning:
        return


@shared_task
def download_full() -> None:
    """Nightly: open and resolved complaints of all time, with every active key."""
    for key in ApiKey.objects.filter(active=True):
        download_key_full.delay(key.pk)


@shared_task(bind=True, max_retries=60)
def download_key_full(self: Any, key: int) -> None:
    """Waits while another download by the key is under way, also one whose worker was killed, until that
    is given up. Asked for twice in a night, it completes once."""
    done = DownloadRun.objects.filter(
        key=key, purpose=DownloadRun.Purpose.FULL, state=DownloadRun.State.COMPLETE
    )
    if done.filter(started_at__gt=timezone.now() - NIGHT).exists():
        return
    try:
        download(ApiKey.objects.get(pk=key), purpose=DownloadRun.Purpose.FULL)
    except AlreadyRunning as busy:
        raise self.retry(countdown=60, exc=busy) from None


@shared_task
def upload_queue() -> None:
    """Drains the queue of every active key. A key HPMS has trouble with does not hold up the others;
    its rows stay queued and its trouble stands on the sync page. First what was sent and has no answer,
    also where no active key serves the contract any more."""
    leases_expire()
    unjudged_ask()
    for key in ApiKey.objects.all():
        if not key.active:
            uploads_go_on(key)
            continue
        try:
            uploads_send(key)
        except HpmsError:
            continue


@shared_task
def resolutions_at_risk() -> None:
    """Alerts of resolutions that HPMS has not accepted late on their due date."""
    at_risk.resolutions_at_risk()


@shared_task
def alerts_mail() -> None:
    """Tells people by mail of alerts that are new."""
    alert_mail.alerts_mail()


@shared_task
def keys_watch() -> None:
    """Daily: rotations that come near, responsible parties who lost access."""
    key_watch.keys_watch()
