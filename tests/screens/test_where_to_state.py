"""Each finding leads to where it is settled: a statement's form, the log, a request, the comparison."""

import re
from html import unescape

import pytest
from django.urls import reverse

from complaints.models import ScenarioChoice
from complaints.sop import Action, Finding, Severity, rules
from complaints.statements.doors import DOORS, entered
from complaints.statements.where import door_of, place_for
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db
CASE = "/complaints/C2611210348/"


def found(rule, field, severity=Severity.ERROR):
    return Finding(rule, severity, field, "Remedy.", "SOP")


@pytest.mark.parametrize(
    ("rule", "field", "address"),
    [
        ("P.3.decision", "gc_decision", f"{CASE}state/good-cause/#id_gc_decision"),
        ("D.1", "retro_request_valid", f"{CASE}state/retro/#id_retro_request_valid"),
        ("L.1", "allegation_finding", f"{CASE}state/marketing/#id_allegation_finding"),
        ("J.1", "premium_checked_on", f"{CASE}state/premium-withhold/#id_premium_checked_on"),
        ("I.1", "press_hill_interest", f"{CASE}state/intake/#id_press_hill_interest"),
        ("Q.note.4.refund", "refund_issued_on", f"{CASE}state/intake/#id_refund_issued_on"),
        ("E.2.steps", "plan_system_updated_on", f"{CASE}state/retro/#id_plan_system_updated_on"),
        ("N.4.system", "plan_system_updated_on", f"{CASE}state/bae-requests/#id_plan_system_updated_on"),
        ("M.1.verify", "prior_resolution_acknowledged", f"{CASE}#h-rel"),
        ("C.1.c", "plan_requests", f"{CASE}#h-req"),
        ("C.1.a", "complaint_category", f"{CASE}requests/new/?type=CATEGORY_CHANGE"),
        ("I.note.3", "resolve_complaint", f"{CASE}requests/new/?type=CMS_ISSUE"),
        ("N.4.close", "contact_made", f"{CASE}?log#id_day"),
    ],
)  # fmt: skip
def test_each_leads_to_its_place(rule, field, address):
    assert place_for(found(rule, field), "C2611210348").address == address


@pytest.mark.parametrize(
    ("rule", "field"),
    [("Q.2.required", "note"), ("C.1.d.present", "resolution_date"), ("Q.3.a", "contact_made")],
)
def test_what_the_resolve_page_asks_leads_nowhere_else(rule, field):
    assert place_for(found(rule, field), "C2611210348") is None


def test_a_warning_about_attempts_leads_to_the_log():
    warned = found("Q.1.a.count", "contact_made", Severity.WARNING)
    assert place_for(warned, "C2611210348").words == "Log a contact"


def test_every_fact_of_a_statement_that_closing_asks_for_has_its_form():
    fields = {one.name for door in DOORS.values() if door.replaces for one in entered(door.kind)}
    asked = [
        (rule, field)
        for rule in rules()
        if Action.CLOSE in rule.actions
        and (field := rule.field if isinstance(rule.field, str) else rule.field[Action.CLOSE])
        in fields
    ]
    assert len(asked) >= 15
    for rule, field in asked:
        assert rule.id[0] in door_of(field, rule.id[0]).scenarios or rule.id[0] in "PQ", rule.id


def links(client, complaint, route):
    html = client.get(reverse(route, args=[complaint.pk])).content.decode()
    return {
        words: unescape(address)
        for address, words in re.findall(r'<a class="cw-where" href="([^"]+)">([^<]+)</a>', html)
    }


@pytest.mark.parametrize("route", ["complaint", "resolve"])
def test_checklist_and_resolve_page_lead_to_the_good_cause_review(desk, casey, route):
    complaint = make_complaint("C2611210348")
    ScenarioChoice.enter(complaint.pk, casey, "GOOD_CAUSE", accepted=True)
    shown = links(desk, complaint, route)
    address = shown["Enter it in the good cause review"]
    assert address == f"{CASE}state/good-cause/#id_gc_decision"
    assert 'id="id_gc_decision"' in desk.get(address).content.decode()


def test_the_auditor_is_led_nowhere(client, casey):
    complaint = make_complaint("C2611210348")
    ScenarioChoice.enter(complaint.pk, casey, "GOOD_CAUSE", accepted=True)
    client.force_login(make_user("auditor"))
    assert links(client, complaint, "complaint") == {}
