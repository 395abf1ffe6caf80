"""Search over all complaints: by id, name or phone number, by POST alone."""

import pytest
from django.urls import reverse

from ctm_casework.accounts.models import AccessLog
from tests.factories import make_complaint, make_contract


@pytest.fixture
def people(casey):
    """Three complaints of Casey's plan and one of the other."""
    return {
        "delores": make_complaint(
            "C2611210348",
            contact_first_name="Delores",
            contact_last_name="Whitaker",
            contact_phone="(845) 555-0142",
        ),
        "mary": make_complaint(
            "C2611210415",
            contact_first_name="Mary Ann",
            contact_last_name="Van Houten",
            contact_phone="",
            alt_phone="845.555.0177",
        ),
        "resolved": make_complaint(
            "C2511010832",
            contact_first_name="Ida",
            contact_last_name="Whitman",
            contact_phone="",
            resolution_date=make_contract().today,
        ),
        "foreign": make_complaint("C2611210999", contract="H9999", contact_last_name="Whitaker"),
    }


def found(client, text, **more):
    response = client.post(reverse("complaints-search"), {"q": text, **more})
    return sorted(response.context["listing"].complaint_ids)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("C2611210348", ["delores"]),
        ("c26112104", ["mary"]),
        ("whit", ["delores", "resolved"]),
        ("Whitaker, Delores", ["delores"]),
        ("mary houten", ["mary"]),
        ("845-555-0142", ["delores"]),
        ("0177", ["mary"]),
        ("itaker", []),
        ("017", []),
    ],
)
def test_it_finds_by_id_name_and_phone(desk, people, text, who):
    assert found(desk, text) == sorted(people[name].pk for name in who)


def test_it_searches_within_the_view_and_its_filters_when_asked_from_there(desk, people):
    assert found(desk, "whit", view="all") == ["C2611210348"]
    assert found(desk, "whit", view="all", level="NO_ISSUE_LEVEL") == []


def test_it_keeps_what_was_searched_for_out_of_addresses_and_the_page(desk, people):
    response = desk.post(reverse("complaints-search"), {"q": "Whitaker, Delores"})
    assert desk.get(reverse("complaints-search"), {"q": "Whitaker"}).status_code == 405
    assert "Whitaker, Delores" not in response.content.decode()
    assert "q=" not in response.content.decode()


def test_it_says_so_when_nothing_is_found(desk, people, words):
    response = desk.post(reverse("complaints-search"), {"q": "Nobody"})
    assert "Nothing found. Search by the first characters" in words(response)


def test_it_goes_back_to_the_list_when_nothing_was_typed(desk, people):
    assert desk.post(reverse("complaints-search"), {"q": " "}).url == reverse("worklist")


def test_it_logs_the_hits(desk, people):
    found(desk, "delores")
    assert AccessLog.objects.get(door="complaints-search").complaint_ids == ["C2611210348"]
