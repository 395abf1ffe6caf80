"""The list, its filters and pages, and the search."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ctm_casework.accounts.models import AccessLog
from tests.api.conftest import API, error_at
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


def ids(response):
    assert response.status_code == 200, response.content
    return [row["complaint_id"] for row in response.json()["results"]]


def found(api, **body):
    return set(ids(api.post(f"{API}search/", body)))


def test_it_lists_by_due_date_then_id_and_last_those_without(api):
    make_complaint("C2611210003", due_on=None)
    make_complaint("C2611210002", due_on=TODAY)
    make_complaint("C2611210001", due_on=TODAY)
    make_complaint("C2611210009", due_on=TODAY - timedelta(days=1))
    assert ids(api.get(API)) == ["C2611210009", "C2611210001", "C2611210002", "C2611210003"]


def test_its_pages_hold_each_complaint_once(api):
    days = [None, TODAY, TODAY, None, TODAY + timedelta(days=1), TODAY, None]
    made = [make_complaint(due_on=day).pk for day in days]
    address, seen = f"{API}?page_size=2&open=true", []
    while address:
        page = api.get(address)
        seen += ids(page)
        address = page.json()["next"]
    assert len(seen) == len(made)
    assert set(seen) == set(made)


def test_a_complaint_that_comes_in_between_shifts_no_page(api):
    for day in range(4):
        make_complaint(f"C261121000{day}", due_on=TODAY + timedelta(days=day))
    first = api.get(f"{API}?page_size=2")
    make_complaint("C2611210009", due_on=TODAY - timedelta(days=9))
    assert ids(api.get(first.json()["next"])) == ["C2611210002", "C2611210003"]


@pytest.mark.parametrize("cursor", ["nonsense", "MjAyNi0xMS0yMQ==", "ICc7LS0=", "%00"])
def test_it_refuses_a_cursor_that_is_none(api, cursor):
    response = api.get(f"{API}?cursor={cursor}")
    assert response.status_code == 400
    assert error_at(response, "cursor")["rule"] == "input"


@pytest.mark.parametrize("size", ["0", "201", "many", "-1"])
def test_it_refuses_a_page_size_out_of_bounds(api, size):
    assert "1 to 200" in error_at(api.get(f"{API}?page_size={size}"), "page_size")["message"]


CASES = {
    "contract_id=S5678": {"contract": "S5678"},
    "plan_type=MAO&congressional=true": {"congressional": True},
    "issue_level=IMMEDIATE_NEED": {"issue_level": "IMMEDIATE_NEED"},
    "issue_level=IMMEDIATE_NEED,UNKNOWN": {"issue_level": "UNKNOWN"},
    "due_before=2026-11-21": {"due_on": TODAY},
    "open=false": {"resolution_date": TODAY},
    "swift=true": {"swift": True},
    "agent_broker=Y": {"agent_broker": "Y"},
    "clock_state=STOPPED": {"issue_level_request_status": "PENDING"},
    "complaint_category=Premiums%20and%20Costs": {"complaint_category": "Premiums and Costs"},
    "complaint_subcategory=Billed%20twice": {"complaint_subcategory": "Billed twice"},
    "review=true": {"review_flags": ["DL.21.values"]},
    "received_before=2020-01-01": {"received_date": date(2020, 1, 1), "due_on": date(2027, 1, 1)},
    "received_before=2020-01-02&received_after=2019-12-31": {
        "received_date": date(2020, 1, 1),
        "due_on": date(2027, 1, 1),
    },
}


@pytest.mark.parametrize(("query", "columns"), CASES.items(), ids=CASES.keys())
def test_a_filter_finds_what_it_names_and_nothing_else(api, casey, query, columns):
    casey.contracts.add(make_complaint("C2611210001", **{"contract": "H1234", **columns}).contract)
    make_complaint("C2611210002", due_on=date(2027, 1, 1))
    assert ids(api.get(f"{API}?{query}")) == ["C2611210001"]


def test_a_control_number_alone_makes_a_swift_case(api):
    marked = make_complaint(swift_control_number="SW-1").pk
    other = make_complaint().pk
    assert ids(api.get(f"{API}?swift=true")) == [marked]
    assert ids(api.get(f"{API}?swift=false")) == [other]


def test_it_knows_mine_and_nobodys(api, casey):
    mine = make_complaint(assignee=casey).pk
    sams = make_complaint(assignee=make_user("supervisor")).pk
    nobodys = make_complaint().pk
    assert ids(api.get(f"{API}?assignee=me")) == [mine]
    assert ids(api.get(f"{API}?assignee=sam")) == [sams]
    assert ids(api.get(f"{API}?assignee=nobody")) == [nobodys]


def test_it_filters_by_the_next_step(api):
    make_complaint(next_step="Resolve")
    wanted = make_complaint(next_step="First contact").pk
    assert ids(api.get(f"{API}?next_step=First%20contact")) == [wanted]


@pytest.mark.parametrize(
    "query",
    ["issue_level=BURNING", "open=maybe", "due_after=tomorrow", "swift=2", "clock_state=RUNNING,x"],
)
def test_it_refuses_a_value_no_filter_knows(api, query):
    response = api.get(f"{API}?{query}")
    assert response.status_code == 400
    assert error_at(response, query.partition("=")[0])["message"].startswith(("Use ", "Write "))


def test_it_refuses_a_name_in_an_address_and_says_where_it_goes(api):
    make_complaint(contact_last_name="Whitaker")
    response = api.get(f"{API}?contact_last_name=Whitaker")
    assert response.status_code == 400
    assert "complaints/search/" in error_at(response, "contact_last_name")["message"]
    assert not AccessLog.objects.exists()


def test_a_row_shows_the_end_of_the_medicare_number_and_no_phone(api):
    make_complaint(bene_id="1EG4TE5MK73", contact_phone="(845) 555-0142")
    body = api.get(API).content.decode()
    assert "MK73" in body
    assert "1EG4TE5MK73" not in body
    assert "555-0142" not in body


@pytest.mark.parametrize("kind", ["list", "search"])
def test_a_page_of_fifty_takes_as_many_queries_as_one_of_five(api, casey, kind):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            response = api.get(API) if kind == "list" else api.post(f"{API}search/", {"q": "Whit"})
        return len(asked), len(ids(response))

    for _ in range(5):
        make_complaint(assignee=casey)
    few = queries()
    for _ in range(45):
        make_complaint(assignee=casey)
    many = queries()
    assert (few[1], many[1]) == (5, 50)
    assert few[0] == many[0]
    assert many[0] <= 2


def test_the_search_finds_by_id_name_phone_and_medicare_number(api):
    person = make_complaint(
        "C2611210001",
        contact_first_name="Zoë",
        contact_last_name="Van Houten",
        contact_phone="(845) 555-0199",
        alt_phone="",
        bene_id="9XY8TE7AB65",
    ).pk
    make_complaint("C2699990002", contact_phone="(845) 555-0100", bene_id="1EG4TE5MK73")
    for words in ("C26112", "houten", "Zoë van", "845-555-0199", "9xy8-te7-ab65", "9XY8TE7AB65"):
        assert found(api, q=words) == {person}, words


def test_the_search_takes_the_filters_too(api):
    level = make_complaint(issue_level="IMMEDIATE_NEED", contact_last_name="Ruiz").pk
    make_complaint(issue_level="URGENT", contact_last_name="Ruiz")
    make_complaint(issue_level="IMMEDIATE_NEED", contact_last_name="Ochoa")
    assert found(api, q="ruiz", issue_level=["IMMEDIATE_NEED"], open=True, swift=False) == {level}
    assert found(api, q="ruiz", issue_level="IMMEDIATE_NEED,UNKNOWN", due_after="2020-01-01") == {
        level
    }


def test_the_search_pages_by_the_same_body(api):
    made = {make_complaint(contact_last_name="Ruiz").pk for _ in range(3)}
    make_complaint(contact_last_name="Ochoa")
    first = api.post(f"{API}search/?page_size=2", {"q": "ruiz"})
    assert "ruiz" not in first.json()["next"]
    second = api.post(first.json()["next"], {"q": "ruiz"})
    assert {*ids(first), *ids(second)} == made


def test_the_search_sees_no_foreign_contract(api):
    make_complaint(contract="H9999", contact_last_name="Ruiz")
    assert found(api, q="ruiz") == set()


@pytest.mark.parametrize(
    "body",
    [
        {"issue_level": ["BURNING"]},
        {"open": "maybe"},
        {"due_after": "x"},
        {"phone": "1"},
        {"q": "a\0"},
    ],
)
def test_the_search_refuses_what_it_does_not_know(api, body):
    response = api.post(f"{API}search/", body)
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"].partition(".")[0] in body
