"""Requests follow the downloads: confirmed, answered, made in HPMS, never entered."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F, QuerySet

from complaints.models import Complaint, Refused, Resolution
from plan_requests.models import CmsDecision, PlanRequest
from plan_requests.models.choices import Status
from plan_requests.services.reconcile import requests_follow, requests_look_for
from tests.factories import make_complaint
from tests.requests_to_cms.ask import (
    CATEGORY_CHANGE,
    CMS_ISSUE,
    CONTRACT_CHANGE,
    draft,
    handed_off,
    submit,
)
from tests.sync.road import CASE, OTHER, Road


@pytest.fixture
def road(quick_road: Road, settings) -> Road:
    settings.HPMS_SETTLE_SECONDS = 0
    quick_road.add()
    quick_road.download()
    return quick_road


def case() -> Complaint:
    return Complaint.objects.get(pk=CASE)


def file(road: Road, kind: str = "cms_lead", to: str = "") -> None:
    road.hpms.cms("file_request", CASE, request=kind, to=to)


def only() -> PlanRequest:
    return PlanRequest.objects.get()


def test_a_download_confirms_what_was_handed_off(road):
    asked = handed_off(case(), road.casey())
    file(road)
    road.download()
    assert only().pk == asked.pk
    assert (only().status, only().first_seen_at is not None) == (Status.PENDING, True)
    assert not only().seen_in_hpms


@pytest.mark.parametrize("answer", ["approve", "reject"])
def test_a_download_brings_cmss_answer(road, answer):
    handed_off(case(), road.casey(), CMS_ISSUE, reason_code="RPC_APPROVAL")
    file(road)
    road.download()
    more = {"keep_visible": True} if answer == "approve" else {}
    road.hpms.cms(f"{answer}_request", CASE, request="cms_lead", text="See TRC 011.", **more)
    road.download()
    asked, made = only(), CmsDecision.objects.get()
    assert asked.status == made.status == {"approve": "APPROVED", "reject": "REJECTED"}[answer]
    assert made.decided_on == case().contract.today
    assert made.author is None
    assert "See TRC 011." in made.instructions
    assert case().with_cms_since is None


def test_a_rejection_is_the_next_step_and_stops_blocking(road):
    handed_off(case(), road.casey())
    file(road)
    road.hpms.cms("reject_request", CASE, request="cms_lead")
    road.download()
    assert case().next_step == "Read CMS's instructions"
    with pytest.raises(Refused) as refused:
        Resolution.enter(CASE, road.casey())
    assert "C.1.c" not in {finding.rule for finding in refused.value.findings}


def test_an_approved_cms_issue_goes_out_of_the_plans_hands_and_comes_back(road):
    handed_off(case(), road.casey())
    file(road)
    road.hpms.cms("approve_request", CASE, request="cms_lead", keep_visible=True)
    road.download()
    assert case().with_cms_since == case().contract.today
    road.hpms.cms("return_to_plan", CASE)
    road.download()
    assert case().with_cms_since is None


def test_category_lead_alone_hides_nothing(road):
    road.set(CATEGORY_LEAD="CMS")
    road.download()
    assert case().with_cms_since is None


def test_one_made_in_hpms_appears_as_seen_there(road):
    file(road, "contract_change", "H5678")
    road.download()
    asked = only()
    assert asked.seen_in_hpms
    assert (asked.request_type, asked.status) == ("CONTRACT_CHANGE", Status.PENDING)
    assert asked.assignment.contract_id == "H1234"
    road.hpms.cms("approve_request", CASE, request="contract_change")
    road.download()
    assert (only().status, only().decisions.get().status) == (Status.APPROVED, "APPROVED")
    assert only().assignment.contract_id == "H1234"


def test_one_made_in_hpms_whose_reason_nobody_knows_hides_the_case_only_with_cms_as_its_lead(road):
    road.set(CMS_LEAD_CHANGE_REQUESTS="Approved")
    road.download()
    assert case().with_cms_since is None
    road.set(CATEGORY_LEAD="CMS")
    road.download()
    assert case().with_cms_since == case().contract.today


def test_the_second_download_with_the_same_answer_changes_nothing(road):
    file(road)
    road.hpms.cms("reject_request", CASE, request="cms_lead")
    road.download()
    road.set(COMPLAINT_SUMMARY="Other words, so that the record comes anew.")
    road.download()
    assert PlanRequest.objects.count() == CmsDecision.objects.count() == 1


def test_asking_anew_is_told_apart_from_the_old_answer(road):
    casey = road.casey()
    handed_off(case(), casey)
    file(road)
    road.hpms.cms("reject_request", CASE, request="cms_lead")
    road.download()
    second = handed_off(case(), casey, cms_intervention_reason="New: MARx now shows TRC 011")
    road.set(COMPLAINT_SUMMARY="Other words, so that the record comes anew.")
    road.download()
    second.refresh_from_db()
    assert second.status == Status.SUBMITTED
    file(road)
    road.download()
    second.refresh_from_db()
    assert second.status == Status.PENDING
    assert [asked.status for asked in PlanRequest.objects.all()] == ["REJECTED", "PENDING"]


def test_an_answer_written_down_by_hand_keeps_its_day(road):
    casey = road.casey()
    asked = handed_off(case(), casey)
    QuerySet(PlanRequest).update(submitted_at=F("submitted_at") - timedelta(days=2))
    yesterday = case().contract.today - timedelta(days=1)
    file(road)
    road.download()
    CmsDecision.enter(CASE, casey, request=asked, status="REJECTED", decided_on=yesterday)
    road.hpms.cms("reject_request", CASE, request="cms_lead")
    road.download()
    assert CmsDecision.objects.get().decided_on == yesterday
    assert only().answer_seen_at is not None


def test_a_download_corrects_an_answer_written_down_wrongly(road):
    casey = road.casey()
    asked = handed_off(case(), casey)
    file(road)
    road.download()
    today = case().contract.today
    CmsDecision.enter(CASE, casey, request=asked, status="APPROVED", decided_on=today)
    assert case().with_cms_since
    road.hpms.cms("reject_request", CASE, request="cms_lead")
    road.download()
    assert only().status == Status.REJECTED
    assert case().with_cms_since is None
    assert [one.status for one in CmsDecision.objects.all()] == ["APPROVED", "REJECTED"]


def test_a_late_answer_is_not_taken_for_that_of_a_request_made_since(road):
    casey = road.casey()
    first = handed_off(case(), casey)
    file(road)
    road.download()
    today = case().contract.today
    CmsDecision.enter(CASE, casey, request=first, status="REJECTED", decided_on=today)
    second = handed_off(case(), casey, cms_intervention_reason="New: MARx now shows TRC 011")
    road.hpms.cms("reject_request", CASE, request="cms_lead")
    road.download()
    second.refresh_from_db()
    assert second.status == Status.SUBMITTED


def test_a_download_quicker_than_the_confirmation_leaves_one_request(road):
    casey = road.casey()
    asked = draft(case(), casey)
    file(road)
    road.download()
    assert PlanRequest.objects.filter(seen_in_hpms=True).count() == 1
    submit(asked, casey)
    assert (only().pk, only().status, only().seen_in_hpms) == (asked.pk, Status.PENDING, False)
    assert only().first_seen_at


def test_a_value_nobody_can_read_confirms_nothing_and_blocks_closing(road):
    handed_off(case(), road.casey(), CONTRACT_CHANGE)
    road.set(CONTRACT_CHANGE_REQUESTS="Perhaps")
    road.download()
    assert only().status == Status.SUBMITTED
    assert case().contract_change_request_status == "PENDING"


def test_another_category_in_the_record_is_the_sign_that_cms_agreed(road):
    handed_off(case(), road.casey(), CATEGORY_CHANGE)
    road.set(COMPLAINT_CATEGORY="Premiums and Costs")
    road.download()
    assert only().status == Status.SUBMITTED
    road.set(COMPLAINT_SUBCATEGORY="Billed twice")
    road.download()
    assert only().status == Status.APPROVED


def test_two_downloads_without_the_request_raise_an_alert(road):
    handed_off(case(), road.casey())
    road.download()
    assert (only().unseen_runs, only().not_seen) == (1, False)
    road.download()
    assert only().not_seen
    assert case().next_step == "Enter the CMS Lead request"
    file(road)
    road.download()
    assert (only().not_seen, only().unseen_runs) == (False, 0)


def test_a_second_request_is_confirmed_though_the_indicator_never_changed(road):
    casey = road.casey()
    first = handed_off(case(), casey)
    file(road)
    road.download()
    today = case().contract.today
    CmsDecision.enter(CASE, casey, request=first, status="REJECTED", decided_on=today)
    second = handed_off(case(), casey, cms_intervention_reason="New: MARx now shows TRC 011")
    road.download()
    second.refresh_from_db()
    assert (second.status, second.unseen_runs) == (Status.PENDING, 0)


def test_a_download_begun_before_it_was_handed_off_says_nothing(road, settings):
    settings.HPMS_SETTLE_SECONDS = 900
    handed_off(case(), road.casey())
    road.download()
    assert only().unseen_runs == 0


def test_a_download_without_the_complaint_says_nothing(road):
    road.add(OTHER)
    road.download()
    handed_off(case(), road.casey())
    road.hpms.cms("remove_record", CASE)
    road.download()
    assert only().unseen_runs == 0


@pytest.mark.django_db
def test_it_asks_no_more_of_the_database_for_many_than_for_one(casey, django_assert_num_queries):
    many = [make_complaint(issue_level_request_status="REJECTED").pk for _ in range(20)]
    one = make_complaint(issue_level_request_status="REJECTED").pk
    now = datetime.now(UTC)
    with django_assert_num_queries(6):
        requests_follow([one], 1, now)
    with django_assert_num_queries(6):
        requests_follow(many, 1, now)
    assert PlanRequest.objects.filter(status="REJECTED").count() == 21
    handed_off(make_complaint(), casey)
    ids = [asked.complaint_id for asked in PlanRequest.objects.all()]
    with django_assert_num_queries(3):
        requests_look_for(ids, datetime.now(UTC))
