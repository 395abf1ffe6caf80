from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.models import (
    CaseworkNote,
    CaseworkUpload,
    Complaint,
    ContactAttempt,
    IntakeReview,
)
from complaints.models.choices import UploadState
from complaints.services.case import case_refresh
from ctm_casework.accounts.models import AccessLog
from tests.factories import make_complaint, make_contract, make_user

pytestmark = pytest.mark.django_db


def due(days, **columns):
    """A complaint of Immediate Need, due so many days from today on its contract's clock."""
    contract = make_contract()
    assigned = contract.today + timedelta(days=days - 2)
    return make_complaint(
        issue_level="IMMEDIATE_NEED", assignment_date=assigned, received_date=assigned, **columns
    )


def listing(response):
    return response.context["listing"]


def groups(response):
    return {
        entry["group"].key: [row.complaint.pk for row in entry["rows"]]
        for entry in listing(response).groups
    }


def test_it_groups_open_complaints_by_what_is_due(desk):
    late, today, soon, week, later = (due(days) for days in (-1, 0, 1, 3, 20))
    assert groups(desk.get("/?view=all")) == {
        "overdue": [late.pk],
        "today": [today.pk],
        "soon": [soon.pk],
        "week": [week.pk],
        "later": [later.pk],
    }


def test_it_counts_the_first_contact_while_nobody_was_reached(desk, casey):
    today = make_contract().today
    month = make_complaint(
        issue_level="NO_ISSUE_LEVEL",
        assignment_date=today - timedelta(days=7),
        received_date=today - timedelta(days=7),
    )
    assert groups(desk.get("/?view=all")) == {"today": [month.pk]}
    ContactAttempt.enter(
        month.pk,
        casey,
        attempted_at=datetime.now(UTC) - timedelta(minutes=1),
        method="PHONE",
        outcome="REACHED",
    )
    assert groups(desk.get("/?view=all")) == {"later": [month.pk]}


def test_it_puts_a_stopped_clock_where_its_strict_date_is(desk, words):
    stopped = due(1, issue_level_request_status="PENDING")
    response = desk.get("/?view=all")
    assert groups(response) == {"soon": [stopped.pk]}
    assert "Clock stopped Strict:" in words(response)


def test_it_leaves_out_resolved_complaints_and_those_of_the_other_plan(desk):
    own = due(1)
    due(1, resolution_date=make_contract().today)
    make_complaint(contract="H9999")
    assert groups(desk.get("/?view=all")) == {"soon": [own.pk]}


def test_it_opens_with_ones_own_complaints_and_with_all_when_there_are_none(desk, casey):
    other = due(1)
    assert groups(desk.get("/")) == {"soon": [other.pk]}
    own = due(1, assignee=casey)
    assert groups(desk.get("/")) == {"soon": [own.pk]}


def test_it_counts_each_saved_view(desk, casey):
    due(1, assignee=casey)
    due(1, swift_control_number="SW-1")
    make_complaint(congressional=True)
    refused = make_complaint()
    note = CaseworkNote.enter(refused.pk, casey, text="Called the pharmacy, claim rerun.")
    CaseworkUpload.objects.filter(note=note).update(state=UploadState.FAILED)
    waiting = make_complaint()
    CaseworkNote.enter(waiting.pk, casey, text="Enrollment corrected.")
    make_complaint(report_only=True)
    response = desk.get("/")
    assert listing(response).view_counts == {
        "mine": 1,
        "all": 5,
        "immediate": 2,
        "flagged": 2,
        "uncontacted": 5,
        "with-hpms": 1,
        "answer": 1,
        "out-of-view": 0,
        "unassigned": 4,
        "from-cms": 0,
        "with-cms": 0,
        "marketing-report": 1,
    }
    assert groups(desk.get("/?view=answer")) == {"week": [refused.pk]}
    assert groups(desk.get("/?view=with-hpms")) == {"week": [waiting.pk]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("contract=S4802", "pdp"),
        ("level=URGENT", "urgent"),
        ("category=Marketing", "marketing"),
        ("assignee=nobody", None),
        ("level=NONSENSE", None),
    ],
)
def test_it_filters_and_passes_over_values_not_on_offer(client, query, found):
    casey = make_user("caseworker", ["H1234", "S4802"])
    client.force_login(casey)
    made = {
        "pdp": due(1, contract=make_contract("S4802", "PDP")),
        "urgent": make_complaint(issue_level="URGENT"),
        "marketing": due(1, complaint_category="Marketing"),
    }
    rows = [row.complaint.pk for row in listing(client.get(f"/?view=all&{query}")).rows]
    assert sorted(rows) == sorted([made[found].pk] if found else [c.pk for c in made.values()])


def test_it_shows_what_is_to_be_known_at_a_glance(desk, words):
    due(
        0,
        congressional=True,
        agent_broker="Y",
        swift=True,
        review_flags=["DL.SWIFT"],
        bene_id="1EG4TE5WF41",
        contact_first_name="José",
        contact_last_name="Núñez",
    )
    make_complaint(bene_id="1EG4TE5WF41", contract=make_contract())
    page = words(desk.get("/?view=all"))
    for said in (
        "José Núñez MBI ends WF41",
        "SWIFT Congressional Agent or broker Repeat Check record",
        "Ask CMS to take it",
        "None yet",
        "Nobody",
    ):
        assert said in page
    assert "1EG4TE5WF41" not in page


def test_it_cites_no_rule_where_the_upload_alone_asks_for_a_step(desk, casey, words):
    complaint = due(1)
    CaseworkNote.enter(complaint.pk, casey, text="Enrollment corrected.")
    CaseworkUpload.objects.update(state=UploadState.FAILED)
    case_refresh([complaint.pk])
    said = words(desk.get("/?view=all"))
    assert "Mend and resend the note refused by HPMS" in said
    assert "API." not in said


def test_it_pages_on_the_server_with_the_counts_of_all_pages(desk):
    for _ in range(52):
        due(1)
    first, second = desk.get("/?view=all"), desk.get("/?view=all&page=2")
    assert (len(listing(first).rows), len(listing(second).rows)) == (50, 2)
    assert listing(second).groups[0]["count"] == 52
    assert listing(desk.get("/?view=all&page=99")).page == 2
    assert listing(desk.get("/?view=all&page=none")).page == 1


def test_it_asks_the_database_no_more_for_fifty_rows_than_for_five(desk):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert desk.get("/?view=all").status_code == 200
        return len(captured)

    for _ in range(5):
        due(1)
    few = queries()
    for _ in range(45):
        due(1)
    assert queries() == few <= 18


def test_it_logs_one_row_with_the_ids_shown(desk, casey):
    shown = {due(1).pk, due(2).pk}
    desk.get("/?view=all")
    look = AccessLog.objects.get()
    assert (look.user, look.door, set(look.complaint_ids)) == (casey, "worklist", shown)


def test_it_assigns_the_picked_complaints(desk, casey, words):
    priya = make_user("caseworker", username="priya")
    picked = [due(1).pk, due(2).pk]
    other = due(3).pk
    response = desk.post(
        reverse("complaints-assign"),
        {"pick": picked, "to": priya.pk, "back": "/?view=unassigned"},
        follow=True,
    )
    assert response.redirect_chain[0][0] == "/?view=unassigned"
    assert "2 complaints assigned to Priya Ferris." in words(response)
    assert set(priya.assigned.values_list("pk", flat=True)) == set(picked)
    assert Complaint.objects.get(pk=other).assignee is None


def test_it_assigns_to_nobody_of_another_plan_and_nothing_of_another_plan(desk, words):
    olive = make_user("caseworker", ["H9999"], username="olive")
    own, foreign = due(1), make_complaint(contract="H9999")
    refused = desk.post(
        reverse("complaints-assign"), {"pick": [own.pk], "to": olive.pk}, follow=True
    )
    assert "a person from the list" in words(refused)
    desk.post(reverse("complaints-assign"), {"pick": [foreign.pk], "to": ""})
    assert not Complaint.objects.exclude(assignee=None).exists()


def test_it_does_not_return_to_an_address_outside(desk):
    response = desk.post(reverse("single-keys"), {"back": "https://example.org/"})
    assert response.url == "/"


def test_it_switches_single_keys_off_and_on(desk, words):
    off = desk.post(reverse("single-keys"), {"back": "/"}, follow=True)
    assert "Switch single keys on" in words(off)
    on = desk.post(reverse("single-keys"), {"back": "/"}, follow=True)
    assert "all keys" in words(on)


def test_the_auditor_reads_and_is_offered_no_change(client, words):
    due(1)
    client.force_login(make_user("auditor"))
    page = client.get("/?view=all").content.decode()
    assert 'name="pick"' not in page
    assert ">Assign<" not in page


def test_the_view_of_flagged_cases_passes_over_no_number_and_takes_in_press_or_hill(desk, casey):
    swift, hill, took_back = due(1, swift_control_number="SW-1"), due(1), due(1)
    for none in ("N/A", " none ", "0"):
        due(1, swift_control_number=none)
    for complaint, answers in ((hill, [True]), (took_back, [True, False])):
        for answer in answers:
            IntakeReview.enter(complaint.pk, casey, press_hill_interest=answer)
    response = desk.get("/?view=flagged")
    assert sorted(row.complaint.pk for row in listing(response).rows) == [swift.pk, hill.pk]
    assert listing(response).view_counts["flagged"] == 2
