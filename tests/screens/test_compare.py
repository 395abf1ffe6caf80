"""Two complaints of one person side by side, and the three ways out of SOP M."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from complaints.models import IntakeReview, RepeatLink, ScenarioChoice
from ctm_casework.accounts.models import AccessLog
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
PERSON = {
    "bene_id": "1EG4TE5MK73",
    "contact_first_name": "Delores",
    "contact_last_name": "Whitaker",
    "contact_phone": "(845) 555-0142",
}


def make(complaint_id, days_ago, **columns):
    received = TODAY - timedelta(days=days_ago)
    return make_complaint(
        complaint_id, received_date=received, assignment_date=received, **PERSON, **columns
    )


@pytest.fixture
def older(db):
    return make("C2600000001", 30, complaint_summary="Billed twice in October.")


@pytest.fixture
def newer(db):
    return make("C2600000002", 2, complaint_summary="Still billed twice.")


@pytest.fixture
def resolved(db):
    return make(
        "C2600000003",
        60,
        resolution_date=TODAY - timedelta(days=50),
        resolution_summary="Refunded.",
    )


def at(one, other):
    return reverse("compare", args=[one.pk, other.pk])


def test_it_shows_both_and_logs_that_both_were_seen(desk, casey, words, older, newer):
    response = desk.get(at(newer, older))
    page = words(response)
    for said in ("Billed twice in October.", "Still billed twice.", "10/21/2026", "11/18/2026"):
        assert said in page
    assert "C2600000002 newer, where you came from" in page
    assert "C2600000001 older" in page
    looked = AccessLog.objects.get(user=casey, door="compare")
    assert set(looked.complaint_ids) == {older.pk, newer.pk}


def test_it_marks_what_differs_and_nothing_else(desk, words, older, newer):
    page = words(desk.get(at(newer, older)))
    for name in ("Received", "Assigned", "Summary"):
        assert f"{name} , differs" in page
    for name in ("Contract", "Complainant", "Phone", "Medicare no.", "Resolved"):
        assert f"{name} , differs" not in page
    assert "3 of 15 differ" in page


def test_the_number_stays_masked(desk, older, newer):
    assert b"1EG4TE5MK73" not in desk.get(at(newer, older)).content


def test_both_must_be_of_ones_contracts(desk, newer):
    foreign = make_complaint(contract="H9999")
    assert desk.get(at(newer, foreign)).status_code == 404
    assert desk.post(at(newer, foreign), {"relation": "DISTINCT"}).status_code == 404
    assert desk.get(at(foreign, newer)).status_code == 404
    assert not RepeatLink.objects.exists()


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_open_ones_the_older_is_closed_and_cites_the_newer(
    desk, words, older, newer, turned
):
    """From whichever of the two one comes."""
    pair = (older, newer) if turned else (newer, older)
    page = words(desk.get(at(*pair)))
    assert "Close C2600000001; its note cites C2600000002. C2600000002 stays open." in page
    response = desk.post(at(*pair), {"relation": "DUPLICATE"}, follow=True)
    link = RepeatLink.objects.get()
    assert (link.complaint, link.other, link.relation) == (older, newer, "DUPLICATE")
    assert response.request["PATH_INFO"] == reverse("resolve", args=[older.pk])
    said = "Repeat complaint: the same issue is worked in C2600000002."
    assert said in response.content.decode()
    assert ScenarioChoice.accepted_for([older.pk, newer.pk]) == {older.pk: ("REPEAT",)}


def test_a_repeat_of_a_resolved_one_is_closed_with_its_number(desk, words, newer, resolved):
    page = words(desk.get(at(newer, resolved)))
    assert "Close C2600000002; its note cites C2600000003." in page
    assert "Does the person acknowledge the earlier resolution?" in page
    response = desk.post(
        at(newer, resolved),
        {
            "relation": "RESOLVED_EARLIER",
            "prior_resolution_acknowledged": "yes",
            "prior_told_on": "2026-10-02",
        },
        follow=True,
    )
    link = RepeatLink.objects.get()
    assert (link.complaint, link.other) == (newer, resolved)
    assert link.prior_resolution_acknowledged is True
    assert link.prior_told_on == date(2026, 10, 2)
    assert "Repeat complaint, see C2600000003." in response.content.decode()


@pytest.mark.parametrize(("answer", "kept"), [("", None), ("no", False), ("yes", True)])
def test_nobody_asked_is_no_answer(desk, newer, resolved, answer, kept):
    body = {"relation": "RESOLVED_EARLIER", "prior_resolution_acknowledged": answer}
    desk.post(at(newer, resolved), body)
    assert RepeatLink.objects.get().prior_resolution_acknowledged is kept


def test_distinct_ones_stay_open_both(desk, words, older, newer):
    response = desk.post(at(newer, older), {"relation": "DISTINCT"}, follow=True)
    assert response.request["PATH_INFO"] == reverse("complaint", args=[newer.pk])
    assert "Both stay open until each is resolved." in words(response)
    assert RepeatLink.objects.get().relation == "DISTINCT"
    assert "Distinct issues, both stay open: Casey Moran" in words(response)
    mirrored = words(desk.get(reverse("complaint", args=[older.pk])))
    assert "Distinct issues, both stay open: Casey Moran" in mirrored


@pytest.mark.parametrize(
    ("names", "relation"),
    [
        (("newer", "resolved"), "DUPLICATE"),
        (("newer", "older"), "RESOLVED_EARLIER"),
        (("newer", "older"), ""),
        (("newer", "older"), "SOMETHING"),
    ],
)
def test_a_way_that_is_not_open_is_refused(desk, request, names, relation):
    pair = [request.getfixturevalue(name) for name in names]
    response = desk.post(at(*pair), {"relation": relation})
    assert response.status_code == 422
    assert "Not kept yet" in response.content.decode()
    assert not RepeatLink.objects.exists()


def test_an_older_swift_case_is_not_closed_as_the_duplicate(desk, words, newer):
    swift = make("C2600000009", 30, swift=True)
    page = words(desk.get(at(newer, swift)))
    assert "The older one, C2600000009, is a SWIFT case: only CMS closes it." in page
    assert "I.note.3" in page
    assert desk.post(at(newer, swift), {"relation": "DUPLICATE"}).status_code == 422


@pytest.mark.parametrize(
    ("columns", "warned"),
    [
        ({"issue_level": "IMMEDIATE_NEED"}, "has the level Immediate Need"),
        ({"issue_level": "UNKNOWN"}, "has the level Level not recognized"),
        ({"congressional": True}, "is Congressional"),
        ({"issue_level": "NO_ISSUE_LEVEL"}, ""),
        ({}, ""),
    ],
)
def test_it_cautions_when_closing_the_older_loses_its_flag_or_level(
    desk, words, newer, columns, warned
):
    older = make("C2600000009", 30, **columns)
    page = words(desk.get(at(newer, older)))
    assert ("ask CMS before closing it." in page) is bool(warned)
    assert warned in page


def test_what_was_opened_for_best_available_evidence_is_no_repeat(desk, words, newer):
    bae = make("C2600000009", 30, complaint_subcategory="LIS - Best Available Evidence")
    page = words(desk.get(at(newer, bae)))
    assert "One of them was opened for Best Available Evidence: that is no repeat." in page
    assert desk.post(at(newer, bae), {"relation": "DUPLICATE"}).status_code == 422
    assert desk.post(at(bae, newer), {"relation": "DUPLICATE"}).status_code == 422
    assert desk.post(at(newer, bae), {"relation": "DISTINCT"}).status_code == 302


def test_the_auditor_reads_and_decides_nothing(client, words, older, newer):
    client.force_login(make_user("auditor"))
    page = words(client.get(at(newer, older)))
    assert "Keep this decision" not in page
    assert client.post(at(newer, older), {"relation": "DISTINCT"}).status_code == 403
    assert not RepeatLink.objects.exists()


def of_interest(complaint, casey):
    IntakeReview.enter(complaint.pk, casey, has_access_to_care=True, press_hill_interest=True)


def test_it_cautions_when_closing_the_older_loses_its_press_or_hill_interest(
    desk, casey, words, older, newer
):
    lost = f"{older.pk} is of Press or Hill interest"
    assert lost not in words(desk.get(at(older, newer)))
    of_interest(older, casey)
    page = words(desk.get(at(older, newer)))
    assert lost in page
    assert "Press or Hill None" in page
    of_interest(newer, casey)
    assert lost not in words(desk.get(at(older, newer)))


def test_a_way_of_which_a_part_is_refused_leaves_nothing(desk, words, newer):
    older = make("C2600000001", 30, complaint_category="Best Available Evidence")

    answer = desk.post(at(older, newer), {"relation": "DUPLICATE"})

    assert answer.status_code == 422
    assert "N.3" in words(answer)
    assert not RepeatLink.objects.exists()
    assert not ScenarioChoice.objects.exists()
