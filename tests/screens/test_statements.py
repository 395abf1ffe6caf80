"""Stating a scenario's facts in the browser's forms: intake review, retroactive request, RPC, BAE …"""

import re

import pytest

from complaints.models import (
    AccessGrant,
    CaseworkNote,
    IntakeReview,
    RetroRequest,
    RpcRejection,
    RpcSubmission,
    ScenarioChoice,
)
from complaints.statements.doors import DOORS
from ctm_casework.accounts.models import AccessLog
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db

RETRO = {
    "retro_request_valid": "yes",
    "requested_effective_date": "2026-11-01",
    "plan_can_update_marx": "no",
    "meets_rpc_requirements": "yes",
    "plan_system_updated_on": "2026-11-20",
}


@pytest.fixture
def casey():
    return make_user("caseworker", ["H1234"])


@pytest.fixture
def desk(client, casey):
    client.force_login(casey)
    return client


@pytest.fixture
def complaint():
    return make_complaint()


def address(complaint, door):
    return f"/complaints/{complaint.pk}/state/{door}/"


@pytest.mark.parametrize("door", DOORS)
def test_each_record_has_a_form_of_labels_and_steps(desk, complaint, door):
    page = desk.get(address(complaint, door))

    assert page.status_code == 200
    assert b"Save" in page.content
    assert AccessLog.objects.filter(complaint_ids=[complaint.pk]).exists()


def test_an_intake_review_is_kept_with_its_author_and_shown_in_the_casework(desk, casey, complaint):
    answer = desk.post(
        address(complaint, "intake"),
        {"has_access_to_care": "yes", "days_of_medication_left": "20", "beneficiary_state": "NH"},
    )

    review = IntakeReview.objects.get()
    assert answer.status_code == 302
    assert (review.has_access_to_care, review.days_of_medication_left) == (True, 20)
    assert (review.immediate_need_exists, review.author) == (None, casey)
    page = desk.get(f"/complaints/{complaint.pk}/").content.decode()
    assert "Days of medication left: 20" in page
    assert "Has access to care? yes" in page
    assert "state: New Hampshire" in page


def test_a_form_begins_with_what_was_stated_last(desk, complaint):
    desk.post(address(complaint, "retro"), RETRO)

    page = desk.get(address(complaint, "retro")).content.decode()

    assert '<option value="yes" selected>Yes</option>' in page
    assert 'value="2026-11-20"' in page


def test_stating_anew_keeps_the_earlier_statement(desk, complaint):
    desk.post(address(complaint, "retro"), RETRO)
    desk.post(address(complaint, "retro"), {**RETRO, "retro_request_valid": "no"})

    assert [made.retro_request_valid for made in RetroRequest.objects.all()] == [True, False]


def test_a_refused_rpc_submission_keeps_what_was_typed_and_saves_nothing(desk, complaint):
    desk.post(address(complaint, "retro"), RETRO)

    answer = desk.post(
        address(complaint, "rpc-submissions"), {"submitted_on": "2026-11-20", "reference": "RPC 77"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "RPC 77" in page
    assert "D.2.a.note" in page
    assert not RpcSubmission.objects.exists()
    assert not CaseworkNote.objects.exists()


def test_an_rpc_submission_is_told_in_a_note_of_its_own_transaction(desk, complaint):
    desk.post(address(complaint, "retro"), RETRO)

    desk.post(
        address(complaint, "rpc-submissions"),
        {
            "submitted_on": "2026-11-20",
            "documentation_complete": "on",
            "note": "Retroactive enrollment sent to the RPC on 11/20/2026, reference 123.",
        },
    )

    assert RpcSubmission.objects.get().complaint == complaint
    assert CaseworkNote.objects.get().text.startswith("Retroactive enrollment sent")


def test_a_note_that_hpms_would_refuse_stops_the_submission_too(desk, complaint):
    desk.post(address(complaint, "retro"), RETRO)

    answer = desk.post(
        address(complaint, "rpc-submissions"),
        {
            "submitted_on": "2026-11-20",
            "documentation_complete": "on",
            "note": "Sent to the RPC & closed on 11/20/2026.",
        },
    )

    assert answer.status_code == 422
    assert "C.1.b.note" in answer.content.decode()
    assert not RpcSubmission.objects.exists()


def test_a_refusal_by_the_rpc_names_a_submission_of_this_complaint(desk, complaint):
    answer = desk.post(
        address(complaint, "rpc-rejections"), {"submission": "999", "rejected_on": "2026-11-20"}
    )

    assert answer.status_code == 422
    assert not RpcRejection.objects.exists()


def test_an_unreadable_day_is_named_and_nothing_is_saved(desk, complaint):
    answer = desk.post(address(complaint, "access"), {"access_granted_on": "yesterday"})

    assert answer.status_code == 422
    assert "Enter a valid date" in answer.content.decode()
    assert not AccessGrant.objects.exists()


def test_a_bae_request_begins_with_the_home_offices_mailbox_and_the_exact_subject(desk, complaint):
    desk.post(
        address(complaint, "intake"), {"days_of_medication_left": "20", "beneficiary_state": "TX"}
    )

    page = desk.get(address(complaint, "bae-requests")).content.decode()

    assert 'href="mailto:PartDComplaints_RO6@cms.hhs.gov?subject=Non-Immediate%20BAE' in page
    assert complaint.contact_last_name not in page.split("mailto:")[1].split('"')[0]


def test_olive_of_the_other_plan_finds_no_form(client, complaint):
    client.force_login(make_user("caseworker", ["H9999"]))

    assert client.get(address(complaint, "intake")).status_code == 404


def test_rory_reads_and_states_nothing(client, complaint):
    client.force_login(make_user("auditor", ["H1234"]))

    assert client.post(address(complaint, "intake"), {}).status_code == 403
    assert not ScenarioChoice.objects.exists()


def test_the_long_intake_form_stands_in_groups_with_every_field_once(desk):
    complaint = make_complaint()
    response = desk.get(address(complaint, "intake"))
    shown = response.content.decode()
    legends = re.findall(r"<legend>(.*?)</legend>", shown)
    assert legends == ["Access and urgency", "Who is concerned", "Disenrollment", "Refund"]
    for name in response.context["form"].fields:
        assert shown.count(f'name="{name}"') == 1, name
    assert "<legend>" not in desk.get(address(complaint, "access")).content.decode()
