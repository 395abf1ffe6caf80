"""The Celery application. Beat's schedule is in settings; tasks are thin and live beside what they call."""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ctm_casework.settings")

app = Celery("ctm_casework")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["complaints", "hpms_sync"])


@celeryd_init.connect
@beat_init.connect
def make_ready(**_: Any) -> None:
    """A worker or a beat started on its own brings up the embedded engines it needs, and does not
    start where a system check finds an error: Celery itself asks the checks and goes on."""
    import django
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    from ctm_casework import env

    env.hold_engines()
    django.setup()
    try:
        call_command("check")
    except SystemCheckError as error:
        print(error, file=sys.__stderr__)  # beat takes sys.stderr over
        raise SystemExit(1) from None
