"""Celery tasks: each fetches, calls one service, and carries no PHI in its arguments."""

from celery import shared_task

from hpms_sync.download.run import AlreadyRunning, download
from hpms_sync.errors import HpmsError
from hpms_sync.models import ApiKey
from hpms_sync.upload.send import uploads_send


@shared_task
def download_all() -> None:
    """Downloads with every active key; a key already at it is left to it."""
    for key in ApiKey.objects.filter(active=True):
        download_key.delay(key.pk)


@shared_task
def download_key(key: int) -> None:
    try:
        download(ApiKey.objects.get(pk=key))
    except AlreadyRunning:
        return


@shared_task
def upload_queue() -> None:
    """Drains the queue of every active key. A key HPMS has trouble with does not hold up the others;
    its rows stay queued and its trouble stands on the sync page."""
    for key in ApiKey.objects.filter(active=True):
        try:
            uploads_send(key)
        except HpmsError:
            continue
