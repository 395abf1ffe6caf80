"""The out-of-view ledger and the banner on the complaint page in a real browser: axe, widths, by keyboard."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from complaints.models import Complaint
from hpms_sync.models import LedgerEntry
from tests.browser.axe import axe
from tests.browser.test_screens import sign_in
from tests.factories import make_complaint, make_user
from tests.requests_to_cms.ask import CMS_ISSUE, handed_off
from tests.screens.test_ledger import out_of_view

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gone(live_server) -> Complaint:
    """Casey has one complaint out of view that CMS was asked to take, one nobody knows about, one that
    CMS took, and one that came back."""
    casey = make_user("caseworker")
    asked, unknown, taken, back = (make_complaint(assignee=casey) for _ in range(4))
    out_of_view(asked, "CMS_ASKED", handed_off(asked, casey, CMS_ISSUE))
    out_of_view(unknown)
    request = handed_off(taken, casey, CMS_ISSUE)
    out_of_view(taken, "CMS_TOOK_IT", request)
    Complaint.objects.filter(pk=taken.pk).update(with_cms_since=taken.contract.today)
    entry = out_of_view(back)
    LedgerEntry.objects.filter(pk=entry.pk).update(
        seen_again_at=timezone.now() + timedelta(minutes=1)
    )
    Complaint.objects.filter(pk=back.pk).update(out_of_view_since=None)
    make_complaint(assignee=casey)
    return asked


def test_axe_finds_nothing_and_nothing_is_cut_off(page: Page, gone: Complaint) -> None:
    sign_in(page, "casey")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for address in ("/ledger/", f"/complaints/{gone.pk}/", "/?view=out-of-view"):
            page.goto(address)
            page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
            assert axe(page) == [], (address, width)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (address, width)


def test_one_key_records_cmss_approval(page: Page, gone: Complaint) -> None:
    sign_in(page, "casey")
    page.goto(f"/complaints/{gone.pk}/")
    page.get_by_role("button", name="CMS approved it by taking the case").press("Enter")
    expect(page.get_by_text("CMS's approval is recorded")).to_be_visible()
    page.get_by_role("link", name="The out-of-view ledger").click()
    look = page.get_by_role("heading", name="Look in HPMS 1")
    expect(look).to_be_visible()
