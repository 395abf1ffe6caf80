"""What every page keeps: a strict content security policy, no caching, pages for what goes wrong."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from ctm_casework.logs import NoRowValues
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:")


@pytest.fixture
def pages(desk, casey):
    """Every page Casey sees, by address."""
    complaint = make_complaint()
    addresses = [
        reverse("worklist"),
        reverse("complaint", args=[complaint.pk]),
        reverse("resolve", args=[complaint.pk]),
    ]
    return {address: desk.get(address) for address in addresses}


def test_it_forbids_inline_scripts_and_styles_and_holds_none(pages):
    for address, response in pages.items():
        policy = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy, address
        assert "unsafe" not in policy, address
        assert not INLINE.search(response.content.decode()), address


def test_it_loads_nothing_from_elsewhere(pages):
    for address, response in pages.items():
        sources = re.findall(r'(?:src|href)="(https?:)?//[^"]*"', response.content.decode())
        assert not sources, address


def test_it_lets_no_cache_keep_a_page(pages):
    for address, response in pages.items():
        assert "no-store" in response["Cache-Control"], address


def test_it_shows_pages_in_the_same_frame_for_what_is_missing_or_forbidden(desk, client, words):
    missing = desk.get(reverse("complaint", args=["C9999999999"]))
    assert missing.status_code == 404
    assert "There is no such page" in words(missing)
    forbidden = desk.get(reverse("sync"))
    assert forbidden.status_code == 403
    assert "Your role does not allow this: See runs" in words(forbidden)
    assert "Sign out" in words(forbidden)


@pytest.mark.parametrize(
    ("role", "closed", "start"),
    [("administrator", "worklist", "sync"), ("caseworker", "sync", "worklist")],
)
def test_the_way_back_from_a_closed_page_leads_to_an_open_one(client, role, closed, start):
    client.force_login(make_user(role))
    html = client.get(reverse(closed)).content.decode()
    links = re.findall(
        r'<a(?:\s+class="cw-brand")?\s+href="([^"]*)">(?:CTM Casework|Back to)', html
    )
    assert links == [reverse(start)] * 2
    assert client.get(links[0]).status_code == 200


def test_a_closed_page_leaves_one_line_in_the_log_and_no_traceback(desk, caplog):
    desk.get(reverse("sync"))
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    record.exc_text = None  # as another formatter left it
    line = NoRowValues("%(levelname)s %(message)s").format(record)
    assert line == "WARNING Forbidden (Permission denied): /sync/"


def test_it_has_a_page_for_its_own_faults_that_needs_no_database():
    assert "Something went wrong" in render_to_string("500.html")


CASES = [
    "My day",
    "Requests and promises",
    "Control room",
    "SOP",
    "Sync health",
    "Cases outside CTM",
]
SCREENS = {
    "caseworker": ["My day", "Requests and promises", "SOP", "Cases outside CTM"],
    "supervisor": CASES,
    "auditor": CASES,
    "administrator": ["HPMS access", "SOP", "Sync health", "API keys"],
    "responsible_party": ["HPMS access", "SOP", "Sync health", "API keys"],
}


@pytest.mark.parametrize("role", SCREENS)
def test_it_shows_each_role_the_screens_it_may_open(client, role):
    client.force_login(make_user(role))
    html = client.get(reverse("sop")).content.decode()
    nav = re.search(r"<nav.*?</nav>", html, re.DOTALL)[0]
    links = re.findall(r'<a href="([^"]+)"\s*(aria-current="page")?>([^<]+)</a>', nav)
    assert [words for _, _, words in links] == SCREENS[role]
    assert [words for _, current, words in links if current] == ["SOP"]
    assert {client.get(address).status_code for address, _, _ in links} == {200}
