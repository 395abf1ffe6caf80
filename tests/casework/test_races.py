"""Two people, or a person and a download, at one complaint: who comes second sees what the first did."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import (
    Acknowledgement,
    CaseworkNote,
    CaseworkUpload,
    Complaint,
    ComplaintChange,
    ContactAttempt,
    Refused,
    Resolution,
    RuleAcknowledgement,
    ScenarioChoice,
)
from plan_requests.models import PlanRequest
from plan_requests.models.choices import Status
from tests.casework.in_line import in_line
from tests.factories import make_complaint, make_user
from tests.requests_to_cms.ask import draft
from tests.sync.conftest import _no_waiting, hpms, road  # noqa: F401
from tests.sync.road import CASE, CLOSING

pytestmark = pytest.mark.django_db(transaction=True)

WITHOUT_A_DAY = "Called her about the second payment, which was found."


@pytest.fixture
def casey():
    return make_user("caseworker")


@pytest.fixture
def complaint(casey):
    made = make_complaint()
    ContactAttempt.enter(
        made.pk,
        casey,
        attempted_at=timezone.now() - timedelta(minutes=5),
        method="PHONE",
        outcome="REACHED",
        party="BENEFICIARY",
        purpose="RESOLUTION",
    )
    return made


def close(complaint, person):
    return Resolution.enter(
        complaint.pk,
        person,
        resolution_date=complaint.contract.today,
        note=CLOSING,
        contact_made="BENEFICIARY",
        complainant_satisfied="Y",
        hpi_related="N",
        resolution_notification="1",
    )


def refused_by(end):
    assert isinstance(end, Refused), end
    return {finding.rule for finding in end.findings}


def refused_for(end):
    assert isinstance(end, Refused), end
    return set(end.form_errors)


def test_a_closing_behind_a_plan_request_is_refused_by_its_rule(complaint, casey):
    asked = draft(complaint, casey)
    _, closing = in_line(complaint.pk, lambda: asked.submit(casey), lambda: close(complaint, casey))
    assert "C.1.c" in refused_by(closing)
    assert PlanRequest.objects.get().status == Status.SUBMITTED
    assert not Resolution.objects.exists()


def test_a_plan_request_behind_a_closing_is_refused(complaint, casey):
    asked = draft(complaint, casey)
    closing, handed_off = in_line(
        complaint.pk, lambda: close(complaint, casey), lambda: asked.submit(casey)
    )
    assert refused_for(handed_off) == {"request"}
    assert PlanRequest.objects.get().status == Status.DRAFT
    assert Resolution.objects.get() == closing


def test_two_closings_leave_one(complaint, casey):
    sam = make_user("supervisor")
    first, second = in_line(
        complaint.pk, lambda: close(complaint, sam), lambda: close(complaint, casey)
    )
    assert refused_for(second) == {"resolution"}
    assert Resolution.objects.get() == first
    assert CaseworkUpload.objects.get().resolution.author == sam


@pytest.mark.parametrize(
    ("first", "second"),
    [("GOOD_CAUSE", "RETRO_ENROLLMENT"), ("RETRO_ENROLLMENT", "GOOD_CAUSE")],
)
def test_of_two_scenarios_that_contradict_each_other_the_first_stands(
    complaint, casey, first, second
):
    def follow(code):
        return lambda: ScenarioChoice.enter(complaint.pk, casey, code, accepted=True)

    _, refused = in_line(complaint.pk, follow(first), follow(second))
    assert refused_by(refused) == {"D.note.6"}
    assert ScenarioChoice.accepted_for([complaint.pk]) == {complaint.pk: (first,)}


# A note and a download: the download makes the case a SWIFT one, whose notes give the day (I.3).


@pytest.fixture
def swift_is_coming(road):  # noqa: F811
    road.add()
    road.download()
    road.set(SWIFT="Yes")
    return road


def both_are_there():
    case = Complaint.objects.get(pk=CASE)
    assert case.swift
    assert case.next_step == "Ask CMS to take it"
    assert ComplaintChange.objects.filter(complaint=CASE, column="swift").count() == 1


def note(person, *reasons):
    return CaseworkNote.enter(CASE, person, reasons, text=WITHOUT_A_DAY)


def test_a_note_behind_a_download_is_judged_by_what_it_brought(swift_is_coming):
    casey = swift_is_coming.casey()
    _, refused = in_line(CASE, swift_is_coming.download, lambda: note(casey))
    assert refused_by(refused) == {"I.3"}
    assert not CaseworkNote.objects.exists()
    both_are_there()


def test_a_note_behind_a_download_is_kept_with_its_reason(swift_is_coming):
    casey, why = swift_is_coming.casey(), Acknowledgement("I.3", "The day is in the next note.")
    _, kept = in_line(CASE, swift_is_coming.download, lambda: note(casey, why))
    assert CaseworkUpload.objects.get().note == kept
    assert RuleAcknowledgement.objects.get().rule == "I.3"
    both_are_there()


def test_a_download_behind_a_note_takes_nothing_from_it(swift_is_coming):
    casey = swift_is_coming.casey()
    kept, _ = in_line(CASE, lambda: note(casey), swift_is_coming.download)
    assert CaseworkUpload.objects.get().note == kept
    assert not RuleAcknowledgement.objects.exists()
    both_are_there()
