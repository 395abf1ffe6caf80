"""Two people at one complaint at the same moment, on two connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from complaints.models import CaseworkNote, ContactAttempt, Refused, Resolution
from plan_requests.models import CmsDecision, PlanRequest
from plan_requests.models.choices import Status
from tests.factories import make_complaint, make_user
from tests.requests_to_cms.ask import CMS_ISSUE, draft, handed_off

pytestmark = pytest.mark.django_db(transaction=True)

CLOSING = {
    "note": "Beneficiary was billed the August premium twice. Called her, found the second payment "
    "in the billing system and refunded it. She was told the outcome by phone and agrees.",
    "contact_made": "BENEFICIARY",
    "complainant_satisfied": "Y",
    "hpi_related": "N",
    "resolution_notification": "1",
}


@pytest.fixture
def complaint():
    return make_complaint()


@pytest.fixture
def casey():
    return make_user("caseworker")


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Runs the acts side by side; "done" or "refused" for each."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        try:
            start.wait(timeout=20)
            act()
            return "done"
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def reached(complaint, casey):
    ContactAttempt.enter(
        complaint.pk,
        casey,
        attempted_at=timezone.now() - timedelta(minutes=5),
        method="PHONE",
        outcome="REACHED",
        party="BENEFICIARY",
        purpose="RESOLUTION",
    )


@pytest.mark.parametrize("attempt", range(3))
def test_a_closing_and_a_request_never_both_pass(complaint, casey, attempt):
    """Whichever comes second sees the first: a closing beside an open request is refused by C.1.c, and a
    request is not handed off blindly beside a closing."""
    reached(complaint, casey)
    asked = draft(complaint, casey)
    closing = {**CLOSING, "resolution_date": complaint.contract.today}
    ends = at_once(
        lambda: Resolution.enter(complaint.pk, casey, **closing), lambda: asked.submit(casey)
    )
    asked.refresh_from_db()
    closed = Resolution.objects.filter(complaint=complaint).exists()
    assert (closed, asked.status == Status.SUBMITTED) in {(True, False), (False, True)}, ends


def test_two_confirmations_of_one_request_hand_it_off_once(complaint, casey):
    asked = draft(complaint, casey)
    same = PlanRequest.objects.get(pk=asked.pk)
    assert sorted(at_once(lambda: asked.submit(casey), lambda: same.submit(casey))) == [
        "done",
        "refused",
    ]
    assert CaseworkNote.objects.count() == 1


def test_two_requests_of_one_type_leave_one_open(complaint, casey):
    first = draft(complaint, casey)
    second = draft(complaint, casey, CMS_ISSUE, cms_intervention_reason="TRC 011 instead")
    ends = at_once(lambda: first.submit(casey), lambda: second.submit(casey))
    assert sorted(ends) == ["done", "refused"]
    assert PlanRequest.objects.open().count() == 1


def test_two_answers_to_one_request_leave_one(complaint, casey):
    asked = handed_off(complaint, casey)
    today = complaint.contract.today

    def answer(status):
        mine = PlanRequest.objects.get(pk=asked.pk)
        CmsDecision.enter(complaint.pk, casey, request=mine, status=status, decided_on=today)

    ends = at_once(lambda: answer("APPROVED"), lambda: answer("REJECTED"))
    assert sorted(ends) == ["done", "refused"]
    assert CmsDecision.objects.get().status == PlanRequest.objects.get().status


def test_a_draft_saved_while_it_is_handed_off_changes_nothing_afterwards(complaint, casey):
    asked = draft(complaint, casey)
    other = PlanRequest.objects.get(pk=asked.pk)
    other.cms_intervention_reason = "TRC 011 instead"
    ends = at_once(lambda: asked.submit(casey), other.save)
    kept = PlanRequest.objects.get()
    assert ends[0] == "done"
    assert kept.status == Status.SUBMITTED
    assert kept.note.text == kept.note_text()
