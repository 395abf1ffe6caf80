from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from complaints.models import ContactAttempt
from tests.factories import make_complaint, make_contract, make_user


@pytest.fixture
def complaint(casey):
    return make_complaint()


def log(client, complaint, **fields):
    fields = {
        "day": complaint.contract.today.isoformat(),
        "time": "00:00",
        "method": "PHONE",
        "outcome": "REACHED",
        "party": "PHARMACY",
        "purpose": "FACT_FINDING",
        **fields,
    }
    return client.post(reverse("complaint-contact", args=[complaint.pk]), fields)


def test_it_logs_a_contact_on_the_contracts_clock(desk, casey):
    complaint = make_complaint(contract=make_contract("H1234", time_zone="America/Chicago"))
    response = log(desk, complaint, remark="Spoke with J. Ortiz.")
    made = ContactAttempt.objects.get()
    assert response.url.endswith(f"#contact-{made.pk}")
    midnight = datetime.combine(complaint.contract.today, datetime.min.time())
    zone = ZoneInfo(complaint.contract.zone)
    assert made.attempted_at == midnight.replace(tzinfo=zone)
    assert (made.party, made.author, made.remark) == ("PHARMACY", casey, "Spoke with J. Ortiz.")


@pytest.mark.parametrize("missing", [{"time": ""}, {"day": ""}, {"outcome": ""}, {"method": ""}])
def test_it_wants_date_time_method_and_outcome(desk, complaint, words, missing):
    response = log(desk, complaint, remark="Typed with care.", **missing)
    assert response.status_code == 422
    assert "Q.1.a.detail" in words(response)
    assert "Typed with care." in words(response)
    assert not ContactAttempt.objects.exists()


@pytest.mark.parametrize(
    ("missing", "remedy"),
    [
        ({"method": ""}, "Enter how you tried (phone, letter …)."),
        (
            {"time": "", "outcome": ""},
            "Enter the date and time of the attempt and what came of it.",
        ),
    ],
)
def test_it_names_what_is_missing_in_a_sentence(desk, complaint, words, missing, remedy):
    assert remedy in words(log(desk, complaint, **missing))


def test_it_says_what_is_no_date(desk, complaint, words):
    response = log(desk, complaint, day="31/31/2026")
    assert "Enter a valid date." in words(response)


def test_it_refuses_a_contact_in_the_future(desk, complaint):
    response = log(desk, complaint, day="2099-01-01")
    assert response.status_code == 422
    assert not ContactAttempt.objects.exists()


def test_what_few_contacts_need_is_folded(desk, complaint):
    html = desk.get(reverse("complaint", args=[complaint.pk])).content.decode()
    folded = html[html.index("More about this contact") :]
    for name in ("letter_sent_on", "authorized", "disclosed"):
        assert f'name="{name}"' in folded
        assert html.count(f'name="{name}"') == 1


CONGRESS = {"party": "CONGRESSIONAL_OFFICE", "purpose": "RESOLUTION"}


def test_a_supervisor_writes_down_what_must_not_have_happened(client, db, words):
    complaint = make_complaint(congressional=True)
    client.force_login(make_user("supervisor"))
    refused = log(client, complaint, **CONGRESS)
    assert "I.note.2" in words(refused)
    assert 'name="recorded_as_violation"' in refused.content.decode()
    assert log(client, complaint, **CONGRESS, recorded_as_violation="on").status_code == 302
    assert ContactAttempt.objects.get().recorded_as_violation


def test_a_caseworker_is_not_asked_and_cannot(desk, words):
    complaint = make_complaint(congressional=True)
    refused = log(desk, complaint, **CONGRESS, recorded_as_violation="on")
    assert "I.note.2" in words(refused)
    assert 'name="recorded_as_violation"' not in refused.content.decode()
    assert not ContactAttempt.objects.exists()


def test_a_letter_of_another_day_and_what_was_told_are_kept(desk, complaint):
    sent = complaint.contract.today.isoformat()
    log(desk, complaint, letter_sent_on=sent, authorized="yes", disclosed="on")
    made = ContactAttempt.objects.get()
    assert (made.letter_sent_on, made.authorized, made.disclosed) == (
        complaint.contract.today,
        True,
        True,
    )
    assert not made.recorded_as_violation
