from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.api.serializers.complaints import COLUMNS
from complaints.models import CaseworkNote, ComplaintChange, ContactAttempt, Resolution
from ctm_casework.accounts.services import contract_set
from hpms_sync.layouts import FIELDS
from tests.api.conftest import API, NOTE
from tests.factories import make_complaint

pytestmark = pytest.mark.django_db


def shown(api, complaint):
    response = api.get(f"{API}{complaint.pk}/")
    assert response.status_code == 200, response.content
    return response.json()


def test_it_shows_the_42_columns_under_the_names_of_the_layout(api):
    body = shown(api, make_complaint(bene_id="1EG4TE5MK73", congressional=True))
    assert list(FIELDS) == COLUMNS
    assert set(COLUMNS) <= set(body)
    assert body["bene_id"] == "1EG4TE5MK73"
    assert body["contract_id"] == "H1234"
    assert body["congressional"] is True
    assert body["issue_level"] == "URGENT"


def test_it_shows_the_clock_with_readings_and_lines(api):
    contract_set("H1234", time_zone="America/Chicago")
    complaint = make_complaint(
        assignment_date=date(2026, 1, 5),
        received_date=date(2026, 1, 5),
        issue_level="IMMEDIATE_NEED",
        issue_level_request_status="PENDING",
    )
    body = shown(api, complaint)
    assert body["due_on"] == body["clock"]["due_on"] == "2026-01-07"
    assert body["due_at"] == body["clock"]["due_at"] == "2026-01-07T23:59:00-06:00"
    assert body["clock"]["state"] == "STOPPED"
    assert [one["name"] for one in body["clock"]["readings"]] == ["strict", "paused"]
    assert body["clock"]["lines"][0]["rules"][0] == "CFR.resolve.immediate"
    assert body["contract"] == {
        "contract_id": "H1234",
        "name": "Evergreen Health Plan",
        "plan_type": "MAO",
        "parent_organization": None,
        "time_zone": "America/Chicago",
    }


def test_it_shows_casework_uploads_and_changes(api, casey):
    complaint = make_complaint(assignee=casey)
    made = datetime.now(UTC)
    ContactAttempt.enter(complaint.pk, casey, attempted_at=made, method="PHONE", outcome="REACHED")
    note = CaseworkNote.enter(complaint.pk, casey, text=NOTE)
    ComplaintChange.objects.create(
        complaint=complaint,
        column="issue_level",
        old="",
        new="URGENT",
        seen_at=made,
        download_run=7,
    )
    body = shown(api, complaint)
    assert body["assignee"] == {"username": "casey", "name": "Casey Moran"}
    assert body["next_step"]["words"] == "Resolve"
    assert [one["outcome"] for one in body["contacts"]] == ["REACHED"]
    assert [one["text"] for one in body["notes"]] == [NOTE]
    (upload,) = body["uploads"]
    assert (upload["note"], upload["state"]) == (note.pk, "QUEUED")
    assert upload["events"][0]["message"] == "Waiting to be sent."
    assert body["changes"][0]["new"] == "URGENT"
    assert body["resolution"] is None
    assert body["assignments"][0]["ended_on"] is None


def test_it_shows_the_resolution_that_stands_and_those_that_were_taken_back(api, casey):
    complaint = make_complaint()
    today = complaint.contract.today
    moment = datetime(today.year, today.month, today.day, tzinfo=ZoneInfo("UTC")) - timedelta(
        days=1
    )
    ContactAttempt.enter(
        complaint.pk,
        casey,
        attempted_at=moment,
        method="PHONE",
        outcome="REACHED",
        purpose="RESOLUTION",
    )

    def resolve(note):
        return Resolution.enter(
            complaint.pk,
            casey,
            resolution_date=today,
            note=note,
            contact_made="BENEFICIARY",
            complainant_satisfied="Y",
            hpi_related="N",
            resolution_notification="1",
        )

    resolve(NOTE).withdraw()
    second = resolve(f"{NOTE} Told again.")
    body = shown(api, complaint)
    assert body["resolution"]["id"] == second.pk
    assert [one["note"] for one in body["earlier_resolutions"]] == [NOTE]


def test_a_complaint_with_thirty_notes_takes_as_many_queries_as_one_with_one(api, casey):
    complaint = make_complaint(assignee=casey)

    def add(number):
        CaseworkNote.enter(complaint.pk, casey, text=f"Call {number}: {NOTE}")
        ContactAttempt.enter(
            complaint.pk,
            casey,
            attempted_at=datetime.now(UTC) - timedelta(hours=number),
            method="PHONE",
            outcome="NO_ANSWER",
        )

    def queries():
        with CaptureQueriesContext(connection) as asked:
            body = shown(api, complaint)
        return len(asked), len(body["notes"])

    add(1)
    one = queries()
    for number in range(2, 31):
        add(number)
    thirty = queries()
    assert (one[1], thirty[1]) == (1, 30)
    assert one[0] == thirty[0]
