"""What is stored of the clock follows from events: computed anew from them it is the same.

Random stories of downloads and casework, each with its own seed so that a failure can be told again."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from complaints.models import Complaint, ContactAttempt, IntakeReview, Reminder
from complaints.selectors.clock import clock_from
from complaints.selectors.facts import facts_of
from complaints.services.case import FOLLOWING, clocks_recompute
from tests.sync.road import CASE, Road

LEVELS = ("Immediate Need", "Urgent", "No Issue Level", "Beyond Urgent")
REQUESTS = ("issue_level", "contract_change", "cms_lead")


@pytest.fixture
def road(quick_road: Road) -> Road:
    return quick_road


def stored() -> tuple[Any, ...]:
    """All that follows, with the rows' own keys: nothing may be written anew for the same facts."""
    reminders = Reminder.objects.order_by("pk").values_list("pk", "due_on", "words", "since")
    return Complaint.objects.values_list(*FOLLOWING).get(pk=CASE), list(reminders)


def level_changes(road: Road, chance: Random) -> None:
    road.hpms.cms("change_level", CASE, level=chance.choice(LEVELS))


def level_changes_silently(road: Road, chance: Random) -> None:
    road.set(ISSUE_LEVEL=chance.choice(LEVELS))


def request_is_filed(road: Road, chance: Random) -> None:
    road.hpms.cms("file_request", CASE, request=chance.choice(REQUESTS), to="Urgent")


def level_request_is_approved(road: Road, chance: Random) -> None:
    road.hpms.cms("approve_request", CASE, request="issue_level", to=chance.choice(LEVELS[:3]))


def cms_issue_is_approved(road: Road, _chance: Random) -> None:
    road.hpms.cms("approve_request", CASE, request="cms_lead", keep_visible=True)


def request_is_rejected(road: Road, chance: Random) -> None:
    road.hpms.cms("reject_request", CASE, request=chance.choice(REQUESTS))


def case_comes_back(road: Road, _chance: Random) -> None:
    road.hpms.cms("return_to_plan", CASE)


def case_moves(road: Road, chance: Random) -> None:
    road.hpms.cms("reassign", CASE, contract=chance.choice(("H1234", "H5678", "S4802")))


def case_is_resolved(road: Road, _chance: Random) -> None:
    road.hpms.cms("resolve", CASE)


def case_is_reopened(road: Road, _chance: Random) -> None:
    road.hpms.cms("reopen", CASE)


def somebody_is_called(road: Road, chance: Random) -> None:
    ContactAttempt.enter(
        CASE,
        road.casey(),
        attempted_at=timezone.now() - timedelta(minutes=chance.randint(1, 3000)),
        method="PHONE",
        outcome=chance.choice(("REACHED", "NO_ANSWER", "LEFT_MESSAGE")),
    )


def case_is_reviewed(road: Road, _chance: Random) -> None:
    IntakeReview.enter(CASE, road.casey(), has_access_to_care=True)


EVENTS: tuple[Callable[[Road, Random], None], ...] = (
    level_changes,
    level_changes_silently,
    request_is_filed,
    level_request_is_approved,
    cms_issue_is_approved,
    request_is_rejected,
    case_comes_back,
    case_moves,
    case_is_resolved,
    case_is_reopened,
    somebody_is_called,
    case_is_reviewed,
)


@pytest.mark.parametrize("seed", range(8))
def test_computed_anew_from_its_events_nothing_changes(road: Road, seed: int) -> None:
    chance = Random(seed)
    road.add(ISSUE_LEVEL=chance.choice(LEVELS))
    road.download()
    for _ in range(6):
        for event in chance.sample(EVENTS, chance.randint(1, 3)):
            event(road, chance)
        road.download()
        before = stored()
        assert clocks_recompute() == 0
        assert stored() == before
        case = facts_of(CASE)
        assert case.assignments[-1].assigned_on == case.complaint.assignment_date
        assert case.levels[-1].issue_level == case.complaint.issue_level
        assert clock_from(case).due_on == Complaint.objects.get(pk=CASE).due_on
