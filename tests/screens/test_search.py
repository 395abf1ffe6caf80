"""Search over all complaints: by id, name or phone number, what is searched for
stays out of addresses."""

import re

import pytest
from django.urls import reverse

from ctm_casework.accounts.models import AccessLog
from tests.factories import make_complaint, make_contract, make_user


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


def search(client, text, **more):
    return client.post(reverse("complaints-search"), {"q": text, **more}, follow=True)


def found(client, text, **more):
    response = search(client, text, **more)
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


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Müller", "muller"),
        ("Müller", "MÜLL"),
        ("Mu\u0308ller", "müller"),
        ("Muller", "müller"),
        ("Núñez", "nunez"),
        ("Sørensen", "sorensen"),
        ("Wałęsa", "walesa"),
    ],
)
def test_it_passes_over_accents_on_either_side(desk, casey, name, typed):
    made = make_complaint(contact_first_name="Zoë", contact_last_name=name)
    make_complaint(contact_last_name="Miller")
    assert found(desk, typed) == [made.pk]
    assert found(desk, f"zoe {typed}") == [made.pk]


def test_it_searches_within_the_view_and_its_filters_when_asked_from_there(desk, people):
    assert found(desk, "whit", view="all") == ["C2611210348"]
    assert found(desk, "whit", view="all", level="NO_ISSUE_LEVEL") == []


def test_it_keeps_what_was_searched_for_out_of_addresses(desk, people):
    response = search(desk, "Whitaker, Delores")
    assert response.redirect_chain == [(reverse("complaints-search"), 302)]
    assert "q=" not in response.content.decode()
    assert desk.get(reverse("complaints-search"), {"q": "Whitman"}).context["listing"].search == (
        "Whitaker, Delores"
    )


def test_the_box_and_the_page_say_what_was_searched_for_and_where(desk, people, words):
    everywhere = search(desk, "whit")
    assert "2 found for “whit” among all open and resolved complaints." in words(everywhere)
    assert box(everywhere, "find") == "whit"
    assert box(everywhere, "in-view") == ""
    within = search(desk, "whit", view="all", level="URGENT")
    assert "1 found for “whit” in this view and its filters." in words(within)
    assert box(within, "find") == ""
    assert box(within, "in-view") == "whit"


def box(response, name):
    """The value of the search box with that id."""
    return re.search(rf'id="{name}".*?value="([^"]*)"', response.content.decode(), re.DOTALL)[1]


def test_it_shows_the_hits_again_on_the_way_back(desk, people):
    first = search(desk, "whit", view="all")
    again = desk.get(reverse("complaints-search"))
    assert again.context["listing"].complaint_ids == first.context["listing"].complaint_ids


def test_it_pages_through_many_hits(desk, casey):
    for _ in range(52):
        make_complaint(contact_last_name="Whitaker")
    search(desk, "whitaker")
    second = desk.get(reverse("complaints-search"), {"page": "2"})
    assert len(second.context["listing"].rows) == 2


def test_one_person_s_search_is_nobody_else_s(desk, client, people):
    search(desk, "whit")
    client.logout()
    client.force_login(make_user("auditor"))
    assert client.get(reverse("complaints-search")).url == reverse("worklist")


def test_it_says_so_when_nothing_is_found(desk, people, words):
    assert "Nothing found. Search by the first characters" in words(search(desk, "Nobody"))


def test_it_goes_back_to_the_list_when_nothing_was_typed(desk, people):
    assert desk.post(reverse("complaints-search"), {"q": " "}).url == reverse("worklist")


def test_it_logs_the_hits(desk, people):
    found(desk, "delores")
    assert AccessLog.objects.get(door="complaints-search").complaint_ids == ["C2611210348"]
