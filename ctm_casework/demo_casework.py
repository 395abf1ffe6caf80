"""A few days' casework for the demonstration: who works what, and whom they have called so far.

Without it every complaint would look untouched, and "My day" would be a wall of first contacts."""

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from complaints.models import Complaint, ContactAttempt
from ctm_casework.accounts.models import User

SEED = 7
UNASSIGNED_SHARE = 0.08
REACHED_SHARE = 0.75
CALLS = ("NO_ANSWER", "LEFT_MESSAGE", "NO_ANSWER")


def make_casework(contract_ids: Sequence[str], usernames: Sequence[str]) -> None:
    """Assigns the open complaints of the contracts and logs the calls made before today. Once."""
    if ContactAttempt.objects.exists():
        return
    choose = random.Random(SEED)  # noqa: S311  a demonstration, the same each time
    people = list(User.objects.filter(username__in=usernames).order_by("username"))
    for complaint in Complaint.objects.open().filter(contract__in=contract_ids).order_by("pk"):
        if choose.random() < UNASSIGNED_SHARE:
            continue
        assignee = choose.choice(people)
        Complaint.objects.filter(pk=complaint.pk).update(assignee=assignee)
        _call(complaint, assignee, choose)


def _call(complaint: Complaint, author: User, choose: random.Random) -> None:
    """Calls on the days after the assignment until somebody answers, three at most."""
    zone = ZoneInfo(complaint.contract.zone)
    day = complaint.assignment_date or complaint.received_date
    reached = choose.random() < REACHED_SHARE
    outcomes = (*CALLS[: choose.randint(0, 1)], "REACHED") if reached else CALLS
    for number, outcome in enumerate(outcomes):
        clock = time(9 + 3 * number + choose.randint(0, 1), choose.choice((5, 20, 40)))
        at = datetime.combine(day + timedelta(days=number + 1), clock, zone)
        if at.date() >= timezone.localtime(timezone=zone).date():
            return
        ContactAttempt.enter(
            complaint.pk,
            author,
            attempted_at=at,
            method="PHONE",
            outcome=outcome,
            party="PROVIDER" if complaint.complaint_type == "Provider" else "BENEFICIARY",
            purpose="FACT_FINDING",
        )
