"""The out-of-view ledger, the banner on the complaint page, and a person's answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.control_room.population import Room
from complaints.models import Complaint
from complaints.services.case import case_refresh
from ctm_casework.accounts.models import AccessLog
from hpms_sync.alerts import alert_raise
from hpms_sync.models import LedgerEntry, SyncAlert
from plan_requests.models import CmsDecision, PlanRequest
from tests.factories import make_complaint, make_user
from tests.requests_to_cms.ask import CMS_ISSUE, CONTRACT_CHANGE, handed_off

pytestmark = pytest.mark.django_db
WHY = "HPMS no longer lists it under H1234."


@pytest.fixture
def casey():
    return make_user("caseworker")


@pytest.fixture
def complaint(casey):
    return make_complaint()


def out_of_view(complaint, cause="UNKNOWN", request=None):
    """As two covering downloads leave it."""
    now = timezone.now()
    Complaint.objects.filter(pk=complaint.pk).update(out_of_view_since=complaint.contract.today)
    entry = LedgerEntry.objects.create(
        complaint=complaint,
        contract=complaint.contract,
        since=now - timedelta(hours=6),
        proven_at=now,
        cause=cause,
        request=request,
        due_on=complaint.due_on,
        clock_state="RUNNING",
        clock_words="Urgent: 7 days",
    )
    if not entry.cause_known:
        alert_raise(
            SyncAlert.Kind.OUT_OF_VIEW,
            "Look in HPMS.",
            contract=complaint.contract,
            complaint_id=complaint.pk,
        )
    case_refresh([complaint.pk])
    complaint.refresh_from_db()
    return entry


def answer(client, complaint, said, reason=WHY, **more):
    data = {"said": said, "reason": reason, **more}
    return client.post(reverse("ledger-answer", args=[complaint.pk]), data, follow=True)


def alerted():
    return SyncAlert.objects.filter(kind="OUT_OF_VIEW", ended_at=None).exists()


def is_open(complaint, user):
    return Room(user).rows("open").filter(pk=complaint.pk).exists()


@pytest.mark.parametrize("said", ["CMS_TOOK_IT", "MOVED", "GONE"])
def test_a_persons_word_takes_it_off_the_worklist(client, casey, complaint, said):
    entry = out_of_view(complaint)
    assert is_open(complaint, casey)
    client.force_login(casey)

    page = answer(client, complaint, said).content.decode()

    entry.refresh_from_db()
    complaint.refresh_from_db()
    assert (entry.answer, entry.reason, entry.confirmed_by) == (said, WHY, casey)
    assert complaint.gone_since == complaint.contract.today
    assert complaint.next_step == "Nothing: gone from HPMS's view"
    assert not is_open(complaint, casey)
    assert not alerted()
    assert "off the worklist" in page
    assert not complaint.reminders.filter(outlives_closing=False).exists()


def test_still_ours_it_is_looked_for_anew(client, casey, complaint):
    entry = out_of_view(complaint)
    client.force_login(casey)

    answer(client, complaint, "STILL_OURS", "HPMS shows it open under H1234.")

    entry.refresh_from_db()
    complaint.refresh_from_db()
    assert (entry.called_back_by, entry.stands) == (casey, False)
    assert complaint.out_of_view_since is None
    assert complaint.next_step != "Look in HPMS"
    assert not alerted()


def test_gone_by_mistake_it_can_be_called_back(client, casey, complaint):
    entry = out_of_view(complaint)
    client.force_login(casey)
    answer(client, complaint, "GONE")

    answer(client, complaint, "STILL_OURS", "I looked under the wrong contract.")

    entry.refresh_from_db()
    complaint.refresh_from_db()
    assert (entry.reason, entry.called_back_reason) == (WHY, "I looked under the wrong contract.")
    assert is_open(complaint, casey)


@pytest.mark.parametrize(
    ("values", "cause", "said"),
    [(CMS_ISSUE, "CMS_ASKED", "CMS_TOOK_IT"), (CONTRACT_CHANGE, "MOVE_ASKED", "MOVED")],
)
def test_one_click_records_cmss_approval(client, casey, complaint, values, cause, said):
    asked = handed_off(complaint, casey, values)
    entry = out_of_view(complaint, cause, asked)
    client.force_login(casey)

    answer(client, complaint, "APPROVED", "")

    entry.refresh_from_db()
    decision = CmsDecision.objects.get()
    assert (decision.status, decision.author, decision.request) == ("APPROVED", casey, asked)
    assert PlanRequest.objects.get().status == "APPROVED"
    assert (entry.answer, entry.confirmed_by) == (said, casey)
    assert not is_open(complaint, casey)
    assert not alerted()


@pytest.mark.parametrize(
    ("said", "reason", "words"),
    [
        ("GONE", "gone", "Say in at least 10 characters"),
        ("", WHY, "choose one of the answers"),
        ("APPROVED", "", "no answer here"),
    ],
)
def test_an_answer_that_is_none_changes_nothing(client, casey, complaint, said, reason, words):
    entry = out_of_view(complaint)
    client.force_login(casey)

    assert words in answer(client, complaint, said, reason).content.decode()

    entry.refresh_from_db()
    assert entry.unexplained
    assert alerted()


def test_seen_again_meanwhile_there_is_nothing_to_answer(client, casey, complaint):
    entry = out_of_view(complaint)
    LedgerEntry.objects.filter(pk=entry.pk).update(seen_again_at=timezone.now())
    client.force_login(casey)
    assert "in view again" in answer(client, complaint, "GONE").content.decode()
    assert LedgerEntry.objects.get().confirmed_at is None


def test_the_auditor_reads_and_answers_nothing(client, complaint):
    out_of_view(complaint)
    rory = make_user("auditor")
    client.force_login(rory)
    for page in (reverse("ledger"), reverse("complaint", args=[complaint.pk])):
        assert "What you saw" not in client.get(page).content.decode()
    assert answer(client, complaint, "GONE").status_code == 403


def test_the_ledger_shows_ones_own_contracts_and_logs_the_look(client, casey, complaint):
    foreign = make_complaint(contract="H9999")
    out_of_view(complaint)
    out_of_view(foreign)
    client.force_login(casey)

    page = client.get(reverse("ledger"))

    assert page.context["ledger"].complaint_ids == [complaint.pk]
    assert foreign.pk not in page.content.decode()
    assert AccessLog.objects.filter(door="ledger", complaint_ids=[complaint.pk]).exists()


def test_the_ledger_says_why_who_asked_and_what_the_clock_read(client, casey, complaint):
    asked = handed_off(complaint, casey, CMS_ISSUE)
    out_of_view(complaint, "CMS_ASKED", asked)
    client.force_login(casey)
    page = " ".join(client.get(reverse("ledger")).content.decode().split())
    for words in (
        "CMS was asked to take it and has not answered",
        "asked by Casey Moran",
        "Urgent: 7 days",
        "CMS approved it by taking the case",
    ):
        assert words in page


def test_what_came_back_under_another_contract_shows_its_id_alone(client, casey, complaint):
    entry = out_of_view(complaint)
    LedgerEntry.objects.filter(pk=entry.pk).update(seen_again_at=timezone.now())
    moved = make_complaint(contract="H9999")
    Complaint.objects.filter(pk=complaint.pk).update(contract=moved.contract)
    client.force_login(casey)
    page = client.get(reverse("ledger")).content.decode()
    assert complaint.pk in page
    assert complaint.contact_last_name not in page
    assert reverse("complaint", args=[complaint.pk]) not in page


def test_every_section_has_pages(client, casey):
    for _ in range(27):
        out_of_view(make_complaint())
    client.force_login(casey)
    first = client.get(reverse("ledger")).context["ledger"]
    assert (first.sections[0]["count"], len(first.sections[0]["rows"])) == (27, 25)
    whole = client.get(reverse("ledger"), {"section": "look"}).context["ledger"]
    assert len(whole.sections[0]["rows"]) == 27


def test_the_complaint_page_asks_and_the_worklist_flags(client, casey, complaint):
    out_of_view(complaint)
    client.force_login(casey)
    page = client.get(reverse("complaint", args=[complaint.pk])).content.decode()
    assert "look in HPMS" in page
    row = client.get(reverse("worklist"), {"view": "out-of-view"}).context["listing"].rows[0]
    assert "Out of view" in [flag.words for flag in row.flags]
    assert Room(casey).total("out-of-view") == {"out-of-view": 1}


def test_in_view_nothing_is_said_of_it(client, casey, complaint):
    client.force_login(casey)
    assert (
        "out-of-view" not in client.get(reverse("complaint", args=[complaint.pk])).content.decode()
    )


# For programs


@pytest.fixture
def api(client, casey):
    client.force_login(casey)
    return client


def test_a_program_lists_and_answers(api, complaint, casey):
    out_of_view(complaint)
    (shown,) = api.get("/api/v1/ledger/", {"unexplained": "true"}).json()["results"]
    assert (shown["complaint_id"], shown["cause"]) == (complaint.pk, "UNKNOWN")

    said = {"said": "MOVED", "reason": WHY}
    address = f"/api/v1/complaints/{complaint.pk}/ledger/"
    answered = api.post(address, said, content_type="application/json")

    assert answered.status_code == 200
    assert answered.json()["confirmed_by"]["username"] == casey.username
    assert api.get("/api/v1/ledger/", {"unexplained": "true"}).json()["results"] == []
    assert len(api.get("/api/v1/ledger/", {"standing": "true"}).json()["results"]) == 1


@pytest.mark.parametrize("said", [{}, {"said": "LOST"}, {"said": "GONE"}, {"word": "GONE"}])
def test_a_program_is_refused_with_the_remedy(api, complaint, said):
    out_of_view(complaint)
    address = f"/api/v1/complaints/{complaint.pk}/ledger/"
    refused = api.post(address, said, content_type="application/json")
    assert refused.status_code == 400
    assert refused.json()["errors"]
    assert LedgerEntry.objects.get().unexplained


def test_complaints_out_of_view_are_filtered(api, complaint):
    make_complaint()
    out_of_view(complaint)
    found = api.get("/api/v1/complaints/", {"out_of_view": "true"}).json()["results"]
    assert [row["complaint_id"] for row in found] == [complaint.pk]
    assert found[0]["out_of_view_since"] == str(complaint.out_of_view_since)
    rest = api.get("/api/v1/complaints/", {"out_of_view": "false"}).json()["results"]
    assert len(rest) == 1
