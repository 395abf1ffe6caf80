"""Cases no download brings: of CTM's marketing report, and those that came straight to the plan."""

from datetime import timedelta

import pytest
from django.urls import reverse

from complaints.control_room.population import Room
from complaints.models import (
    CaseworkNote,
    CaseworkUpload,
    CmsContacts,
    Complaint,
    DirectCase,
    Refused,
    Resolution,
)
from ctm_casework.accounts.models import AccessLog
from tests.factories import make_complaint, make_contract, make_user

pytestmark = pytest.mark.django_db

REPORTED = {
    "complaint_id": "C2611200042",
    "contract": "H1234",
    "received_date": "2026-11-20",
    "contact_last_name": "Okafor",
    "complaint_category": "Enrollment Exception",
    "complaint_subcategory": "Alleged Marketing Misrepresentation (RO Action Needed)",
    "complaint_summary": "She says the agent promised that her doctor is in the network.",
}
DIRECT = {
    "contract": "H1234",
    "kind": "RETRO_ENROLLMENT",
    "received_on": "2026-11-20",
    "first_name": "Lou",
    "last_name": "Brandt",
    "requested_effective_date": "2026-05-01",
    "summary": "Asks for coverage from May on; the form was mislaid by the plan.",
}


@pytest.fixture
def casey():
    return make_user("caseworker", ["H1234"])


@pytest.fixture
def desk(client, casey):
    client.force_login(casey)
    return client


def test_a_case_of_the_marketing_report_is_entered_by_hand_and_followed_by_scenario_l(desk):
    answer = desk.post("/cases/report-only/new/", REPORTED)

    complaint = Complaint.objects.get()
    assert answer.headers["Location"] == f"/complaints/{complaint.pk}/"
    assert complaint.report_only
    assert (complaint.due_on, complaint.contact_due_on) == (None, None)
    assert complaint.scenario_choices.get().scenario == "MARKETING_MISREP"


def test_there_is_nothing_for_the_plan_to_close(desk, casey):
    desk.post("/cases/report-only/new/", REPORTED)
    complaint = Complaint.objects.get()

    with pytest.raises(Refused) as refused:
        Resolution.enter(complaint.pk, casey, note="Agent retrained.")

    assert "L.note.2.report_only" in {finding.rule for finding in refused.value.findings}


def test_it_is_listed_on_its_own_and_counts_in_no_figure(desk, casey):
    old = {**REPORTED, "received_date": "2026-08-01"}
    desk.post("/cases/report-only/new/", old)
    mine = make_complaint("C2611200043", assignee=casey)

    assert [c.pk for c in Complaint.objects.at_the_plan()] == [mine.pk]
    assert [c.pk for c in Room(casey).rows("open")] == [mine.pk]
    assert not Room(casey).rows("overdue").exists()
    listing = desk.get(reverse("worklist"), {"view": "marketing-report"}).context["listing"]
    assert listing.complaint_ids == ["C2611200042"]
    assert (listing.view_counts["marketing-report"], listing.view_counts["all"]) == (1, 1)
    complaint = Complaint.objects.get(report_only=True)
    assert complaint.next_step == "Investigate and correct"
    assert complaint.next_step_rule == "L.note.2.same"
    assert not complaint.reminders.exists()


def test_its_page_shows_no_due_date_and_offers_no_closing(desk):
    desk.post("/cases/report-only/new/", REPORTED)
    page = desk.get("/complaints/C2611200042/").content.decode()

    assert "In the marketing report alone: no due date" in page
    assert "/complaints/C2611200042/resolve/" not in page
    other = desk.get(f"/complaints/{make_complaint().pk}/").content.decode()
    assert "/resolve/" in other


def test_its_notes_stay_with_the_plan_because_hpms_uploads_do_not_know_it(desk):
    desk.post("/cases/report-only/new/", REPORTED)

    desk.post("/complaints/C2611200042/note/", {"text": "Agent retrained on 11/20/2026."})

    assert CaseworkNote.objects.count() == 1
    assert not CaseworkUpload.objects.exists()


def test_a_complaint_that_is_known_is_not_entered_twice(desk):
    make_complaint("C2611200042", report_only=False)

    answer = desk.post("/cases/report-only/new/", REPORTED)

    assert answer.status_code == 422
    assert "known already" in answer.content.decode()
    assert "She says the agent promised" in answer.content.decode()
    assert not Complaint.objects.get().report_only


def test_a_case_of_another_contract_cannot_be_entered(desk):
    make_contract("H9999")

    answer = desk.post("/cases/report-only/new/", {**REPORTED, "contract": "H9999"})

    assert answer.status_code == 422
    assert not Complaint.objects.exists()


def test_a_direct_case_stays_out_of_the_complaints_and_names_whom_to_ask(desk):
    CmsContacts.objects.create(contract_id="H1234", account_manager="Dana Reyes")

    desk.post("/cases/direct/new/", DIRECT)

    case = DirectCase.objects.get()
    page = desk.get(f"/cases/direct/{case.pk}/").content.decode()
    assert not Complaint.objects.exists()
    assert "D.note.5" in page
    assert "Dana Reyes" in page
    assert AccessLog.objects.filter(door="direct-case").exists()


@pytest.mark.parametrize(("critical", "step"), [("on", "E.note.1"), ("", "E.note.2")])
def test_a_disenrollment_outside_ctm_goes_to_the_lead_caseworker_or_the_rpc(desk, critical, step):
    desk.post("/cases/direct/new/", {**DIRECT, "kind": "RETRO_DISENROLLMENT", "critical": critical})

    assert step in desk.get(f"/cases/direct/{DirectCase.objects.get().pk}/").content.decode()


def test_a_direct_case_is_worked_until_it_is_closed(desk):
    desk.post("/cases/direct/new/", DIRECT)
    case = DirectCase.objects.get()

    desk.post(f"/cases/direct/{case.pk}/", {**DIRECT, "closed_on": "2026-11-21"})

    case.refresh_from_db()
    assert case.closed_on - case.received_on == timedelta(days=1)
    assert "Closed 11/21/2026" in desk.get("/cases/direct/").content.decode()


def test_olive_of_the_other_plan_sees_none_of_them(client, desk):
    desk.post("/cases/direct/new/", DIRECT)
    client.force_login(make_user("caseworker", ["H9999"], username="olive"))

    assert "Brandt" not in client.get("/cases/direct/").content.decode()
    assert client.get(f"/cases/direct/{DirectCase.objects.get().pk}/").status_code == 404
