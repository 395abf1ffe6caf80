"""Attaching documents in a real browser: a name HPMS takes is proposed, rows are added, answers are asked
only where they belong."""

import pytest
from playwright.sync_api import Page, expect

from complaints.models import Attachment
from tests.browser.axe import axe
from tests.documents import JPG, PDF
from tests.factories import PASSWORD, make_complaint, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def shelf(tmp_path, monkeypatch):
    storage = Attachment._meta.get_field("file").storage
    monkeypatch.setitem(vars(storage), "base_location", str(tmp_path))
    monkeypatch.setitem(vars(storage), "location", str(tmp_path))


@pytest.fixture
def desk(live_server, page: Page) -> Page:
    """Casey at the complaint, with the form for documents open."""
    make_user("caseworker")
    complaint = make_complaint("C2611210348")
    page.goto("/sign-in/")
    page.get_by_label("User name").fill("casey")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"/complaints/{complaint.pk}/")
    page.get_by_text("Attach documents").click()
    return page


def chosen(name: str, content: bytes = PDF) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def wrong_with_the_panel(page: Page) -> list[str]:
    axe(page)  # which brings axe-core into the page
    return page.evaluate(
        "async () => (await axe.run('#documents')).violations.map((one) => one.help)"
    )


def test_a_name_with_special_characters_is_replaced_before_it_is_sent(desk: Page):
    row = desk.locator(".cw-attach__row").first
    row.get_by_label("File").set_input_files(chosen("notice#1 (final)&.pdf"))
    expect(row.get_by_label("Name in HPMS")).to_have_value("notice_1_final.pdf")
    row.get_by_label("Type").select_option("RPC_NOTICE")
    desk.get_by_role("button", name="Attach").click()
    expect(desk.get_by_text("Document attached.")).to_be_visible()
    expect(desk.get_by_role("link", name="notice_1_final.pdf")).to_be_visible()


def test_more_rows_can_be_added_and_all_are_attached(desk: Page):
    desk.get_by_role("button", name="Another document").click()
    rows = desk.locator(".cw-attach__row")
    expect(rows).to_have_count(4)
    for number in range(4):
        row = rows.nth(number)
        row.get_by_label("File").set_input_files(chosen(f"picture {number}.jpg", JPG))
        row.get_by_label("Type").select_option("SYSTEM_SCREENSHOT")
    desk.get_by_role("button", name="Attach").click()
    expect(desk.get_by_text("4 documents attached.")).to_be_visible()
    assert Attachment.objects.count() == 4


def test_what_it_is_and_why_an_email_are_asked_only_where_they_belong(desk: Page):
    row = desk.locator(".cw-attach__row").first
    other, why = row.get_by_label("What it is"), row.get_by_label("Why attach it all the same?")
    expect(other).to_be_hidden()
    expect(why).to_be_hidden()
    row.get_by_label("Type").select_option("OTHER")
    row.get_by_label("E-mail with the beneficiary").check()
    expect(other).to_be_visible()
    expect(why).to_be_visible()
    assert wrong_with_the_panel(desk) == []


def test_a_document_told_to_be_in_hpms_says_so_and_nothing_is_wrong_with_the_panel(desk: Page):
    row = desk.locator(".cw-attach__row").first
    row.get_by_label("File").set_input_files(chosen("letter.pdf"))
    row.get_by_label("Type").select_option("BENEFICIARY_LETTER")
    desk.get_by_role("button", name="Attach").click()
    assert wrong_with_the_panel(desk) == []
    desk.get_by_role("button", name="I put it into HPMS letter.pdf").click()
    expect(desk.locator("#documents")).to_contain_text("not yet confirmed")
    assert wrong_with_the_panel(desk) == []
