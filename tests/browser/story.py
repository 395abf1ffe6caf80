"""What the stories of one complaint have in common: the person at the screen, in the words of the screen."""

import re

from django.core.management import call_command
from playwright.sync_api import Page, expect

from hpms_sync.simulator.process import SimulatorProcess
from tests.factories import PASSWORD

OURS = ["H1234", "H5678", "S4802"]


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("User name").fill("casey")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="My day")).to_be_visible()


def find(page: Page, complaint_id: str) -> None:
    """By the search field in the head of every page."""
    field = page.get_by_label("Find a complaint by id, name or phone")
    field.fill(complaint_id)
    field.press("Enter")
    page.locator("table th[scope=row]").get_by_role("link", name=complaint_id).click()
    at_the_complaint(page, complaint_id)


def at_the_complaint(page: Page, complaint_id: str) -> None:
    expect(page).to_have_url(re.compile(rf"/complaints/{complaint_id}/(#.*)?$"))


def log_contact(page: Page, purpose: str, remark: str = "") -> None:
    """A call in which the person was reached."""
    if not page.get_by_role("button", name="Log contact").is_visible():
        page.get_by_role("heading", name="Log a contact").click()
    page.get_by_label("How").select_option(label="Phone")
    page.get_by_label("Outcome").select_option(label="Reached")
    page.get_by_label("Purpose").select_option(label=purpose)
    page.get_by_label("Remark").fill(remark)
    page.get_by_role("button", name="Log contact").click()
    expect(page.locator(".cw-timeline")).to_contain_text(purpose.lower())


def save_note(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Casework note").fill(text)
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(".cw-timeline")).to_contain_text(text)


def ask_cms(page: Page, kind: str, reason: str) -> None:
    """Opens the form of a Plan Request, with the fields of this reason."""
    page.get_by_role("link", name="Plan Request", exact=True).click()
    page.get_by_role("link", name=kind, exact=True).click()
    page.get_by_label("Reason", exact=True).select_option(label=reason)


def hand_off(page: Page, hpms: SimulatorProcess, complaint_id: str) -> str:
    """Everything on the hand-off card was entered in HPMS; its note, which is returned, goes there too.
    Ends on the complaint."""
    row = page.locator(".cw-handoff dl > div", has_text="Casework note")
    note = row.locator("dd > span").inner_text()
    page.get_by_role("button", name="I have entered it in HPMS").click()
    expect(page.get_by_text("Handed off. The next downloads confirm it")).to_be_visible()
    expect(page.locator(".cw-asked__standing")).to_contain_text("Handed off to HPMS")
    back_to_the_complaint(page)
    send_now(page, hpms, complaint_id, note)
    return note


def back_to_the_complaint(page: Page) -> None:
    page.get_by_role("link", name="Back to the complaint").click()


def say_yes(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_label(label, exact=True).select_option(label="Yes")


def state(page: Page, record: str) -> None:
    """Opens the form of one of the records under "What the plan states"."""
    page.get_by_role("link", name=record, exact=True).click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def fill_the_outcome(page: Page) -> None:
    """The complainant is satisfied and was told by telephone."""
    page.locator("#complainant_satisfied").get_by_label("Yes").check()
    page.locator("#resolution_notification").get_by_label("Telephone", exact=True).check()
    page.locator("#hpi_related").get_by_label("No", exact=True).check()
    page.get_by_label("Contact made").select_option(label="Beneficiary")


def resolve(page: Page, hpms: SimulatorProcess, complaint_id: str, note: str) -> None:
    """HPMS takes the resolution, once; the next download shows its date."""
    page.get_by_role("link", name="Resolve", exact=True).click()
    page.get_by_label("Resolution note").fill(note)
    fill_the_outcome(page)
    page.get_by_role("button", name="Resolve and send to HPMS").click()
    at_the_complaint(page, complaint_id)
    if page.get_by_role("button", name="Send now").is_visible():  # due later than tomorrow
        page.get_by_role("button", name="Send now").click()
    fate = page.locator(".cw-fate").first
    expect(fate).to_contain_text("Accepted by HPMS", timeout=60_000)
    assert hpms.times_applied(complaint_id, note) == 1
    next_download(page)
    expect(fate).to_contain_text("Seen in HPMS")
    expect(page.locator(".cw-clock")).to_contain_text("Resolved")


def download() -> None:
    call_command("hpms_download")


def next_download(page: Page) -> None:
    download()
    page.reload()


def send_now(page: Page, hpms: SimulatorProcess, complaint_id: str, note: str) -> None:
    """The note need not wait for the next round: the worker takes it to HPMS, once."""
    entry = page.locator(".cw-timeline > li", has_text=note).filter(has=page.locator(".cw-fate"))
    entry.get_by_role("button", name="Send now").click()
    expect(entry).to_contain_text("Accepted by HPMS", timeout=60_000)
    assert hpms.times_applied(complaint_id, note) == 1
