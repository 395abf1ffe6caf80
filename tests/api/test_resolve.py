from datetime import timedelta

import pytest

from complaints.models import CaseworkUpload, Complaint, ContactAttempt, Resolution
from tests.api.conftest import API, NOTE, error_at, rules_of
from tests.factories import make_complaint

pytestmark = pytest.mark.django_db


@pytest.fixture
def complaint(casey):
    """A complaint whose beneficiary was reached by phone."""
    complaint = make_complaint()
    now = complaint.seen_as_of
    ContactAttempt.enter(
        complaint.pk,
        casey,
        attempted_at=now,
        method="PHONE",
        outcome="REACHED",
        purpose="RESOLUTION",
    )
    return complaint


@pytest.fixture
def plain(complaint):
    return {
        "resolution_date": complaint.contract.today.isoformat(),
        "note": NOTE,
        "contact_made": "BENEFICIARY",
        "complainant_satisfied": "Y",
        "hpi_related": "N",
        "resolution_notification": "1",
    }


@pytest.fixture
def resolve(api, complaint, plain):
    """Posts the plain closing with what differs; a field given as ... is left out."""

    def post(**changes):
        body = {name: value for name, value in {**plain, **changes}.items() if value is not ...}
        return api.post(f"{API}{complaint.pk}/resolve/", body)

    return post


def test_the_plain_closing_meets_no_warning_and_waits_for_hpms(resolve, complaint):
    response = resolve()
    assert response.status_code == 201, response.content
    made = response.json()
    assert made["note"] == NOTE
    assert made["acknowledgements"] == []
    assert made["upload"]["state"] == "QUEUED"
    payload = made["upload"]["payload"]
    assert payload["resolveComplaintYN"] == "Y"
    assert payload["complaintId"] == complaint.pk
    assert (payload["complainantSatisfied"], payload["hpiRelated"]) == ("Y", "N")
    assert payload["resolutionNotification"] == "1"
    assert Complaint.objects.get().resolution_date is None


def test_what_is_gone_from_view_is_not_closed_until_it_is_called_back(resolve, complaint):
    gone = Complaint.objects.filter(pk=complaint.pk)
    gone.update(out_of_view_since=complaint.contract.today, gone_since=complaint.contract.today)
    response = resolve()
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert "If HPMS still shows it to you, say so there first" in error["message"]
    assert not Resolution.objects.exists()
    gone.update(gone_since=None)  # out of view alone proves nothing
    assert resolve().status_code == 201


def test_the_date_may_be_written_as_cms_writes_it(resolve, complaint):
    assert resolve(resolution_date=f"{complaint.contract.today:%m/%d/%Y}").status_code == 201
    assert Resolution.objects.get().resolution_date == complaint.contract.today


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        (..., "C.1.d.present"),
        (None, "C.1.d.present"),
        ("", "C.1.d.present"),
        ("02/30/2026", "C.1.d.present"),
        ("soon", "C.1.d.present"),
        ("08/24/2026;", "C.1.b.date"),
    ],
)
def test_a_date_that_is_no_date_is_refused_by_its_rule_alone(resolve, typed, rule):
    response = resolve(resolution_date=typed)
    assert rules_of(response) == [rule]
    assert error_at(response, "resolution_date")["message"]
    assert not Resolution.objects.exists()


def test_a_number_for_a_date_names_the_remedy(resolve):
    response = resolve(resolution_date=["2026-11-21"])
    assert rules_of(response) == ["input"]
    assert "YYYY-MM-DD" in error_at(response, "resolution_date")["message"]


def test_a_date_before_the_received_date_is_refused_and_that_day_is_not(resolve, complaint):
    day = complaint.received_date
    early = resolve(resolution_date=(day - timedelta(days=1)).isoformat())
    assert "C.1.d.order" in rules_of(early)
    assert "C.1.d.order" not in rules_of(resolve(resolution_date=day.isoformat(), note="Done"))


def test_an_empty_closing_names_everything_at_once(api):
    response = api.post(f"{API}{make_complaint().pk}/resolve/", {})
    told = rules_of(response)
    assert {"C.1.d.present", "Q.2.required", "Q.3.a", "Q.1"} <= set(told)
    severities = [error["severity"] for error in response.json()["errors"]]
    assert severities == sorted(severities), "errors first, then warnings"
    assert all(error["citation"] and error["message"] for error in response.json()["errors"])


def test_a_closing_without_contact_goes_through_with_a_reason(api, plain):
    complaint = make_complaint()
    body = plain | {"contact_made": "", "system_update_action": "PREMIUM_UPDATED"}
    body |= {"complainant_satisfied": "U", "resolution_notification": "4"}
    address = f"{API}{complaint.pk}/resolve/"
    refused = api.post(address, body)
    warned = rules_of(refused)
    assert {error["severity"] for error in refused.json()["errors"]} == {"WARNING"}
    body["acknowledgements"] = [
        {"rule": rule, "reason": "She asked us not to call her again."} for rule in warned
    ]
    made = api.post(address, body)
    assert made.status_code == 201, made.content
    assert [kept["rule"] for kept in made.json()["acknowledgements"]] == warned


@pytest.mark.parametrize("field", ["contact_made", "system_update_action"])
def test_a_code_nobody_knows_is_refused_with_those_there_are(resolve, field):
    response = resolve(**{field: "MAYBE"})
    assert error_at(response, field)["rule"] == "input"
    assert error_at(response, field)["message"].startswith("Use one of ")


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("complainant_satisfied", "UP.complainantSatisfied.y"),
        ("hpi_related", "UP.hpiRelated.y"),
        ("resolution_notification", "UP.resolutionNotification.y"),
        ("agent_broker_complaint", "UP.agentBrokerComplaint"),
    ],
)
def test_a_code_the_layout_speaks_about_is_refused_by_its_rule(resolve, field, rule):
    response = resolve(**{field: "MAYBE"})
    assert error_at(response, field)["rule"] == rule
    assert error_at(response, field)["citation"].startswith("Upload layout")
    assert "MAYBE" not in response.content.decode()
    assert not Resolution.objects.exists()


def test_a_swift_case_is_left_to_cms(api, plain):
    complaint = make_complaint(swift=True)
    assert "I.note.3" in rules_of(api.post(f"{API}{complaint.pk}/resolve/", plain))


def test_a_second_resolution_waits_for_hpms_to_answer_the_first(resolve):
    assert resolve().status_code == 201
    response = resolve()
    assert rules_of(response) == ["input"]
    assert "on its way" in response.json()["errors"][0]["message"]
    assert CaseworkUpload.objects.count() == 1


def test_it_warns_that_hpms_reads_only_the_note_of_a_complaint_it_shows_resolved(api, plain):
    complaint = make_complaint(resolution_date=make_complaint().contract.today)
    response = api.post(f"{API}{complaint.pk}/resolve/", plain)
    assert "UP.resolved_only" in rules_of(response)


class TestFindings:
    def rules(self, api, complaint, query="?action=close"):
        response = api.get(f"{API}{complaint.pk}/findings/{query}")
        assert response.status_code == 200
        return [finding["rule"] for finding in response.json()["findings"]]

    def test_it_tells_what_would_block_closing_now(self, api):
        bare = make_complaint(complaint_category="", issue_level_request_status="PENDING")
        told = self.rules(api, bare)
        assert {"C.1.a", "C.1.c", "C.1.d.present", "Q.1", "Q.2.required", "Q.3.a"} <= set(told)
        assert self.rules(api, bare, "") == told

    def test_what_is_done_is_told_no_more(self, api, complaint):
        assert not {"C.1.a", "C.1.c", "Q.1"} & set(self.rules(api, complaint))

    def test_it_tells_that_a_resolution_is_on_its_way(self, api, complaint, resolve):
        resolve()
        assert "input" in self.rules(api, complaint)

    @pytest.mark.parametrize(
        ("action", "rule"), [("save_note", "UP.caseworkNotes"), ("LOG_CONTACT", "Q.1.a.detail")]
    )
    def test_it_answers_for_notes_and_contacts_too(self, api, complaint, action, rule):
        assert self.rules(api, complaint, f"?action={action}") == [rule]

    @pytest.mark.parametrize("action", ["", "destroy", "import"])
    def test_it_refuses_an_action_it_does_not_know(self, api, complaint, action):
        response = api.get(f"{API}{complaint.pk}/findings/?action={action}")
        assert rules_of(response) == ["input"]
        assert "close" in error_at(response, "action")["message"]

    def test_asking_changes_nothing(self, api, complaint):
        self.rules(api, complaint)
        assert not Resolution.objects.exists()
        assert not CaseworkUpload.objects.exists()
