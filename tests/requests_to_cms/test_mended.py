"""What goes wrong with a Plan Request and is set right: two tabs, never entered, left as a draft, on CMS's
word against the SOP."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from complaints.models import IntakeReview, ParameterOverride, Resolution
from complaints.models.sop_record import Refused
from plan_requests.models import PlanRequest
from plan_requests.models.choices import Status
from tests.factories import make_complaint, make_contract, make_user
from tests.requests_to_cms.ask import CMS_ISSUE, CONTRACT_CHANGE, LEVEL_CHANGE, draft, handed_off

pytestmark = pytest.mark.django_db


def at(name, complaint, *more):
    return reverse(name, args=[complaint.pk, *more])


def typed(values=CMS_ISSUE):
    return {name: value for name, value in values.items() if name != "request_type"}


# Two tabs


def test_a_stale_tab_does_not_save_over_what_was_handed_off(
    desk, complaint, casey, words, monkeypatch
):
    """The page was opened while it was a draft, and the other tab confirmed it between reading and saving."""
    asked = draft(complaint, casey)
    door = at("request-edit", complaint, asked.pk)
    from plan_requests.requests import views

    save = views.draft_save

    def late(request, *arguments):
        PlanRequest.objects.get(pk=asked.pk).submit(casey)
        return save(request, *arguments)

    monkeypatch.setattr(views, "draft_save", late)
    page = desk.post(door, {**typed(), "cms_intervention_reason": "Something else"})
    assert page.status_code == 422
    assert "It is no draft any more: handed off to HPMS. Nothing was changed." in words(page)
    kept = PlanRequest.objects.get()
    assert (kept.status, kept.cms_intervention_reason) == (
        Status.SUBMITTED,
        CMS_ISSUE["cms_intervention_reason"],
    )


def test_a_stale_tab_does_not_revive_a_dropped_draft(complaint, casey):
    asked = draft(complaint, casey)
    PlanRequest.objects.get().cancel(casey)
    with pytest.raises(Refused) as refused:
        asked.save()
    assert "canceled" in refused.value.form_errors["request"][0]


def test_two_tabs_on_what_is_still_a_draft_both_save(desk, complaint, casey):
    asked = draft(complaint, casey)
    for reason in ("First", "Second"):
        given = {**typed(), "cms_intervention_reason": reason, "later": "1"}
        assert desk.post(at("request-edit", complaint, asked.pk), given).status_code == 302
    assert PlanRequest.objects.get().cms_intervention_reason == "Second"


# Never entered in HPMS


def unseen(complaint, casey, runs=2):
    asked = handed_off(complaint, casey, LEVEL_CHANGE)
    QuerySet(PlanRequest).filter(pk=asked.pk).update(unseen_runs=runs)
    return asked


def blocks_closing(complaint, casey):
    with pytest.raises(Refused) as refused:
        Resolution.enter(complaint.pk, casey)
    return "C.1.c" in {finding.rule for finding in refused.value.findings}


def test_what_was_never_entered_is_dropped_with_a_reason_and_blocks_no_more(
    desk, complaint, casey, words
):
    asked = unseen(complaint, casey)
    assert blocks_closing(complaint, casey)
    assert "It was never entered" in words(desk.get(at("request", complaint, asked.pk)))
    why = {"dropped_because": "Confirmed by mistake; the level is right after all."}
    page = desk.post(at("request-cancel", complaint, asked.pk), why, follow=True)
    assert "it was never entered in HPMS, and blocks closing no longer" in words(page)
    asked.refresh_from_db()
    assert (asked.status, asked.dropped_by) == (Status.CANCELLED, casey)
    assert asked.dropped_because == why["dropped_because"]
    assert not blocks_closing(complaint, casey)
    for shown in (at("request", complaint, asked.pk), at("complaint", complaint)):
        assert f"never entered in HPMS: {why['dropped_because']}" in words(desk.get(shown))


def test_dropping_it_wants_a_reason(desk, complaint, casey, words):
    asked = unseen(complaint, casey)
    page = desk.post(at("request-cancel", complaint, asked.pk), {"dropped_because": "  Oops  "})
    assert page.status_code == 422
    assert "Say in at least 10 characters why it was never entered" in words(page)
    assert 'value="  Oops  "' in page.content.decode()
    assert PlanRequest.objects.get().status == Status.SUBMITTED


def test_after_one_download_it_may_still_come(desk, complaint, casey, words):
    asked = unseen(complaint, casey, runs=1)
    assert "It was never entered" not in words(desk.get(at("request", complaint, asked.pk)))
    why = {"dropped_because": "Confirmed by mistake; the level is right after all."}
    desk.post(at("request-cancel", complaint, asked.pk), why)
    assert PlanRequest.objects.get().status == Status.SUBMITTED


# On CMS's word against the SOP


@pytest.fixture
def good_cause(complaint, casey):
    review = {"disenrollment_reason": "FAILURE_TO_PAY", "good_cause_requested": True}
    return IntakeReview.enter(complaint.pk, casey, **review).complaint


def test_good_cause_is_asked_about_where_cms_said_so(desk, good_cause, casey, words):
    door = f"{at('request-new', good_cause)}?type=CONTRACT_CHANGE"
    assert "cms_said" in desk.get(door).context["form"].fields
    desk.post(door, {**typed(CONTRACT_CHANGE), "later": "1"})
    asked = PlanRequest.objects.get()
    blocked = words(desk.get(at("request", good_cause, asked.pk)))
    assert "If CMS directed the request, record that direction with it." in blocked
    said = {**typed(CONTRACT_CHANGE), "cms_said": "Regional Office 2, e-mail of 11/14"}
    desk.post(at("request-edit", good_cause, asked.pk), said)
    assert desk.post(at("request-submit", good_cause, asked.pk)).status_code == 302
    asked.refresh_from_db()
    assert asked.status == Status.SUBMITTED
    assert "Regional Office 2" in asked.note.text


@pytest.mark.parametrize("kind", ["CONTRACT_CHANGE", "ISSUE_LEVEL_CHANGE", "CMS_ISSUE"])
def test_without_good_cause_nobody_is_asked_where_cms_said_so(desk, complaint, kind):
    page = desk.get(f"{at('request-new', complaint)}?type={kind}")
    assert "cms_said" not in page.context["form"].fields


# Left as a draft


def begun(complaint, casey, days):
    asked = draft(complaint, casey)
    QuerySet(PlanRequest).filter(pk=asked.pk).update(
        created_at=timezone.now() - timedelta(days=days)
    )
    return asked


def marks(desk, complaint, words):
    pages = reverse("requests"), at("complaint", complaint)
    return ["Left as a draft for 3 days" in words(desk.get(page)) for page in pages]


def test_a_draft_left_lying_says_so_on_the_board_and_with_its_complaint(
    desk, complaint, casey, words
):
    begun(complaint, casey, days=3)
    assert marks(desk, complaint, words) == [True, True]
    assert "G.2.c" in words(desk.get(reverse("requests")))


def test_a_fresh_draft_does_not(desk, complaint, casey, words):
    begun(complaint, casey, days=2)
    assert "Left as a draft" not in words(desk.get(reverse("requests")))
    assert "Left as a draft" not in words(desk.get(at("complaint", complaint)))


def test_what_was_handed_off_is_no_draft_left_lying(desk, complaint, casey, words):
    asked = handed_off(complaint, casey)
    QuerySet(PlanRequest).filter(pk=asked.pk).update(created_at=timezone.now() - timedelta(days=9))
    assert "Left as a draft" not in words(desk.get(reverse("requests")))


def test_the_parameter_says_when(desk, complaint, casey, words):
    begun(complaint, casey, days=3)
    change = {"value": 4, "since": timezone.localdate(), "reason": "The office closes on Fridays."}
    ParameterOverride.enter(make_user("administrator"), "draft_reminder_days", **change)
    assert marks(desk, complaint, words) == [False, False]


# With CMS, and asking CMS


def test_a_case_with_cms_is_told_calmly(desk, words):
    swift = make_complaint(swift=True, with_cms_since=timezone.localdate())
    page = words(desk.get(at("complaint", swift)))
    assert "CMS has this case: closing it is CMS's to do." in page
    assert "block, " not in page
    assert "cw-state--blocks" not in desk.get(at("complaint", swift)).content.decode()


def test_a_case_that_is_the_plans_still_shows_what_blocks(desk, words):
    page = words(desk.get(at("complaint", make_complaint(swift=True))))
    assert "CMS has this case" not in page
    assert " block, " in page


def test_the_banner_of_a_case_with_cms_has_its_rule_on_both_pages():
    from django.contrib.staticfiles import finders

    with open(finders.find("css/case.css")) as sheet:
        assert ".cw-taken" in sheet.read()


def test_the_only_contract_is_chosen_already(desk):
    form = desk.get("/ask-cms/").context["form"]
    assert "---" not in str(form["contract"])
    assert '<option value="H1234" selected>' in str(form["contract"])


def test_among_several_contracts_one_chooses(client):
    make_contract("H5678")
    client.force_login(make_user("caseworker", ["H1234", "H5678"], username="kim"))
    field = str(client.get("/ask-cms/").context["form"]["contract"])
    assert '<option value="" selected>Choose</option>' in field
    assert "---" not in field
