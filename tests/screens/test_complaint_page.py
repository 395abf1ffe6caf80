import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.models import (
    AccessGrant,
    Acknowledgement,
    Attachment,
    CaseworkNote,
    CaseworkUpload,
    Complaint,
    ComplaintChange,
    ContactAttempt,
    Refused,
    Resolution,
    ScenarioChoice,
)
from complaints.models.choices import UploadState
from complaints.models.scenario_choice import LETTERS
from complaints.time_words import day_words
from ctm_casework.accounts.models import AccessLog
from plan_requests.models import PlanRequest
from plan_requests.models.choices import RequestType
from tests.factories import make_complaint, make_contract, make_user

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def page(client, complaint, query=""):
    return client.get(reverse("complaint", args=[complaint.pk]) + query)


def test_it_tells_whom_to_call_and_how(desk, words):
    complaint = make_complaint(
        contact_first_name="Delores",
        contact_last_name="Whitaker",
        contact_phone="845 555 0142",
        alt_phone="daughter 845-555-0177",
        preferred_call_time="After 2:00 PM",
        preferred_language="Spanish",
        accessible_format="Y",
    )
    response = page(desk, complaint)
    for said in (
        "Delores Whitaker, beneficiary (845) 555-0142 then (845) 555-0177",
        "After 2:00 PM",
        "Spanish",
        "Accessible format needed",
    ):
        assert said in words(response)
    assert 'href="tel:+1-845-555-0142"' in response.content.decode()


@pytest.mark.parametrize("given", ["ANY", "Any"])
def test_it_reads_any_call_time_as_any_time(desk, words, given):
    assert "Call time Any time Language" in words(
        page(desk, make_complaint(preferred_call_time=given))
    )


def test_it_lets_one_take_the_complaint_over(desk, casey, words):
    complaint = make_complaint(assignee=make_user("caseworker", username="priya"))
    offered = page(desk, complaint)
    assert "Assignee Priya Ferris Assign to me" in words(offered)
    form = re.search(
        r'<form method="post" action="/complaints/assign/">.*?</form>',
        offered.content.decode(),
        re.DOTALL,
    )
    fields = dict(re.findall(r'name="(pick|to|back)"\s+value="([^"]*)"', form[0]))
    response = desk.post(reverse("complaints-assign"), fields, follow=True)
    assert response.request["PATH_INFO"] == reverse("complaint", args=[complaint.pk])
    assert "1 complaint assigned to Casey Moran." in words(response)
    assert Complaint.objects.get(pk=complaint.pk).assignee == casey
    assert "Assign to me" not in words(response)


def test_it_offers_the_auditor_no_taking_over(client, words):
    complaint = make_complaint()
    client.force_login(make_user("auditor"))
    assert "Assign to me" not in words(page(client, complaint))


def test_it_shows_a_phone_text_that_holds_no_number_as_it_came(desk, words):
    response = page(desk, make_complaint(contact_phone="has no phone"))
    assert "has no phone" in words(response)
    assert "tel:" not in response.content.decode()


def test_it_explains_the_clock_with_its_sum_and_citation(desk, words):
    today = make_contract().today
    assigned = today - timedelta(days=2)
    complaint = make_complaint(issue_level="IMMEDIATE_NEED", assignment_date=assigned)
    said = words(page(desk, complaint))
    assert "Due today, " in said
    assert (
        f"Immediate Need: assigned {day_words(assigned, today)} + 2 calendar days = "
        f"{day_words(today, today)}, 11:59 PM. Weekends count. 42 CFR 422.125" in said
    )
    assert "nobody tried yet" in said


def overdue_and_tried(casey):
    """A complaint overdue since days, its first contact missed, one attempt made."""
    day = make_contract().today - timedelta(days=10)
    complaint = make_complaint(issue_level="IMMEDIATE_NEED", assignment_date=day, received_date=day)
    ContactAttempt.enter(complaint.pk, casey, attempted_at=NOW, method="PHONE", outcome="NO_ANSWER")
    return complaint


def test_it_shows_in_red_that_the_first_contact_was_missed(desk, casey, words):
    missed = page(desk, overdue_and_tried(casey))
    assert "Contact was due by" in words(missed)
    assert '<strong class="cw-missed">Contact was due by' in missed.content.decode()
    in_time = page(desk, make_complaint())
    assert "Contact due by" in words(in_time)
    assert "cw-missed" not in in_time.content.decode()


def accept_closing(complaint, casey, accepted_at):
    note = "Issue: claim rejected. Actions: claim rerun and paid. Decision: founded, she was told."
    values = {
        "note": note,
        "resolution_date": complaint.contract.today,
        "contact_made": "BENEFICIARY",
        "complainant_satisfied": "U",
        "hpi_related": "N",
        "resolution_notification": "1",
    }
    reason = "She picked it up herself, says the pharmacy."
    try:
        Resolution.enter(complaint.pk, casey, **values)
    except Refused as refused:
        past = [Acknowledgement(finding.rule, reason) for finding in refused.findings]
        Resolution.enter(complaint.pk, casey, past, **values)
    CaseworkUpload.objects.update(state=UploadState.ACCEPTED, accepted_at=accepted_at)


def test_it_asks_nothing_more_between_hpms_s_acceptance_and_the_download_of_its_date(
    desk, casey, words
):
    complaint = overdue_and_tried(casey)
    before = words(page(desk, complaint))
    for told in ("Was due", "overdue", "To do", "After the third", "Next:"):
        assert told in before
    accept_closing(complaint, casey, accepted_at=NOW)
    response = page(desk, complaint)
    said = words(response)
    assert re.search(r"Resolution accepted by HPMS \d+:\d\d [AP]M, waiting for its date", said)
    assert "HPMS accepted the resolution. A later download brings its date." in said
    assert "waiting for its date: late by that day" in said
    assert response.content.decode().count('"cw-due cw-due--overdue"') == 1, (
        "told as plainly as due"
    )
    for told in ("Was due", "Contact was due", "After the third", "Next:", "To do", "block,"):
        assert told not in said


def test_a_closing_still_on_its_way_leaves_the_clock_running(desk, casey, words):
    complaint = overdue_and_tried(casey)
    accept_closing(complaint, casey, accepted_at=None)
    CaseworkUpload.objects.update(state=UploadState.QUEUED)
    assert "Was due" in words(page(desk, complaint))


def test_it_advises_no_letter_once_resolved(desk, casey, words):
    complaint = overdue_and_tried(casey)
    Complaint.objects.filter(pk=complaint.pk).update(resolution_date=complaint.contract.today)
    said = words(page(desk, complaint))
    assert "Contact attempts 1 made" in said
    assert "After the third" not in said
    assert "Assign to me" not in said


def test_it_says_that_hpms_shows_it_resolved(desk, words):
    complaint = make_complaint(resolution_date=make_contract().today)
    said = words(page(desk, complaint))
    assert ", says HPMS" in said
    assert "Nothing: HPMS shows it resolved." in said
    assert "calendar days =" not in said


def test_it_shows_the_newest_comment_somebody_wrote_and_the_others_folded(desk, words):
    comments = (
        "11/21/2026 07:00 AM System: Reopened.\n"
        "11/20/2026 08:38 AM CMS: Call her.\nShe is worried.\n"
        "11/19/2026 07:00 AM CMS: Older."
    )
    said = words(page(desk, make_complaint(comments=comments)))
    assert "11/20/2026 08:38 AM CMS: Call her. She is worried. All 3 entries" in said


def test_it_says_when_only_the_system_commented(desk, words):
    said = words(page(desk, make_complaint(comments="11/19/2026 07:00 AM System: Assigned.")))
    assert "Nobody has commented. 1 by HPMS itself" in said


def test_it_lists_what_blocks_closing_with_rule_and_citation(desk, words):
    complaint = make_complaint(
        complaint_category="", complaint_subcategory="", contract_change_request_status="PENDING"
    )
    said = words(page(desk, complaint))
    assert "2 block," in said
    assert "Blocks Ask CMS for a category" in said
    assert "C.1.a · SOP C, step 1.a" in said
    assert "Wait for CMS to answer the pending contract change request" in said
    assert "Contract change Pending" in said


def test_it_shows_no_way_to_close_a_swift_case(desk, words):
    complaint = make_complaint(swift_control_number="SW-17")
    response = page(desk, complaint)
    assert "Plans cannot close SWIFT cases: ask CMS to take it" in words(response)
    assert "/resolve/" not in response.content.decode()
    ask = f"{reverse('request-new', args=[complaint.pk])}?type=CMS_ISSUE"
    assert f'<a href="{ask}">ask CMS to take it</a>' in response.content.decode()
    assert desk.get(ask).status_code == 200


def test_it_counts_attempts_and_proposes_another_day_and_time(desk, casey, words):
    complaint = make_complaint(assignment_date=NOW.date() - timedelta(days=3))
    ContactAttempt.enter(
        complaint.pk,
        casey,
        attempted_at=NOW - timedelta(hours=1),
        method="PHONE",
        outcome="NO_ANSWER",
    )
    response = page(desk, complaint)
    assert "Contact attempts 1 of 3" in words(response)
    proposed = response.context["case"].coach.next
    assert proposed.date() > (NOW - timedelta(hours=1)).astimezone(proposed.tzinfo).date()
    assert proposed.hour >= 14  # "After 2:00 PM"


def test_it_proposes_nothing_once_somebody_was_reached(desk, casey, words):
    complaint = make_complaint()
    ContactAttempt.enter(complaint.pk, casey, attempted_at=NOW, method="PHONE", outcome="REACHED")
    assert "Contact attempts reached" in words(page(desk, complaint))
    assert page(desk, complaint).context["case"].coach.next is None


def test_it_tells_the_casework_as_one_story_newest_first(desk, casey, words):
    complaint = make_complaint()
    arrived, changed = NOW - timedelta(days=2), NOW - timedelta(hours=5)
    ComplaintChange.objects.create(complaint=complaint, seen_at=arrived, download_run=1)
    for column, old, new in (
        ("contacted_plan_before_complaint", "N", "Y"),
        ("comments", "old", "CMS: new\nold"),
    ):
        ComplaintChange.objects.create(
            complaint=complaint, column=column, old=old, new=new, seen_at=changed, download_run=2
        )
    CaseworkNote.enter(complaint.pk, casey, text="Kept for us.", internal=True)
    said = words(page(desk, complaint))
    story = said[said.index("All 3") :]
    assert story.index(
        "Note 1, internal Casey Moran Kept for us. Internal, not sent."
    ) < story.index("HPMS change sync")
    assert "Contacted plan before complaint: No to Yes" in story
    assert "CMS comments: CMS: new" in story
    assert story.index("HPMS change") < story.index("Arrived from HPMS sync")
    assert "Kept for us." not in words(page(desk, complaint, "?show=changes"))


def test_it_tells_why_a_warning_was_gone_past_under_the_record_it_belongs_to(desk, casey, words):
    complaint = make_complaint()
    CaseworkNote.enter(complaint.pk, casey, text="Left a voicemail.")
    with pytest.raises(Refused) as refused:
        CaseworkNote.enter(complaint.pk, casey, text="Left a voicemail.")
    rule = refused.value.findings[0].rule
    reason = "Another voicemail, another day."
    again = CaseworkNote.enter(
        complaint.pk, casey, [Acknowledgement(rule, reason)], text="Left a voicemail."
    )
    html = page(desk, complaint).content.decode()
    assert words(page(desk, complaint)).count(f"Went past {rule} : {reason}") == 1
    assert (
        html.index(f'id="note-{again.pk}"')
        < html.index(reason)
        < html.index('id="note-', html.index(reason))
    )


@pytest.mark.parametrize(
    ("column", "old", "new", "said"),
    [
        ("resolution_date", "", "2026-11-21", "Resolution date: blank to 11/21/2026"),
        ("swift", "false", "true", "SWIFT: No to Yes"),
        ("issue_level", "URGENT", "UNKNOWN", "Issue level: Urgent to Level not recognized"),
        ("complaint_subcategory", "2026-11-21", "", "Complaint subcategory: 2026-11-21 to blank"),
    ],
)
def test_it_writes_what_hpms_changed_as_people_do(desk, words, column, old, new, said):
    complaint = make_complaint()
    ComplaintChange.objects.create(
        complaint=complaint, column=column, old=old, new=new, seen_at=NOW, download_run=1
    )
    assert said in words(page(desk, complaint))


def test_it_links_other_complaints_under_the_same_number_of_ones_own_plan(desk, words):
    complaint = make_complaint(bene_id="1EG4TE5WF41")
    other = make_complaint(bene_id="1EG4TE5WF41", resolution_date=make_contract().today)
    foreign = make_complaint(bene_id="1EG4TE5WF41", contract="H9999")
    said = words(page(desk, complaint))
    assert other.pk in said
    assert foreign.pk not in said


def test_it_names_values_that_were_read_as_their_worst_case(desk, words):
    said = words(page(desk, make_complaint(swift=True, review_flags=["DL.SWIFT"])))
    assert "HPMS sent values to check: SWIFT." in said


def test_agent_data_that_hpms_does_not_show_is_no_value_of_hpms(desk, words):
    said = words(page(desk, make_complaint(review_flags=["UP.agentBroker.category"])))
    assert "HPMS accepted agent or broker data from here and does not show it" in said
    assert "Agent data not taken" in said
    assert "values to check" not in said
    assert "Check record" not in said


def test_it_hides_a_complaint_of_the_other_plan_as_if_there_were_none(desk):
    foreign = make_complaint(contract="H9999")
    assert page(desk, foreign).status_code == 404
    for route in ("complaint-note", "complaint-note-check", "complaint-contact", "resolve-check"):
        assert desk.post(reverse(route, args=[foreign.pk])).status_code == 404


def test_the_auditor_reads_everything_and_can_enter_nothing(client):
    complaint = make_complaint()
    client.force_login(make_user("auditor"))
    html = page(client, complaint).content.decode()
    main = html[html.index("<main") :]
    assert "<form" not in main
    assert client.post(reverse("complaint-note", args=[complaint.pk])).status_code == 403


def test_it_logs_the_look(desk, casey):
    complaint = make_complaint()
    page(desk, complaint)
    look = AccessLog.objects.get()
    assert (look.user, look.door, look.complaint_ids) == (casey, "complaint", [complaint.pk])


def test_the_right_column_goes_from_what_blocks_to_what_is_kept(desk, casey):
    complaint = make_complaint(bene_id="1EG4TE5MK73")
    make_complaint(bene_id="1EG4TE5MK73")
    html = page(desk, complaint).content.decode()
    right = html[html.index('class="cw-case__right"') : html.index('class="cw-case__time"')]
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", right) == [
        "What blocks closing",
        "SOP scenarios",
        "Due on this case",
        "Plan Requests",
        "What the plan states",
        "Related complaints",
        "Documents",
    ]


def test_a_swift_case_is_asked_no_answers_for_resolving(desk, words):
    assert "Answer when resolving" in words(page(desk, make_complaint()))
    assert "Answer when resolving" not in words(page(desk, make_complaint(swift=True)))


# Session and person, the complaint, its facts, its casework, panels, reminders, and the log of the look.
QUERIES = 41


def test_it_asks_the_database_no_more_for_a_long_story_than_for_a_short_one(desk, casey):
    complaint = make_complaint(bene_id="1EG4TE5MK73")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert page(desk, complaint).status_code == 200
        return len(captured)

    def work(number):
        CaseworkNote.enter(complaint.pk, casey, text=f"Note {number}.")
        ContactAttempt.enter(
            complaint.pk, casey, attempted_at=NOW, method="PHONE", outcome="NO_ANSWER"
        )
        AccessGrant.enter(complaint.pk, casey, access_granted_on=complaint.contract.today)
        PlanRequest.objects.create(
            complaint=complaint, author=casey, request_type=RequestType.values[number % 4]
        )
        Attachment.enter(
            complaint.pk,
            casey,
            file=SimpleUploadedFile(f"letter_{number}.txt", b"We wrote to her."),
            document_type="BENEFICIARY_LETTER",
        )
        ScenarioChoice.enter(complaint.pk, casey, list(LETTERS)[number], accepted=True)
        make_complaint(bene_id="1EG4TE5MK73")

    work(0)
    CaseworkUpload.objects.update(state=UploadState.FAILED)
    short = queries()
    for number in range(1, 6):
        work(number)
    CaseworkUpload.objects.update(state=UploadState.FAILED)
    assert queries() == short == QUERIES


@pytest.mark.parametrize(("days", "late"), [(1, True), (0, False)])
def test_a_resolution_that_came_late_is_marked_and_one_in_time_is_calm(desk, words, days, late):
    today = make_contract().today
    began = today - timedelta(days=2 + days)
    complaint = make_complaint(
        issue_level="IMMEDIATE_NEED",
        received_date=began,
        assignment_date=began,
        resolution_date=today,
    )
    response = page(desk, complaint)
    assert ("says HPMS: late, was due" in words(response)) is late
    assert ('class="cw-due cw-due--overdue"' in response.content.decode()) is late
