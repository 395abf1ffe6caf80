"""The control room: who may, what it says, and that each number opens its rows."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.control_room.figures import FIGURES
from complaints.models import Complaint
from ctm_casework.accounts.models import AccessLog
from tests.factories import make_complaint, make_contract, make_user

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:")


@pytest.fixture
def room(client, casey):
    """A browser in which Sam the supervisor is signed in."""
    client.force_login(make_user("supervisor"))
    return client


def due(days, **columns):
    """Urgent, due so many days from today on its contract's clock."""
    assigned = make_contract().today + timedelta(days=days - 7)
    return make_complaint(assignment_date=assigned, received_date=assigned, **columns)


def numbers(response):
    """Every number of the page that opens something: (number as written, address)."""
    found = re.findall(
        r'<a href="([^"]*/rows/[^"]*)"[^>]*>(.*?)</a>', response.content.decode(), re.S
    )
    texts = [(re.sub(r"<[^>]*>", "", text).strip(), unescape(address)) for address, text in found]
    return [(text.split()[0].replace(",", ""), address) for text, address in texts]


def opened(response):
    return [line.row.complaint.pk for line in response.context["rows"].rows]


def read_csv(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_every_number_on_the_page_opens_as_many_rows(room, casey):
    today = make_contract().today
    for days in (-1, 0, 1, 5):
        due(days, assignee=casey)
    due(-3, issue_level="UNKNOWN", swift=True, contract_change_request_status="PENDING")
    due(0, resolution_date=today, assignee=casey)
    due(-4, resolution_date=today - timedelta(days=1))
    page = room.get(reverse("control-room"))
    shown = numbers(page)
    assert len(shown) > 30
    for number, address in shown:
        rows = room.get(address).context["rows"]
        if number.endswith("%"):  # a share of the resolved: its rows are those on time
            assert {line.days_late for line in rows.rows} == {0}
        else:
            assert rows.count == int(number), address


def test_every_number_stands_with_its_definition(room):
    html = room.get(reverse("control-room")).content.decode()
    for key in ("overdue", "due-today", "at-risk", "unassigned", "awaiting-cms"):
        assert f'aria-describedby="tip-now-{key}"' in html
        assert f'id="tip-now-{key}">{FIGURES[key].definition}'.replace("'", "&#x27;") in html
    described = re.findall(r'aria-describedby="([^"]*)"', html)
    assert all(html.count(f'id="{name}"') == 1 for name in described)


def test_the_rows_say_what_they_are_and_lead_to_the_complaint(room, casey, words):
    late = due(-1, assignee=casey)
    due(3, assignee=casey)
    response = room.get(
        reverse("control-room-rows"), {"figure": "overdue", "assignee": casey.pk, "level": "URGENT"}
    )
    assert opened(response) == [late.pk]
    said = words(response)
    assert "Overdue 1 complaint: Urgent, Casey Moran" in said
    assert FIGURES["overdue"].definition in said
    assert reverse("complaint", args=[late.pk]) in response.content.decode()


def test_resolved_rows_say_how_late_they_were_and_who_closed_them(room, casey, words):
    today = make_contract().today
    slow = due(-2, resolution_date=today, assignee=casey)
    due(0, resolution_date=today, assignee=casey)
    response = room.get(reverse("control-room-rows"), {"figure": "late", "closer": casey.pk})
    assert opened(response) == [slow.pk]
    assert "2 days late Casey Moran" in words(response)


def test_the_period_is_chosen_and_an_unknown_one_is_the_usual(room):
    today = make_contract().today
    for age in (10, 60, 200):
        make_complaint(
            received_date=today - timedelta(days=age),
            assignment_date=today - timedelta(days=age),
            resolution_date=today - timedelta(days=age),
        )
    counts = {}
    for days in ("30", "90", "365", "", "7", "x"):
        response = room.get(reverse("control-room"), {"days": days})
        counts[days] = response.context["room"].by_level.total.of("resolved").number
    assert counts == {"30": 1, "90": 2, "365": 3, "": 2, "7": 2, "x": 2}


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"figure": "nothing"},
        {"figure": "open", "level": "GRAVE"},
        {"figure": "open", "contract": "H9999"},
        {"figure": "open", "assignee": "casey"},
        {"figure": "arrived", "received": "yesterday"},
    ],
)
def test_it_shows_no_rows_for_an_address_it_cannot_read_whole(room, words, asked):
    make_contract("H9999")
    for name in ("control-room-rows", "control-room-rows-csv"):
        response = room.get(reverse(name), asked, follow=True)
        assert response.redirect_chain[-1][0] == reverse("control-room")
        assert "names no rows of yours" in words(response)


def test_it_shows_and_counts_nothing_of_the_other_plan(room):
    own = due(-1)
    make_complaint(contract="H9999", due_on=make_contract().today - timedelta(days=1))
    assert opened(room.get(reverse("control-room-rows"), {"figure": "overdue"})) == [own.pk]
    assert Complaint.objects.count() == 2


def test_looks_and_exports_are_logged_with_the_complaints_shown(room):
    ids = sorted(due(-1).pk for _ in range(3))
    for name in ("control-room-rows", "control-room-rows-csv"):
        room.get(reverse(name), {"figure": "overdue"})
        assert sorted(AccessLog.objects.get(door=name).complaint_ids) == ids
    room.get(reverse("control-room"))
    assert AccessLog.objects.count() == 2


def test_rows_come_in_pages_and_the_file_holds_all_of_them(room, words):
    for _ in range(51):
        due(-1)
    asked = {"figure": "overdue"}
    assert len(opened(room.get(reverse("control-room-rows"), asked))) == 50
    second = room.get(reverse("control-room-rows"), asked | {"page": "2"})
    assert len(opened(second)) == 1
    assert "Page 2 of 2" in words(second)
    assert len(read_csv(room.get(reverse("control-room-rows-csv"), asked))) == 51


def test_the_file_of_rows_says_no_more_than_ids_dates_level_step_and_assignee(room, casey):
    casey.first_name = '=HYPERLINK("x")'
    casey.save()
    made = due(-1, assignee=casey)
    response = room.get(reverse("control-room-rows-csv"), {"figure": "overdue"})
    assert response["Content-Type"].startswith("text/csv")
    assert read_csv(response) == [
        {
            "Complaint": made.pk,
            "Contract": "H1234",
            "Level": "Urgent",
            "Received": made.received_date.isoformat(),
            "Due date": made.due_on.isoformat(),
            "Resolved": "",
            "Assignee": '\'=HYPERLINK("x") Moran',  # no spreadsheet runs it
            "Next step": made.next_step,
        }
    ]


def test_the_file_of_tables_says_the_numbers_of_the_page(room, casey):
    due(-1, assignee=casey)
    due(0, resolution_date=make_contract().today, assignee=casey)
    lines = read_csv(room.get(reverse("control-room-csv")))
    said = {(line["Table"], line["Line"], line["Figure"]): line["Number"] for line in lines}
    assert said["Now", "All", "Overdue"] == "1"
    assert said["Assignee", "Casey Moran", "Overdue"] == "1"
    assert said["Age", "8 to 14 days", "Open, 8 to 14 days old, Urgent"] == "1"
    assert said["Caseworker", "Casey Moran", "Resolved on time"] == "1"
    assert len(said) == len(lines)


def test_sam_assigns_from_the_rows_and_comes_back_to_them(room, casey):
    made = due(3)
    asked = reverse("control-room-rows") + "?figure=unassigned"
    page = room.get(asked)
    assert 'name="pick"' in page.content.decode()
    back = room.post(
        reverse("complaints-assign"), {"pick": [made.pk], "to": casey.pk, "back": asked}
    )
    assert back.url == asked
    assert opened(room.get(asked)) == []


def test_rory_sees_the_figures_and_is_offered_no_assignment(client, words):
    client.force_login(make_user("auditor"))
    due(3)
    assert "Control room" in words(client.get(reverse("worklist")))
    page = client.get(reverse("control-room-rows"), {"figure": "unassigned"})
    assert page.status_code == 200
    assert 'name="pick"' not in page.content.decode()


def test_the_caseworker_is_not_offered_the_control_room(desk, words):
    assert "Control room" not in words(desk.get(reverse("worklist")))


def test_the_pages_cost_the_same_queries_for_few_and_for_many(room, casey):
    def cost(address):
        with CaptureQueriesContext(connection) as asked:
            assert room.get(address).status_code == 200
        return len(asked)

    pages = [reverse("control-room"), reverse("control-room-rows") + "?figure=open"]
    due(1, assignee=casey)
    few = [cost(page) for page in pages]
    for days in range(20):
        due(days - 10, assignee=casey if days % 2 else None)
    assert [cost(page) for page in pages] == few


def test_its_pages_hold_nothing_inline(room):
    due(-1)
    for address in (reverse("control-room"), reverse("control-room-rows") + "?figure=overdue"):
        assert not INLINE.search(room.get(address).content.decode())
