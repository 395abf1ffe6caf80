"""Alerts by mail: one mail to each person for all that is new, with ids and never PHI.

A resolution at risk and a refused key go out at once, everything else in a digest at most hourly. Nothing
goes out where no mail is configured (CTM_MAIL_URL)."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
)

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ctm_casework.accounts.access import Role
from ctm_casework.accounts.models import User
from hpms_sync.alerts import AT_ONCE
from hpms_sync.models import SyncAlert

log = logging.getLogger(__name__)
DIGEST_EVERY = timedelta(hours=1)


def alerts_mail() -> int:
    """Mails the open alerts that nobody was mailed yet and are due to go. Returns how many mails left.

    A mail that the server refuses keeps no other from leaving. When the server cannot be reached, or goes
    away, what nobody was told stays unmailed for the next time."""
    if not settings.ALERT_MAIL:
        return 0
    alerts = _claim()
    waiting = _by_person(alerts)
    if not waiting:
        return 0
    left, told = 0, set[int]()
    try:
        with get_connection() as server:
            for person, theirs in waiting.items():
                if _taken(server, _mail(person, theirs)):
                    left += 1
                told |= {alert.pk for alert in theirs}
    except (SMTPException, OSError) as error:
        ids = {alert.pk for alert in alerts} - told
        SyncAlert.objects.filter(pk__in=ids).update(mailed_at=None)
        log.warning("alerts were not mailed: %s", type(error).__name__)
    return left


def _taken(server: BaseEmailBackend, mail: EmailMessage) -> bool:
    """False: the server refuses this very mail. Raises what keeps any mail from leaving."""
    try:
        server.send_messages([mail])
    except (SMTPRecipientsRefused, SMTPDataError, SMTPNotSupportedError, ValueError) as error:
        log.warning("a mail of alerts was refused: %s", type(error).__name__)
        return False
    return True


@transaction.atomic
def _claim() -> list[SyncAlert]:
    """The alerts that go now, marked as mailed: two workers never mail one alert twice."""
    unmailed = SyncAlert.objects.filter(ended_at=None, mailed_at=None)
    if not _digest_due():
        unmailed = unmailed.filter(kind__in=AT_ONCE)
    locked = unmailed.select_for_update(skip_locked=True, of=("self",)).select_related("key")
    alerts = list(locked.order_by("kind", "complaint_id", "pk"))
    SyncAlert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(mailed_at=timezone.now())
    return alerts


def _digest_due() -> bool:
    lately = timezone.now() - DIGEST_EVERY
    return not SyncAlert.objects.exclude(kind__in=AT_ONCE).filter(mailed_at__gt=lately).exists()


def _by_person(alerts: Iterable[SyncAlert]) -> dict[User, list[SyncAlert]]:
    """Who is told what: supervisors of the alert's contract or of one of the key's, and the key's
    responsible party."""
    found: dict[User, list[SyncAlert]] = {}
    for alert in alerts:
        for person in _people(alert):
            found.setdefault(person, []).append(alert)
    return found


def _people(alert: SyncAlert) -> list[User]:
    reachable = User.objects.filter(is_active=True).exclude(email="")
    contracts = (
        [alert.contract_id] if alert.contract_id else alert.key.contracts.all() if alert.key else []
    )
    supervisors = reachable.filter(role=Role.SUPERVISOR, contracts__in=contracts)
    people = list(supervisors.order_by("pk").distinct())
    if alert.key and alert.key.responsible_party_id:
        people += [
            one for one in reachable.filter(pk=alert.key.responsible_party_id) if one not in people
        ]
    return people


def _mail(person: User, alerts: list[SyncAlert]) -> EmailMessage:
    kinds = dict.fromkeys(alert.get_kind_display() for alert in alerts)
    rest = f" and {len(kinds) - 1} more" if len(kinds) > 1 else ""
    lines = [f"- {_subject(alert)}: {alert.words}" for alert in alerts]
    address = f"{settings.SITE_ADDRESS}{reverse('sync')}" if settings.SITE_ADDRESS else ""
    where = f"See Sync health in CTM Casework: {address}".rstrip(": ")
    return EmailMessage(
        subject=f"CTM Casework: {next(iter(kinds))}{rest} ({len(alerts)})",
        body="\n".join([*lines, "", where]),
        to=[person.email],
    )


def _subject(alert: SyncAlert) -> str:
    parts = [alert.key.name if alert.key else "", alert.contract_id or "", alert.complaint_id]
    return f"{alert.get_kind_display()}, {' '.join(part for part in parts if part)}"
