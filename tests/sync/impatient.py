"""Settings of Celery workers under test: a broker that soon takes a task for lost and hands it to another
worker, and a beat that sends every second. Real proportions, short times."""

from datetime import timedelta

from tests.settings import *  # noqa: F403

CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1,
    "unacked_restore_interval": 0.2,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULE = {
    "upload casework": {
        "task": "hpms_sync.tasks.upload_queue",
        "schedule": timedelta(seconds=0.5),
    },
}
