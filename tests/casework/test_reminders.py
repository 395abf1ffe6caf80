"""What the SOP wants by a day is stored beside the complaint and follows its events."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from complaints import sop
from complaints.models import (
    BaeRequest,
    Complaint,
    ContactAttempt,
    IntakeReview,
    Reminder,
    RpcRejection,
    RpcSubmission,
)
from complaints.selectors.facts import facts_for
from complaints.services.case import case_refresh, clocks_recompute
from complaints.services.reminders import reminders_follow
from complaints.sop.timer import Due, Promise
from complaints.time_words import day_words
from tests.factories import make_complaint, make_contract, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def casey():
    return make_user("caseworker", ["H1234"])


@pytest.fixture
def today():
    return make_contract().today


def stored(complaint) -> dict[str, Reminder]:
    return {one.rule: one for one in Reminder.objects.filter(complaint=complaint)}


def resolved(complaint, day) -> None:
    """As a download shows it."""
    Complaint.objects.filter(pk=complaint.pk).update(resolution_date=day)
    case_refresh([complaint.pk])


def written(record) -> None:
    """Past the SOP's questions, which other tests ask."""
    QuerySet(type(record)).bulk_create([record])
    case_refresh([record.complaint_id])


def refused_by_the_rpc(complaint, casey, day) -> RpcSubmission:
    """Sent to the RPC and sent back."""
    sent = RpcSubmission(complaint=complaint, author=casey, submitted_on=day, reference="RPC 123")
    written(sent)
    written(RpcRejection(complaint=complaint, author=casey, submission=sent, rejected_on=day))
    return sent


def test_a_new_complaint_has_its_reminders(today):
    complaint = make_complaint(issue_level="IMMEDIATE_NEED")
    review = stored(complaint)["H.note.4"]
    assert review.due_on == complaint.assignment_date
    assert review.words.startswith("Review the complaint")
    assert not review.outlives_closing


def test_they_are_what_the_timers_say():
    complaint = make_complaint(congressional=True)
    promises = sop.timers(facts_for([complaint.pk])[complaint.pk])
    assert promises
    assert {one.rule: one.due.due_on for one in promises} == {
        rule: one.due_on for rule, one in stored(complaint).items()
    }


def test_what_was_done_is_reminded_of_no_more(casey):
    complaint = make_complaint()
    assert "H.note.4" in stored(complaint)
    IntakeReview.enter(complaint.pk, casey, has_access_to_care=True)
    assert "H.note.4" not in stored(complaint)


def test_an_unchanged_reminder_keeps_its_row():
    complaint = make_complaint()
    before = {rule: (one.pk, one.since) for rule, one in stored(complaint).items()}
    case_refresh([complaint.pk])
    assert {rule: (one.pk, one.since) for rule, one in stored(complaint).items()} == before


def test_one_that_changes_keeps_the_day_it_first_came_up(today):
    complaint = make_complaint(issue_level="IMMEDIATE_NEED")
    before = stored(complaint)["H.note.4"]
    Complaint.objects.update(assignment_date=today, issue_level="URGENT")
    case_refresh([complaint.pk])
    after = stored(complaint)["H.note.4"]
    assert after.due_on != before.due_on
    assert (after.pk, after.since) == (before.pk, before.since)


def test_closing_leaves_what_outlives_it(casey, today):
    complaint = make_complaint()
    refused_by_the_rpc(complaint, casey, today)
    assert {"D.2.b", "H.note.4"} <= set(stored(complaint))
    resolved(complaint, today)
    assert set(stored(complaint)) == {"D.2.b"}
    assert stored(complaint)["D.2.b"].subject == "RPC 123"
    assert stored(complaint)["D.2.b"].outlives_closing


def test_a_case_cms_has_taken_keeps_its_promises_and_the_contact(casey, today):
    complaint = make_complaint()
    refused_by_the_rpc(complaint, casey, today)
    ContactAttempt.enter(
        complaint.pk,
        casey,
        attempted_at=timezone.now() - timedelta(minutes=5),
        method="PHONE",
        outcome="REACHED",
    )
    assert {"D.2.b", "B.note.1", "H.note.4", "Q.note.1"} <= set(stored(complaint))
    Complaint.objects.update(with_cms_since=today)
    case_refresh([complaint.pk])
    assert set(stored(complaint)) == {"D.2.b", "B.note.1"}


def test_a_promise_on_a_closed_complaint_leads_its_next_step(casey, today):
    complaint = make_complaint()
    refused_by_the_rpc(complaint, casey, today - timedelta(days=7))
    resolved(complaint, today)
    complaint.refresh_from_db()
    assert complaint.next_step.startswith("Mend and resubmit to the RPC")
    assert complaint.next_step_rule == "D.2.b"
    assert complaint.next_step_why.startswith("was due ")


def test_a_promise_not_due_yet_waits(casey, today):
    complaint = make_complaint()
    refused_by_the_rpc(complaint, casey, today)
    resolved(complaint, today)
    complaint.refresh_from_db()
    assert stored(complaint)["D.2.b"].due_on > today
    assert complaint.next_step == ""


def test_a_promise_kept_leaves_a_closed_complaint_in_peace(casey, today):
    complaint = make_complaint()
    sent = refused_by_the_rpc(complaint, casey, today - timedelta(days=7))
    written(RpcSubmission(complaint=complaint, author=casey, submitted_on=today, resubmits=sent))
    resolved(complaint, today)
    complaint.refresh_from_db()
    assert not stored(complaint)
    assert complaint.next_step == ""


def test_the_hourly_run_sees_closed_complaints_with_a_promise(casey, today):
    """A BAE check that falls due after the closing."""
    complaint, closed = make_complaint(), make_complaint(resolution_date=today)
    back = timezone.now() - timedelta(days=31)
    written(BaeRequest(complaint=complaint, author=casey, worksheet_returned_at=back))
    resolved(complaint, today)
    assert {one.subject for one in complaint.reminders.all()} == {"check", "overdue"}
    Complaint.objects.update(next_step="", next_step_why="out of date")
    assert clocks_recompute() == 1
    complaint.refresh_from_db()
    closed.refresh_from_db()
    assert complaint.next_step == "Check whether CMS's record shows the LIS"
    assert closed.next_step_why == "out of date"


def test_storing_costs_three_queries_for_one_case_and_for_200(today):
    ids = [make_complaint().pk for _ in range(40)]

    def promised(words: str, rule: str, of: list[str]) -> dict[str, list[Promise]]:
        due = [Due(today, f"{words} {number}", subject=str(number)) for number in range(5)]
        return {pk: [Promise(rule, "SOP", one) for one in due] for pk in of}

    Reminder.objects.all().delete()
    for of in (ids[:1], ids):
        reminders_follow(promised("Before", "N.5", of))
        with CaptureQueriesContext(connection) as some:
            reminders_follow(
                {
                    pk: [*promised("After", "N.5", of)[pk][:3], *promised("New", "D.2.b", of)[pk]]
                    for pk in of
                }
            )
        assert len(some) == 3
        assert Reminder.objects.filter(complaint__in=of).count() == 8 * len(of)
    with CaptureQueriesContext(connection) as none:
        reminders_follow({})
    assert len(none) <= 1


def test_texts_longer_than_their_columns_do_not_stop_it(today):
    complaint = make_complaint()
    due = Due(today, "w" * 300, subject="s" * 300)
    reminders_follow({complaint.pk: [Promise("N.5", "SOP N, step 5", due)]})
    one = Reminder.objects.get(complaint=complaint)
    assert (len(one.words), len(one.subject)) == (200, 80)


def test_two_of_one_rule_and_subject_are_one_the_first(today):
    complaint = make_complaint()
    twice = [Due(today, "First"), Due(today + timedelta(days=1), "Second")]
    reminders_follow({complaint.pk: [Promise("N.5", "SOP N, step 5", due) for due in twice]})
    assert Reminder.objects.get(complaint=complaint).words == "First"


def test_the_page_shows_what_is_due_and_marks_what_is_late(client, casey, today):
    complaint = make_complaint(issue_level="IMMEDIATE_NEED")
    client.force_login(casey)
    shown = client.get(reverse("complaint", args=[complaint.pk])).content.decode()
    assert "Due on this case" in shown
    assert "Review the complaint: is it the right contract" in shown
    was_due = day_words(complaint.assignment_date, today)
    assert f'<strong class="cw-late">Was due {was_due}</strong>' in shown
    assert "H.note.4</a>" in shown


def test_the_page_of_a_closed_complaint_shows_no_reminder(client, casey, today):
    complaint = make_complaint(resolution_date=today)
    client.force_login(casey)
    shown = client.get(reverse("complaint", args=[complaint.pk])).content.decode()
    assert "Due on this case" not in shown
