"""Plan Requests over REST: submitted, drafted, answered, listed."""

import pytest

from complaints.models import CaseworkNote, CmsDirection
from ctm_casework.accounts.models import AccessLog
from plan_requests.models import PlanRequest
from plan_requests.models.choices import Status
from tests.api.conftest import API, client_of, error_at, rules_of
from tests.factories import make_complaint, make_user
from tests.requests_to_cms.ask import (
    CATEGORY_CHANGE,
    CMS_ISSUE,
    CONTRACT_CHANGE,
    WHY,
    draft,
    handed_off,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(casey):
    return client_of(casey)


def post(api, complaint, body, door="plan-requests/"):
    return api.post(f"{API}{complaint.pk}/{door}", body, format="json")


def test_posting_says_that_it_was_entered_in_hpms(api, complaint):
    made = post(api, complaint, CMS_ISSUE)
    assert made.status_code == 201, made.content
    said = made.json()
    assert (said["status"], said["request_type"]) == ("SUBMITTED", "CMS_ISSUE")
    assert said["note_text"].startswith("CMS Issue requested.")
    assert said["upload"]["payload"]["caseworkNotes"] == said["note_text"]
    assert PlanRequest.objects.get().submitted_by.username == "casey"


def test_a_refusal_brings_every_finding_and_keeps_nothing(api, complaint):
    rules = rules_of(post(api, complaint, {"request_type": "CMS_ISSUE", "reason_code": "OTHER"}))
    assert {"B.1.a", "B.1.b", "B.1.c"} <= set(rules)
    assert not PlanRequest.objects.exists()
    assert not CaseworkNote.objects.exists()


def test_a_value_that_cannot_be_taken_is_told_beside_the_findings(api, complaint):
    body = {"request_type": "CMS_ISSUE", "reason_code": "OTHER", "parent_orgs_affected": "two"}
    refused = post(api, complaint, body)
    assert "B.1.a" in rules_of(refused)
    assert error_at(refused, "parent_orgs_affected")["message"] == "Send a whole number."


def test_a_warning_is_acknowledged_by_rule(api, complaint):
    body = {**CATEGORY_CHANGE, "evident_in_summary": False}
    warned = rules_of(post(api, complaint, body))
    assert "G.note.2.evident" in warned
    body["acknowledgements"] = [{"rule": rule, "reason": WHY} for rule in warned]
    made = post(api, complaint, body)
    assert made.status_code == 201, made.content
    assert {one["rule"] for one in made.json()["acknowledgements"]} == set(warned)


def test_a_draft_asks_nothing_and_is_submitted_later(api, complaint):
    made = post(api, complaint, {**CONTRACT_CHANGE, "draft": True})
    assert (made.status_code, made.json()["status"]) == (201, "DRAFT")
    assert made.json()["upload"] is None
    done = post(api, complaint, {}, f"plan-requests/{made.json()['id']}/submit/")
    assert (done.status_code, done.json()["status"]) == (200, "SUBMITTED")


def test_an_unfinished_draft_is_refused_when_submitted(api, complaint, casey):
    asked = draft(complaint, casey, {"request_type": "CMS_ISSUE", "reason_code": "OTHER"})
    assert "B.1.a" in rules_of(post(api, complaint, {}, f"plan-requests/{asked.pk}/submit/"))


def test_cmss_direction_is_kept_with_where_it_was_given(api, complaint):
    body = {**CMS_ISSUE, "reason_code": "UNABLE_TO_CONTACT"}
    assert "B.note.2" in rules_of(post(api, complaint, body))
    half = post(api, complaint, {**body, "directed_by_cms": True})
    assert error_at(half, "cms_direction_reference")["rule"] == "input"
    told = {**body, "directed_by_cms": True, "cms_direction_reference": "RO 2, e-mail of 11/14"}
    warned = [
        one["rule"]
        for one in post(api, complaint, told).json().get("errors", [])
        if one["severity"] == "WARNING"
    ]
    if warned:
        told["acknowledgements"] = [{"rule": rule, "reason": WHY} for rule in warned]
        assert post(api, complaint, told).status_code == 201
    assert CmsDirection.objects.get().reference == "RO 2, e-mail of 11/14"
    assert PlanRequest.objects.get().cms_direction == CmsDirection.objects.get()


def test_an_open_request_blocks_resolving(api, complaint, casey):
    handed_off(complaint, casey, CATEGORY_CHANGE)
    refused = api.post(f"{API}{complaint.pk}/resolve/", {}, format="json")
    assert "C.1.c" in rules_of(refused)


@pytest.mark.parametrize(
    ("word", "status"),
    [("APPROVED", "APPROVED"), ("agree", "APPROVED"), ("Disapproved", "REJECTED")],
)
def test_cmss_answer_is_recorded_in_its_own_words(api, complaint, casey, word, status):
    asked = handed_off(complaint, casey)
    body = {
        "request": asked.pk,
        "status": word,
        "decided_on": complaint.contract.today.isoformat(),
        "instructions": "Correct the record in MARx.",
    }
    made = post(api, complaint, body, "decisions/")
    assert made.status_code == 201, made.content
    assert (made.json()["status"], made.json()["request_status"]) == (status, status)
    assert PlanRequest.objects.get().status == status


def test_an_answer_needs_a_request_of_the_complaint(api, complaint, casey):
    other = handed_off(make_complaint(), casey)
    body = {"request": other.pk, "status": "APPROVED"}
    assert post(api, complaint, body, "decisions/").status_code == 404
    unknown = post(api, complaint, {"request": other.pk, "status": "perhaps"}, "decisions/")
    assert error_at(unknown, "status")["message"] == "Use APPROVED or REJECTED."


def test_it_lists_ones_own_requests_by_status_type_and_contract(api, casey):
    first = handed_off(make_complaint(), casey)
    second = draft(make_complaint(), casey, CONTRACT_CHANGE)
    olive = make_user("caseworker", ["H9999"], username="olive")
    handed_off(make_complaint(contract="H9999"), olive)

    def ids(query=""):
        found = api.get(f"/api/v1/plan-requests/{query}")
        assert found.status_code == 200, found.content
        return [one["id"] for one in found.json()["results"]]

    assert ids() == [second.pk, first.pk]
    assert ids("?status=SUBMITTED,PENDING") == [first.pk]
    assert ids("?request_type=CONTRACT_CHANGE") == [second.pk]
    assert ids("?contract_id=H9999") == []
    assert AccessLog.objects.filter(door="api-plan-requests").count() == 3


def test_the_list_comes_in_pages_and_few_queries(api, casey, django_assert_max_num_queries):
    for _ in range(5):
        handed_off(make_complaint(), casey)
    with django_assert_max_num_queries(9):
        page = api.get("/api/v1/plan-requests/?page_size=3").json()
    assert len(page["results"]) == 3
    assert len(api.get(page["next"]).json()["results"]) == 2


def test_the_auditor_reads_the_list_and_submits_nothing(complaint):
    rory = client_of(make_user("auditor"))
    assert rory.get("/api/v1/plan-requests/").status_code == 200
    assert post(rory, complaint, CMS_ISSUE).status_code == 403
    assert not PlanRequest.objects.filter(status=Status.SUBMITTED).exists()
