"""Celery tasks: each calls one service."""

from celery import shared_task

from complaints.services.case import clocks_recompute as recompute


@shared_task
def clocks_recompute() -> None:
    recompute()
