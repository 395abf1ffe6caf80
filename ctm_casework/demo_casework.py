"""The days before the demonstration begins: complaints assigned, people called, cases reviewed at intake.

Without it every complaint would look untouched, and "My day" would be a wall of first contacts."""

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from complaints.models import Complaint, ContactAttempt, ScenarioChoice
from complaints.models.choices import IssueLevel
from complaints.models.scenarios import IntakeReview
from complaints.selectors.facts import facts_for
from complaints.sop.radar import Proposal, propose
from ctm_casework.accounts.models import User

SEED = 7
UNASSIGNED_SHARE = 0.08
REACHED_SHARE = 0.75
AT_ONCE_SHARE = 0.7
REVIEWED_SHARE = 0.85
FOLLOWED_SHARE = 0.5
CALLS = ("NO_ANSWER", "LEFT_MESSAGE", "NO_ANSWER")
# Followed on sight; the others are proposed for many a case, and a person takes a second look.
FOLLOWED = frozenset("ADEFIJKLNP")

# What the first review states of a case, so that it agrees with the level HPMS shows (SOP H, notes 1 and 2).
ACCESS: dict[str, dict[str, Any]] = {
    IssueLevel.NO_ISSUE_LEVEL: {"has_access_to_care": True},
    IssueLevel.URGENT: {"has_access_to_care": False, "immediate_need_exists": False},
    IssueLevel.IMMEDIATE_NEED: {"has_access_to_care": False, "immediate_need_exists": True},
}
MEDICATION: dict[str, dict[str, Any]] = {
    IssueLevel.NO_ISSUE_LEVEL: {"has_access_to_care": True},
    IssueLevel.URGENT: {"days_of_medication_left": 9},
    IssueLevel.IMMEDIATE_NEED: {"days_of_medication_left": 1},
}


def make_casework(contract_ids: Sequence[str], people: Sequence[User]) -> None:
    """Assigns the open complaints of the contracts and works them up to this morning. The one due
    first is the first person's and untouched, for whoever tries the product."""
    choose = random.Random(SEED)  # noqa: S311  a demonstration, the same each time
    ours = Complaint.objects.filter(contract__in=contract_ids)
    by_due = list(ours.at_the_plan().select_related("contract").order_by("due_on", "pk"))
    cases = facts_for([complaint.pk for complaint in by_due])
    for complaint in by_due[:1]:
        assign(complaint, people[0])
    for complaint in by_due[1:]:
        if choose.random() < UNASSIGNED_SHARE:
            continue
        assign(complaint, choose.choice(people))
        if choose.random() < REVIEWED_SHARE:
            review(complaint)
        if choose.random() < FOLLOWED_SHARE:
            _follow(complaint, propose(cases[complaint.pk]))
        _call(complaint, choose)


def assign_closed(contract_ids: Sequence[str], people: Sequence[User]) -> None:
    """Says who had worked the complaints that were closed before the demonstration begins."""
    choose = random.Random(SEED)  # noqa: S311  a demonstration, the same each time
    closed = Complaint.objects.filter(contract__in=contract_ids, assignee=None)
    for complaint in closed.exclude(resolution_date=None).order_by("pk"):
        assign(complaint, choose.choice(people))


def assign(complaint: Complaint, person: User) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(assignee=person)
    complaint.assignee = person


def review(complaint: Complaint, **more: Any) -> None:
    """The first review, in agreement with the level; one HPMS's reader did not know waits for a person."""
    stated = MEDICATION if complaint.contract.plan_type == "PDP" else ACCESS
    if complaint.issue_level in stated:
        level = stated[complaint.issue_level]
        IntakeReview.enter(complaint.pk, complaint.assignee, **level, **more)


def _follow(complaint: Complaint, proposed: Sequence[Proposal]) -> None:
    """Accepts the first scenario the radar proposes, of those followed on sight."""
    for one in proposed:
        if one.scenario in FOLLOWED and not one.blocked_by:
            ScenarioChoice.enter(
                complaint.pk, complaint.assignee, one.code, accepted=True, reason=one.reason[:250]
            )
            return


def _call(complaint: Complaint, choose: random.Random) -> None:
    """Calls on the days after the assignment until somebody answers, three at most."""
    zone = ZoneInfo(complaint.contract.zone)
    day = complaint.assignment_date or complaint.received_date
    reached = choose.random() < REACHED_SHARE
    before = CALLS[: int(choose.random() > AT_ONCE_SHARE)]
    outcomes = (*before, "REACHED") if reached else CALLS
    for number, outcome in enumerate(outcomes):
        clock = time(9 + 3 * number + choose.randint(0, 1), choose.choice((5, 20, 40)))
        at = datetime.combine(day + timedelta(days=number + 1), clock, zone)
        if at.date() >= timezone.localtime(timezone=zone).date():
            return
        ContactAttempt.enter(
            complaint.pk,
            complaint.assignee,
            attempted_at=at,
            method="PHONE",
            outcome=outcome,
            party="PROVIDER" if complaint.complaint_type == "Provider" else "BENEFICIARY",
            purpose="FACT_FINDING",
        )
