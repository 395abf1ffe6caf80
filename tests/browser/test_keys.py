"""API keys in a real browser: what axe-core finds, and the road of a rotation by keyboard alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from hpms_sync.keys.registry import key_add
from hpms_sync.keys.token_broker import person_designate
from hpms_sync.models import ApiKey, KeyCredential
from tests.browser.axe import axe
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db(transaction=True)
FORMS = ("key-details", "key-pair", "key-contracts", "key-end", "key-designate")


@pytest.fixture
def key(live_server) -> ApiKey:
    """Pat's, stopped, with a person designated for tokens."""
    pat = make_user("responsible_party", ["H1234"])
    made = key_add(
        name="Harbor",
        environment="sandbox",
        key_id="ID-1",
        secret="never shown",
        contract_ids=["H1234"],
        responsible_party=pat,
    )
    person_designate(made, make_user("caseworker", ["H1234"]), pat)
    ApiKey.objects.update(status="STOPPED", trouble="HPMS refused the key.")
    return made


@pytest.fixture
def desk(page: Page, key: ApiKey) -> Page:
    """Pat at the keys."""
    page.goto(reverse("sign-in"))
    page.get_by_label("User name").fill("pat")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="API keys").click()
    return page


def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(desk: Page, key: ApiKey) -> None:
    pages = [reverse("keys"), reverse("key-new"), reverse("key", args=[key.pk])]
    for address in [*pages, *(reverse(name, args=[key.pk]) for name in FORMS)]:
        desk.goto(address)
        assert axe(desk) == [], address
        desk.set_viewport_size({"width": 390, "height": 844})
        assert desk.evaluate("document.documentElement.scrollWidth") <= 390, address
        desk.set_viewport_size({"width": 1440, "height": 900})


def test_the_list_of_keys_stacks_on_a_narrow_page(desk: Page) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})
    for address in (reverse("keys"), reverse("sync")):
        desk.goto(address)
        keys = desk.get_by_role("group", name="API keys")
        expect(keys).to_contain_text("Harbor")
        assert keys.evaluate("one => one.scrollWidth <= one.clientWidth"), address


def test_a_new_pair_is_entered_by_keyboard_alone(desk: Page, key: ApiKey) -> None:
    desk.get_by_role("link", name="Harbor").focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name="Enter a new id and secret").focus()
    desk.keyboard.press("Enter")
    desk.get_by_label("New key id").focus()
    desk.keyboard.type("ID-2")
    desk.keyboard.press("Tab")
    desk.keyboard.type("as issued")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Kept. Jobs use the pair that HPMS takes.")).to_be_visible()
    assert KeyCredential.objects.filter(api_key=key, retired_at=None).count() == 2
