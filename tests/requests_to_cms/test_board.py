"""Requests and promises: what stands where, for whom, and in how many queries."""

import csv
import io
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from complaints.models import Reminder
from ctm_casework.accounts.models import AccessLog
from plan_requests.models import CmsDecision, PlanRequest
from tests.factories import make_complaint, make_user
from tests.requests_to_cms.ask import CMS_ISSUE, CONTRACT_CHANGE, LEVEL_CHANGE, draft, handed_off

pytestmark = pytest.mark.django_db
BOARD = "/requests/"


def placed(response):
    """Complaint ids by section, those without rows left out."""
    return {
        shown.section.key: [row.complaint.pk for row in shown.rows]
        for shown in response.context["board"].sections
        if shown.rows
    }


def asked_about(casey, values=CMS_ISSUE, **state):
    asked = handed_off(make_complaint(), casey, values)
    QuerySet(PlanRequest).filter(pk=asked.pk).update(**state)
    return asked


def test_each_request_stands_where_it_asks_for_something(desk, casey):
    unseen = asked_about(casey, unseen_runs=2)
    waiting = asked_about(casey)
    pending = asked_about(casey, status="PENDING")
    begun = draft(make_complaint(), casey)
    answered = asked_about(casey, CONTRACT_CHANGE)
    today = timezone.localdate()
    enter = {"author": casey, "decided_on": answered.complaint.contract.today}
    CmsDecision.enter(answered.complaint_id, request=answered, status="APPROVED", **enter)
    refused = asked_about(casey, LEVEL_CHANGE)
    CmsDecision.enter(refused.complaint_id, request=refused, status="REJECTED", **enter)
    Reminder.objects.all().delete()
    Reminder.objects.create(
        complaint=make_complaint(resolution_date=today),
        rule="N.5",
        due_on=today + timedelta(days=30),
        words="Check the LIS level",
        outlives_closing=True,
    )
    promised = Reminder.objects.get().complaint_id
    assert placed(desk.get(BOARD)) == {
        "look": [unseen.complaint_id, refused.complaint_id],
        "answered": [answered.complaint_id],
        "handed-off": [waiting.complaint_id],
        "pending": [pending.complaint_id],
        "drafts": [begun.complaint_id],
        "promises": [promised],
    }


def test_a_reminder_of_an_open_case_shows_once_its_day_is_over(desk, casey):
    complaint = make_complaint()
    Reminder.objects.all().delete()
    for days in (-1, 1):
        Reminder.objects.create(
            complaint=complaint,
            rule="B.note.1",
            subject=str(days),
            due_on=timezone.localdate() + timedelta(days=days),
            words="Make interim contact",
        )
    board = desk.get(BOARD).context["board"]
    assert placed(desk.get(BOARD)) == {"late": [complaint.pk]}
    (row,) = board.sections[-1].rows
    assert (row.reminder.subject, row.overdue) == ("-1", True)


def test_others_see_nothing_of_it(client, casey):
    handed_off(make_complaint(), casey)
    client.force_login(make_user("caseworker", ["H9999"], username="olive"))
    assert placed(client.get(BOARD)) == {}
    assert not AccessLog.objects.filter(door="requests").exists()


def test_each_look_is_logged_with_the_ids_shown(desk, casey):
    asked = handed_off(make_complaint(), casey)
    desk.get(BOARD)
    assert AccessLog.objects.get(door="requests").complaint_ids == [asked.complaint_id]


def test_a_case_that_moved_away_stays_in_the_line_without_a_link(desk, casey, words):
    asked = handed_off(make_complaint(), casey, CONTRACT_CHANGE)
    away = make_complaint(contract="H9999").contract
    asked.complaint.contract = away
    asked.complaint.save()
    page = desk.get(BOARD)
    assert "Another contract has the case now" in words(page)
    assert reverse("complaint", args=[asked.complaint_id]) not in page.content.decode()


def test_it_asks_no_more_for_many_than_for_few(desk, casey, django_assert_max_num_queries):
    for _ in range(3):
        asked_about(casey)
        draft(make_complaint(), casey)
        rejected = asked_about(casey, LEVEL_CHANGE)
        day = rejected.complaint.contract.today
        CmsDecision.enter(
            rejected.complaint_id, casey, request=rejected, status="REJECTED", decided_on=day
        )
    with django_assert_max_num_queries(28):
        desk.get(BOARD)
    for _ in range(4):
        asked_about(casey)
        draft(make_complaint(), casey)
    with django_assert_max_num_queries(28):
        desk.get(BOARD)


def test_a_section_is_read_page_by_page(desk, casey):
    for _ in range(51):
        draft(make_complaint(complaint_category="", due_on=None), casey)
    board = desk.get(f"{BOARD}?section=drafts&page=2").context["board"]
    assert (board.pages, len(board.sections), len(board.sections[0].rows)) == (2, 1, 1)


def test_the_sheet_holds_every_row_and_is_logged(desk, casey):
    asked = handed_off(make_complaint(), casey, CONTRACT_CHANGE)
    draft(make_complaint(), casey)
    response = desk.get(f"{BOARD}requests.csv?section=handed-off")
    rows = list(csv.DictReader(io.StringIO(response.content.decode().lstrip("\ufeff"))))
    assert [(row["Complaint"], row["What"], row["Status"]) for row in rows] == [
        (asked.complaint_id, "Contract change to H5678", "Handed off to HPMS")
    ]
    assert AccessLog.objects.get(door="requests-csv").complaint_ids == [asked.complaint_id]


def test_a_reminder_past_its_day_says_that_it_was_due_and_whose_case_it_is(desk, words):
    today = timezone.localdate()
    for days, name in ((-2, "Whitaker"), (2, "Okafor")):
        Reminder.objects.create(
            complaint=make_complaint(contact_last_name=name, resolution_date=today),
            rule="N.5",
            due_on=today + timedelta(days=days),
            words=f"Check the LIS level of {name}",
            outlives_closing=True,
        )
    said = words(desk.get(f"{BOARD}?section=promises"))
    assert "Delores Whitaker" in said
    assert said.count("Was due") == 1
    assert said.index("Check the LIS level of Whitaker") < said.index("Was due")
    assert said.index("Was due") < said.index("Check the LIS level of Okafor")
