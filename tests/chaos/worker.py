"""The product's Celery application in a time lapse: `celery -A tests.chaos.worker worker`."""

from ctm_casework.celery import app
from tests.chaos import timelapse

__all__ = ["app"]

timelapse.install()
