"""A Plan Request on the screens: form, hand-off card, confirmation, CMS's answer, the complaint's panel."""

import pytest
from django.urls import reverse

from complaints.models import CaseworkNote, CmsContacts, CmsDirection
from ctm_casework.accounts.models import AccessLog
from plan_requests.models import CmsDecision, InstructionsRead, PlanRequest
from plan_requests.models.choices import Status
from tests.factories import make_complaint, make_user
from tests.requests_to_cms.ask import CATEGORY_CHANGE, CMS_ISSUE, CONTRACT_CHANGE, draft, handed_off

pytestmark = pytest.mark.django_db


def at(name, complaint, *more):
    return reverse(name, args=[complaint.pk, *more])


def new(complaint, kind="CMS_ISSUE", **asked):
    words = "&".join(f"{name}={value}" for name, value in {"type": kind, **asked}.items())
    return f"{at('request-new', complaint)}?{words}"


def fields(response):
    return set(response.context["form"].fields)


def typed(values=CMS_ISSUE):
    return {name: value for name, value in values.items() if name != "request_type"}


def test_the_complaint_page_offers_a_plan_request(desk, complaint, words):
    page = desk.get(at("complaint", complaint))
    assert at("request-new", complaint) in page.content.decode()
    assert "None filed." in words(page)


def test_it_asks_first_what_is_asked_and_says_what_is_open_already(desk, complaint, casey, words):
    handed_off(complaint, casey)
    page = desk.get(at("request-new", complaint))
    assert "?type=CONTRACT_CHANGE" in page.content.decode()
    assert "?type=CMS_ISSUE" not in page.content.decode()
    assert "One is open: wait for CMS's answer." in words(page)


def test_it_shows_the_fields_of_type_and_reason_alone(desk, complaint):
    exception = desk.get(new(complaint, reason="ENROLLMENT_EXCEPTION"))
    assert {"exception_reason", "cms_intervention_reason"} <= fields(exception)
    assert not {"target_contract_id", "internal_changes_made"} & fields(exception)
    critical = desk.get(new(complaint, reason="CRITICAL_RETRO_DISENROLLMENT"))
    assert "internal_changes_made" in fields(critical)
    assert "exception_reason" not in fields(critical)
    assert "target_contract_id" in fields(desk.get(new(complaint, "CONTRACT_CHANGE")))


def test_without_scripts_a_button_brings_the_fields_of_another_reason(desk, complaint):
    data = {
        "reason_code": "ENROLLMENT_EXCEPTION",
        "cms_intervention_reason": "No SEP fits",
        "look": "1",
    }
    page = desk.post(new(complaint), data)
    assert "exception_reason" in fields(page)
    assert "No SEP fits" in page.content.decode()
    assert not PlanRequest.objects.exists()


def test_it_tells_live_what_stands_in_the_way_and_the_note(desk, complaint, words):
    check = f"{at('request-check', complaint)}?type=CMS_ISSUE"
    said = words(desk.post(check, {"reason_code": "OTHER"}))
    assert "Say why CMS must step in" in said
    page = desk.post(check, {**typed(), "fields_of": "OTHER"})
    assert "Why CMS must step in: MARx rejects the correction" in words(page)
    assert 'id="fields"' not in page.content.decode()


def test_another_reason_brings_its_fields_live(desk, complaint):
    check = f"{at('request-check', complaint)}?type=CMS_ISSUE"
    page = desk.post(check, {"reason_code": "ENROLLMENT_EXCEPTION", "fields_of": "OTHER"})
    assert 'id="fields"' in page.content.decode()
    assert 'name="exception_reason"' in page.content.decode()
    assert not PlanRequest.objects.exists()


def test_a_draft_is_saved_unfinished_and_gone_on_with(desk, complaint, casey, words):
    kept = desk.post(new(complaint), {"reason_code": "OTHER", "later": "1"})
    assert kept.url == at("complaint", complaint)
    asked = PlanRequest.objects.get()
    assert (asked.status, asked.author) == (Status.DRAFT, casey)
    assert "Draft of" in words(desk.get(at("complaint", complaint)))
    saved = desk.post(at("request-edit", complaint, asked.pk), typed())
    assert saved.url == at("request", complaint, asked.pk)
    asked.refresh_from_db()
    assert asked.access_provided == "YES"


def test_the_card_of_an_unfinished_draft_is_not_to_be_entered(desk, complaint, casey, words):
    asked = draft(complaint, casey, {"request_type": "CMS_ISSUE", "reason_code": "OTHER"})
    page = words(desk.get(at("request", complaint, asked.pk)))
    assert "Not to be entered in HPMS yet" in page
    assert "Say why CMS must step in" in page
    assert "I have entered it in HPMS" not in page


def test_the_card_shows_hpmss_fields_and_one_click_confirms(desk, complaint, casey, words):
    CmsContacts.objects.create(contract=complaint.contract, account_manager="R. Okafor")
    asked = draft(complaint, casey, CONTRACT_CHANGE)
    page = desk.get(at("request", complaint, asked.pk))
    lines = [(line.label, line.value) for line in page.context["lines"]]
    assert lines[:2] == [("Plan Request option", "Contract change"), ("Contract number", "H5678")]
    assert lines[-1][1].startswith("Contract change requested.")
    assert page.content.decode().count("data-copy=") == len(lines)
    assert "R. Okafor" in words(page)
    done = desk.post(at("request-submit", complaint, asked.pk), follow=True)
    assert "Handed off." in words(done)
    assert PlanRequest.objects.get().status == Status.SUBMITTED
    assert "I have entered it in HPMS" not in words(done)
    assert "data-copy=" in done.content.decode()
    panel = words(desk.get(at("complaint", complaint)))
    assert "Contract change to H5678" in panel
    assert "Contract change requested." in panel


def test_a_warning_wants_a_reason_before_the_confirmation(desk, complaint, casey, words):
    asked = draft(complaint, casey, CATEGORY_CHANGE, evident_in_summary=False)
    page = desk.get(at("request", complaint, asked.pk))
    assert "Why ask CMS all the same?" in words(page)
    without = desk.post(at("request-submit", complaint, asked.pk))
    assert without.status_code == 422
    assert PlanRequest.objects.get().status == Status.DRAFT
    warned = without.context["refusal"].warnings
    answers = {f"ack-{w.finding.rule}": "on" for w in warned}
    answers |= {f"why-{w.finding.rule}": "The member told us by phone." for w in warned}
    assert desk.post(at("request-submit", complaint, asked.pk), answers).status_code == 302
    assert PlanRequest.objects.get().status == Status.SUBMITTED


def test_what_was_handed_off_is_not_edited(desk, complaint, casey):
    asked = handed_off(complaint, casey)
    assert desk.get(at("request-edit", complaint, asked.pk)).status_code == 302
    assert desk.post(at("request-cancel", complaint, asked.pk)).status_code == 302
    assert PlanRequest.objects.get().status == Status.SUBMITTED


def test_a_draft_is_dropped(desk, complaint, casey, words):
    asked = draft(complaint, casey)
    desk.post(at("request-cancel", complaint, asked.pk))
    assert PlanRequest.objects.get().status == Status.CANCELLED
    assert "None filed." in words(desk.get(at("complaint", complaint)))


def test_cmss_refusal_is_written_down_shown_and_read(desk, complaint, casey, words):
    asked = handed_off(complaint, casey)
    answer = {
        "status": "REJECTED",
        "decided_on": complaint.contract.today.isoformat(),
        "instructions": "Correct the record in MARx with TC 51.",
    }
    desk.post(at("request-decision", complaint, asked.pk), answer)
    page = words(desk.get(at("complaint", complaint)))
    assert "Correct the record in MARx with TC 51. I have read it" in page
    assert "Correct the record" in words(desk.get(reverse("requests")))
    desk.post(at("request-read", complaint, asked.pk))
    assert InstructionsRead.objects.get().by == casey
    assert "I have read it" not in words(desk.get(at("complaint", complaint)))


def test_an_answer_that_cannot_be_is_refused_in_place(desk, complaint, casey, words):
    asked = handed_off(complaint, casey)
    data = {"status": "APPROVED", "decided_on": "2020-01-01", "instructions": "As asked."}
    page = desk.post(at("request-decision", complaint, asked.pk), data)
    assert page.status_code == 422
    assert "CMS cannot have decided before the request was handed off." in words(page)
    assert "As asked." in page.content.decode()
    assert not CmsDecision.objects.exists()


def test_a_case_with_cms_is_read_only_and_off_the_list(desk, complaint, casey, words):
    asked = handed_off(complaint, casey)
    answer = {"status": "APPROVED", "decided_on": complaint.contract.today.isoformat()}
    desk.post(at("request-decision", complaint, asked.pk), answer)
    page = desk.get(at("complaint", complaint))
    assert "CMS took this case on" in words(page)
    assert reverse("resolve", args=[complaint.pk]) not in page.content.decode()
    assert at("request-new", complaint) not in page.content.decode()
    assert complaint.pk not in words(desk.get("/?view=all"))
    with_cms = words(desk.get("/?view=with-cms"))
    assert complaint.pk in with_cms
    assert "Nothing: CMS has it" in with_cms


def test_where_cms_directed_it_is_kept_as_a_record_of_its_own(desk, complaint):
    page = desk.get(new(complaint, reason="CMS_DIRECTED"))
    assert "cms_said" in fields(page)
    said = {
        **typed(),
        "reason_code": "CMS_DIRECTED",
        "cms_said": "Regional Office 2, call of 11/14",
    }
    desk.post(new(complaint), said)
    assert CmsDirection.objects.get().reference == "Regional Office 2, call of 11/14"
    assert PlanRequest.objects.get().cms_direction == CmsDirection.objects.get()


def test_a_category_is_chosen_with_its_subcategory(desk, complaint):
    make_complaint(complaint_category="Premiums and Costs", complaint_subcategory="Billed twice")
    values = {
        "reason_code": "MISCATEGORISED_AT_INTAKE",
        "target_pair": "Premiums and Costs\tBilled twice",
        "justification": "The summary speaks of a bill alone.",
    }
    desk.post(new(complaint, "CATEGORY_CHANGE"), values)
    asked = PlanRequest.objects.get()
    assert (asked.target_category, asked.target_subcategory) == (
        "Premiums and Costs",
        "Billed twice",
    )
    page = desk.get(at("request-edit", complaint, asked.pk)).content.decode()
    assert '<option value="Premiums and Costs\tBilled twice" selected>' in page


def test_the_auditor_reads_and_changes_nothing(client, complaint, casey, words):
    asked = draft(complaint, casey)
    rory = make_user("auditor")
    client.force_login(rory)
    page = client.get(at("request", complaint, asked.pk))
    assert page.status_code == 200
    assert "I have entered it in HPMS" not in words(page)
    assert client.post(at("request-submit", complaint, asked.pk)).status_code == 403
    assert AccessLog.objects.filter(user=rory, door="request").exists()


def test_the_plan_that_gets_the_case_sees_what_was_asked_and_no_draft(client, complaint, casey):
    done, unasked = handed_off(complaint, casey), draft(complaint, casey, CONTRACT_CHANGE)
    olive = make_user("caseworker", ["H9999"], username="olive")
    complaint.contract_id = "H9999"
    complaint.save()
    client.force_login(olive)
    assert client.get(at("request", complaint, done.pk)).status_code == 200
    assert client.get(at("request", complaint, unasked.pk)).status_code == 404
    assert CaseworkNote.objects.visible_to(olive).count() == 1


def test_the_resolve_page_is_blocked_by_a_request_here_or_in_hpms(desk, complaint, casey, words):
    blocked = "Wait for CMS to answer the pending"
    assert blocked not in words(desk.get(at("resolve", complaint)))
    handed_off(complaint, casey, CATEGORY_CHANGE)
    assert f"{blocked} category change" in words(desk.get(at("resolve", complaint)))
    in_hpms = make_complaint(issue_level_request_status="PENDING")
    assert f"{blocked} issue level" in words(desk.get(at("resolve", in_hpms)))
