"""The screens in a real browser: what axe-core finds, what the keyboard reaches, what lives, what works
without scripts."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from complaints.models import CaseworkNote, CaseworkUpload, Complaint, ContactAttempt, Resolution
from complaints.models.choices import UploadState
from tests.browser.axe import axe
from tests.factories import PASSWORD, make_complaint, make_user

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = (
    "Issue: the claim was rejected as not covered. Actions: enrollment corrected and claim rerun. "
    "Decision: founded, access restored, beneficiary told by phone."
)


@pytest.fixture
def casey(live_server):
    return make_user("caseworker", first_name="Casey")


@pytest.fixture
def complaint(casey):
    """A complaint whose complainant was told the outcome by phone, with a refused note."""
    made = make_complaint(
        "C2611210348", comments="11/20/2026 08:38 AM CMS: Call her.\n11/19/2026 a"
    )
    CaseworkNote.enter(made.pk, casey, text="Enrollment corrected.")
    CaseworkUpload.objects.update(state=UploadState.FAILED)
    ContactAttempt.enter(
        made.pk,
        casey,
        attempted_at=datetime.now(UTC) - timedelta(minutes=5),
        method="PHONE",
        outcome="REACHED",
        purpose="RESOLUTION",
    )
    return made


def sign_in(page: Page, username: str = "casey") -> None:
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def refuse_closing(page: Page) -> None:
    page.goto("/complaints/C2611210348/resolve/")
    page.get_by_label("Resolution note").fill("Rerun & paid")
    page.get_by_role("button", name="Resolve and send to HPMS").click()
    expect(page.get_by_role("alert")).to_be_visible()


def refuse_note(page: Page) -> None:
    page.goto("/complaints/C2611210348/?log")
    page.get_by_label("Casework note", exact=True).fill("Rerun & paid")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_keys(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


STATES = {
    "worklist": lambda page: page.goto("/?view=all"),
    "keys": show_keys,
    "complaint": lambda page: page.goto("/complaints/C2611210348/"),
    "note refused": refuse_note,
    "resolve": lambda page: page.goto("/complaints/C2611210348/resolve/"),
    "closing refused": refuse_closing,
    "intake review": lambda page: page.goto("/complaints/C2611210348/state/intake/"),
    "retroactive request": lambda page: page.goto("/complaints/C2611210348/state/retro/"),
    "cases outside CTM": lambda page: page.goto("/cases/direct/"),
    "case of the marketing report": lambda page: page.goto("/cases/report-only/new/"),
    "not found": lambda page: page.goto("/complaints/C0000000000/"),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_is_cut_off(page, complaint, state):
    make_complaint(swift=True, issue_level="IMMEDIATE_NEED")
    sign_in(page)
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        STATES[state](page)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_on_signing_in_and_on_the_sync(page, live_server):
    make_user("supervisor")
    page.goto("/sign-in/")
    assert axe(page) == []
    sign_in(page, "nobody")
    expect(page.get_by_role("alert")).to_be_visible()
    assert axe(page) == []
    sign_in(page, "sam")
    page.goto("/sync/")
    assert axe(page) == []


def test_the_keyboard_alone_leads_from_the_list_to_an_assignment_and_a_complaint(page, casey):
    first, second = (
        make_complaint(issue_level=level) for level in ("IMMEDIATE_NEED", "NO_ISSUE_LEVEL")
    )
    sign_in(page)
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=first.pk)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Delores")
    assert page.url.endswith(f"/complaints/{first.pk}/")
    assert second.pk


def test_single_keys_can_be_switched_off(page, casey):
    make_complaint()
    sign_in(page)
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("?")
    page.get_by_role("button", name="Switch them off").click()
    expect(page.get_by_role("button", name="Switch single keys on")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Search in this view")).not_to_be_focused()
    page.get_by_role("button", name="Switch single keys on").click()
    expect(page.get_by_role("button", name="all keys")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Search in this view")).to_be_focused()


def test_assigning_is_offered_once_something_is_picked(page, casey):
    complaint = make_complaint()
    sign_in(page)
    assign = page.get_by_role("button", name="Assign")
    expect(assign).to_be_hidden()
    page.get_by_label(f"Select {complaint.pk}").check()
    expect(assign).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(assign).to_be_hidden()


def test_one_click_leads_into_the_form_of_a_contact_and_keeps_a_note_begun(page, complaint):
    sign_in(page)
    page.goto(f"/complaints/{complaint.pk}/")
    note = page.get_by_role("textbox", name="Casework note")
    note.fill("Begun")
    page.get_by_role("link", name="Log contact").click()
    expect(page.get_by_label("Day")).to_be_focused()
    expect(note).to_have_value("Begun")


def test_what_blocks_closing_leads_into_the_form_of_a_contact_too(page, casey):
    complaint = make_complaint()
    sign_in(page)
    page.goto(f"/complaints/{complaint.pk}/")
    note = page.get_by_role("textbox", name="Casework note")
    note.fill("Begun")
    page.get_by_role("link", name="Log a contact").click()
    expect(page.get_by_label("Day")).to_be_focused()
    expect(note).to_have_value("Begun")


@pytest.mark.parametrize("width", [390, 768, 1100, 1440])
def test_every_complaint_can_be_searched_at_every_width(page, complaint, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page)
    page.goto(f"/complaints/{complaint.pk}/")
    box = page.get_by_label("Find a complaint")
    box.fill(complaint.pk)
    box.press("Enter")
    expect(page.get_by_text("1 found for")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_filter_acts_when_chosen(page, casey):
    make_complaint(issue_level="URGENT")
    make_complaint(issue_level="NO_ISSUE_LEVEL")
    sign_in(page)
    page.get_by_label("Level").select_option("URGENT")
    expect(page.locator(".cw-row")).to_have_count(1)


def test_the_note_is_judged_while_it_is_written_and_mended_by_one_click(page, complaint):
    sign_in(page)
    page.goto(f"/complaints/{complaint.pk}/")
    field = page.get_by_label("Casework note", exact=True)
    field.press_sequentially("Claim rerun & paid")
    expect(page.get_by_text("HPMS would refuse this note: 1 character.")).to_be_visible()
    page.get_by_role("button", name="Write words instead").click()
    expect(field).to_have_value("Claim rerun and paid")
    expect(page.get_by_text("HPMS takes every character.")).to_be_visible()
    expect(page.get_by_text("3,980 of 4,000 left")).to_be_visible()


def test_a_note_that_stays_in_the_plan_is_judged_anew_when_ticked(page, complaint):
    sign_in(page)
    page.goto(f"/complaints/{complaint.pk}/")
    page.get_by_label("Casework note", exact=True).press_sequentially("Claim rerun & paid")
    expect(page.get_by_text("HPMS would refuse this note")).to_be_visible()
    page.get_by_label("Internal only").check()
    expect(page.get_by_text("Stays in the plan.")).to_be_visible()
    expect(page.get_by_text("HPMS would refuse this note")).to_have_count(0)
    page.get_by_label("Internal only").uncheck()
    expect(page.get_by_text("HPMS would refuse this note")).to_be_visible()


def test_what_hpms_will_get_follows_the_form(page, complaint):
    sign_in(page)
    page.goto(f"/complaints/{complaint.pk}/resolve/")
    page.get_by_label("Resolution note").fill(NOTE)
    page.get_by_role("group", name="Complainant satisfied").get_by_label("Yes").check()
    expect(page.get_by_label("Telephone and written")).to_be_enabled()
    expect(
        page.get_by_role("group", name="Resolution notification").get_by_label("None")
    ).to_be_disabled()
    expect(page.locator("#preview")).to_contain_text("complainantSatisfied Y")
    expect(page.locator("#preview")).to_contain_text(NOTE)
    expect(page.get_by_text("still to fill in")).to_have_count(1)
    page.get_by_role("group", name="HPI related").get_by_label("No", exact=True).check()
    expect(page.get_by_text("still to fill in")).to_have_count(0)


def test_the_fate_of_an_upload_changes_on_the_open_page(page, complaint, casey):
    note = CaseworkNote.enter(complaint.pk, casey, text="Second note, on its way.")
    sign_in(page)
    page.goto(f"/complaints/{complaint.pk}/")
    expect(page.locator(f"#note-{note.pk}")).to_contain_text("Waiting to be sent.")
    CaseworkUpload.objects.filter(note=note).update(
        state=UploadState.ACCEPTED, accepted_at=datetime.now(UTC)
    )
    expect(page.locator(f"#note-{note.pk}")).to_contain_text("Accepted by HPMS", timeout=15_000)


def test_the_main_path_works_without_scripts(browser: Browser, live_server, casey):
    complaint = make_complaint("C2611210348")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.get_by_role("link", name=complaint.pk).click()
    page.get_by_role("link", name="Log contact").click()
    expect(page.get_by_label("Day")).to_be_focused()
    page.get_by_label("How").select_option("PHONE")
    page.get_by_label("Outcome").select_option("REACHED")
    page.get_by_role("button", name="Log contact").click()
    expect(page.get_by_text("Contact logged.")).to_be_visible()
    page.get_by_role("link", name="Resolve").click()
    page.get_by_label("Resolution note").fill(NOTE.replace("and claim", "& claim"))
    page.get_by_role("group", name="Complainant satisfied").get_by_label("Yes").check()
    page.get_by_role("group", name="HPI related").get_by_label("No", exact=True).check()
    page.get_by_label("Telephone", exact=True).check()
    page.get_by_role("button", name="Resolve and send to HPMS").click()
    expect(page.get_by_role("alert")).to_contain_text("C.1.b.note")
    page.get_by_role("button", name="Write words for").click()
    page.get_by_role("button", name="Resolve and send to HPMS").click()
    expect(page.get_by_text("Resolved here and on its way to HPMS.")).to_be_visible()
    assert Resolution.objects.get().note == NOTE
    assert Complaint.objects.get().next_step == "Wait for HPMS to accept"
    context.close()


def test_a_page_left_open_after_signing_out_says_so_and_keeps_what_is_typed(page, complaint):
    sign_in(page)
    page.goto(f"/complaints/{complaint.pk}/")
    page.context.clear_cookies(name="sessionid")
    field = page.get_by_role("textbox", name="Casework note")
    field.press_sequentially("Typed after the session ended.")
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    expect(field).to_have_value("Typed after the session ended.")
    assert axe(page) == []
