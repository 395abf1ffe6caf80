from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from complaints.models import Complaint, ContactAttempt
from ctm_casework.accounts.services import contract_set
from tests.api.conftest import API, error_at, rules_of
from tests.factories import make_complaint

pytestmark = pytest.mark.django_db

PLAIN = {"attempted_at": "2026-01-15T14:05", "method": "PHONE", "outcome": "REACHED"}


@pytest.fixture
def contacts(api):
    """Posts a contact to the one complaint, on a Chicago contract."""
    contract_set("H1234", time_zone="America/Chicago")
    complaint = make_complaint()
    return lambda **body: api.post(f"{API}{complaint.pk}/contacts/", {**PLAIN, **body})


def test_it_logs_a_contact_with_the_usual_party_and_purpose(contacts):
    response = contacts(remark="Asked for the letter.")
    assert response.status_code == 201, response.content
    made = response.json()
    assert (made["method"], made["outcome"]) == ("PHONE", "REACHED")
    assert (made["party"], made["purpose"]) == ("BENEFICIARY", "FACT_FINDING")
    assert made["remark"] == "Asked for the letter."
    assert made["acknowledgements"] == []
    assert "upload" not in made
    assert Complaint.objects.get().last_contact_words == "Reached, phone"


def test_a_time_without_an_offset_is_read_on_the_contracts_clock(contacts):
    contacts()
    chicago = datetime(2026, 1, 15, 14, 5, tzinfo=ZoneInfo("America/Chicago"))
    assert ContactAttempt.objects.get().attempted_at == chicago


def test_a_time_with_an_offset_is_that_moment(contacts):
    contacts(attempted_at="2026-01-15T14:05:00-08:00")
    chicago = datetime(2026, 1, 15, 16, 5, tzinfo=ZoneInfo("America/Chicago"))
    assert ContactAttempt.objects.get().attempted_at == chicago


@pytest.mark.parametrize("when", [None, "", "2026-01-15"])
def test_a_contact_without_a_time_is_refused_by_its_rule(contacts, when):
    response = contacts(attempted_at=when)
    assert rules_of(response) == ["Q.1.a.detail"]
    assert error_at(response, "attempted_at")["citation"] == "SOP Q, step 1.a"


def test_a_contact_with_nothing_in_it_is_refused_by_its_rule(api):
    response = api.post(f"{API}{make_complaint().pk}/contacts/", {})
    assert rules_of(response) == ["Q.1.a.detail"]
    assert not ContactAttempt.objects.exists()


def test_a_contact_still_to_come_is_refused(contacts):
    ahead = (timezone.now() + timedelta(hours=2)).isoformat()
    assert rules_of(contacts(attempted_at=ahead)) == ["Q.1.a.detail"]


@pytest.mark.parametrize(
    ("when", "remedy"),
    [
        ("yesterday", "2026-11-21T14:05"),
        (20260115, "2026-11-21T14:05"),
        ("2026-03-08T02:30", "offset"),
    ],
)
def test_a_time_that_is_none_names_field_and_remedy(contacts, when, remedy):
    response = contacts(attempted_at=when)
    assert rules_of(response) == ["input"]
    assert remedy in error_at(response, "attempted_at")["message"]


@pytest.mark.parametrize("field", ["method", "outcome", "party", "purpose"])
def test_a_code_nobody_knows_is_refused_with_those_there_are(contacts, field):
    response = contacts(**{field: "PIGEON"})
    assert rules_of(response) == ["input"]
    assert error_at(response, field)["message"].startswith("Use one of ")
    assert not ContactAttempt.objects.exists()


@pytest.mark.parametrize("field", ["party", "purpose"])
@pytest.mark.parametrize("blank", ["", None])
def test_party_and_purpose_are_left_out_or_named(contacts, field, blank):
    assert error_at(contacts(**{field: blank}), field)["message"].startswith("Use one of ")


def test_a_wrong_code_is_told_beside_what_the_sop_says(contacts):
    response = contacts(attempted_at="", party="PIGEON")
    assert rules_of(response) == ["Q.1.a.detail", "input"]
