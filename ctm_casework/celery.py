"""The Celery application. Beat's schedule is in settings; tasks are thin and live beside what they call."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ctm_casework.settings")

app = Celery("ctm_casework")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["complaints", "hpms_sync"])


@celeryd_init.connect
@beat_init.connect
def hold_engines(**_: Any) -> None:
    """A worker or a beat started on its own brings up the embedded engines it needs."""
    from ctm_casework import env

    env.hold_engines()
