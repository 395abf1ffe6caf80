"""The SOP's scenarios over REST."""

import pytest

from complaints.models import IntakeReview, ScenarioChoice
from ctm_casework.accounts.models import AccessLog
from tests.api.conftest import API, client_of, error_at, rules_of
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db
GOOD_CAUSE = "Lost the plan for nonpayment. Asks for reinstatement back to 10/1 under good cause."


@pytest.fixture
def address():
    return f"{API}{make_complaint('C2611210001', complaint_summary=GOOD_CAUSE).pk}/scenarios/"


def by_letter(response):
    return {one["letter"]: one for one in response.json()["scenarios"]}


def test_it_tells_what_is_proposed_and_why(api, address, casey):
    response = api.get(address)
    assert response.status_code == 200
    shown = by_letter(response)
    assert shown["P"] == {
        "scenario": "GOOD_CAUSE",
        "letter": "P",
        "title": "Good cause reinstatement",
        "state": "proposed",
        "reason": "The summary says “good cause”",
        "rule": "P.1",
        "blocked_by": "",
    }
    assert shown["D"]["blocked_by"] == "D.note.6"
    assert list(shown) == sorted(shown)
    looked = AccessLog.objects.filter(user=casey, complaint_ids__contains=["C2611210001"])
    assert looked.exists()


def test_it_accepts_and_dismisses_and_the_latest_counts(api, address, casey):
    response = api.post(address, {"scenario": "GOOD_CAUSE", "accepted": True})
    assert response.status_code == 201, response.content
    assert by_letter(response)["P"]["state"] == "accepted"
    assert by_letter(response)["P"]["reason"] == "The summary says “good cause”"
    response = api.post(address, {"scenario": "GOOD_CAUSE", "accepted": False})
    assert by_letter(response)["P"]["state"] == "dismissed"
    assert ScenarioChoice.accepted_for(["C2611210001"]) == {}
    assert [choice.author for choice in ScenarioChoice.objects.all()] == [casey, casey]


def test_what_contradicts_is_refused_with_the_step(api, address):
    api.post(address, {"scenario": "GOOD_CAUSE", "accepted": True})
    response = api.post(address, {"scenario": "RETRO_ENROLLMENT", "accepted": True})
    assert rules_of(response) == ["D.note.6"]
    assert "Dismiss scenario P first" in error_at(response, "scenario")["message"]
    assert error_at(response, "scenario")["citation"] == "SOP D, note 6"
    assert ScenarioChoice.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"accepted": True}, "scenario"),
        ({"scenario": "XYZ", "accepted": True}, "scenario"),
        ({"scenario": "REPEAT"}, "accepted"),
        ({"scenario": "REPEAT", "accepted": "perhaps"}, "accepted"),
    ],
)
def test_values_it_cannot_take_are_refused_by_field(api, address, body, field):
    assert rules_of(api.post(address, body)) == ["input"]
    assert error_at(api.post(address, body), field)
    assert not ScenarioChoice.objects.exists()


def test_the_auditor_reads_and_does_not_choose(address):
    rory = client_of(make_user("auditor"))
    assert rory.get(address).status_code == 200
    assert rory.post(address, {"scenario": "REPEAT", "accepted": True}).status_code == 403
    assert not ScenarioChoice.objects.exists()


def test_it_is_hidden_from_the_other_plan(address):
    olive = client_of(make_user("caseworker", ["H9999"], username="olive"))
    assert olive.get(address).status_code == 404
    assert olive.post(address, {"scenario": "REPEAT", "accepted": True}).status_code == 404


BOTH = {"has_access_to_care": True, "scenario_tags": ["GOOD_CAUSE", "RETRO_ENROLLMENT"]}


def test_an_intake_review_may_go_past_what_two_scenarios_say_to_each_other(api, casey):
    intake = f"{API}{make_complaint('C2611210001').pk}/intake/"
    assert rules_of(api.post(intake, BOTH, format="json")) == ["D.note.6"]
    assert ScenarioChoice.accepted_for(["C2611210001"]) == {}
    reason = {"rule": "D.note.6", "reason": "Two requests in one complaint, both are real."}
    response = api.post(intake, {**BOTH, "acknowledgements": [reason]}, format="json")
    assert response.status_code == 201, response.content
    assert set(ScenarioChoice.accepted_for(["C2611210001"])["C2611210001"]) == {
        "RETRO_ENROLLMENT",
        "GOOD_CAUSE",
    }


def test_what_no_reason_lifts_is_refused_once_and_nothing_is_kept(api):
    subcategory = "Alleged Marketing Misrepresentation"
    complaint = make_complaint("C2611210001", complaint_subcategory=subcategory)
    tags = {"has_access_to_care": True, "scenario_tags": ["ENROLLMENT_EXCEPTION"]}
    response = api.post(f"{API}{complaint.pk}/intake/", tags, format="json")
    assert rules_of(response) == ["L.note.2.same"]
    assert not IntakeReview.objects.exists()
