"""CMS agreed to another contract: the case is out of the plan's figures until a download shows otherwise."""

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from complaints.control_room.population import Room
from complaints.models import Complaint, ContractAssignment
from complaints.services.case import case_refresh
from plan_requests.models import CmsDecision, PlanRequest
from tests.requests_to_cms.ask import CONTRACT_CHANGE, handed_off

pytestmark = pytest.mark.django_db


def answered(complaint, casey, status="APPROVED", values=CONTRACT_CHANGE):
    asked = handed_off(complaint, casey, values)
    CmsDecision.enter(
        complaint.pk, casey, request=asked, status=status, decided_on=complaint.contract.today
    )
    complaint.refresh_from_db()
    return asked


def is_open(complaint, casey):
    return Room(casey).rows("open").filter(pk=complaint.pk).exists()


def test_it_waits_for_the_download_out_of_the_figures(complaint, casey):
    asked = answered(complaint, casey)

    assert complaint.moving_since == complaint.contract.today
    to = asked.target_contract_id or "another contract"
    assert complaint.next_step == f"CMS moved it to {to}: wait for the download"
    assert complaint.next_step_rule == "A.4.a"
    assert not is_open(complaint, casey)
    assert not complaint.reminders.filter(outlives_closing=False).exists()


def test_it_is_listed_with_what_cms_has(client, complaint, casey):
    answered(complaint, casey)
    client.force_login(casey)

    listing = client.get(reverse("worklist"), {"view": "with-cms"}).context["listing"]

    assert listing.complaint_ids == [complaint.pk]
    assert listing.view_counts["all"] == 0


def test_a_refused_request_moves_nothing(complaint, casey):
    answered(complaint, casey, "REJECTED")

    assert complaint.moving_since is None
    assert is_open(complaint, casey)


def anew(complaint, reason, contract):
    today = complaint.contract.today
    complaint.assignments.update(ended_on=today)
    ContractAssignment.objects.create(
        complaint=complaint, contract_id=contract, assigned_on=today, reason=reason
    )
    Complaint.objects.filter(pk=complaint.pk).update(contract=contract)
    case_refresh([complaint.pk])
    complaint.refresh_from_db()


def test_once_a_download_shows_the_case_begun_anew_it_is_open_again(complaint, casey):
    answered(complaint, casey)

    anew(complaint, ContractAssignment.Reason.REOPENED, complaint.contract_id)

    assert complaint.moving_since is None
    assert complaint.next_step == "First contact"


def test_a_newer_request_takes_the_word_back(complaint, casey):
    asked = answered(complaint, casey)
    QuerySet(PlanRequest).bulk_create(
        [
            PlanRequest(
                complaint=complaint,
                assignment=asked.assignment,
                request_type="CONTRACT_CHANGE",
                status="PENDING",
                seen_in_hpms=True,
            )
        ]
    )
    case_refresh([complaint.pk])
    complaint.refresh_from_db()

    assert complaint.moving_since is None
    assert is_open(complaint, casey)
