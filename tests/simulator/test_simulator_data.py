"""What the made-up complaints are like."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from hpms_sync.simulator.clock import EASTERN, read_us_date
from hpms_sync.simulator.process import PACKAGE_ROOT, SimulatorProcess

from .conftest import TODAY, Plan

DAYS_TO_RESOLVE = {"Immediate Need": 2, "Urgent": 7, "No Issue Level": 30}


@pytest.fixture(scope="module")
def hpms():
    with SimulatorProcess(complaints=300, today=TODAY) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def records(hpms):
    return Plan(hpms.url, hpms.key).sign_in().download()


@pytest.fixture(scope="module")
def open_records(records):
    return {it: record for it, record in records.items() if not record["RESOLUTION_DATE"]}


def due(record):
    start = read_us_date(record["ASSIGNMENT/REASSIGNMENT_DATE"])
    return start + timedelta(days=DAYS_TO_RESOLVE.get(record["ISSUE_LEVEL"], 2))


def test_it_holds_as_many_complaints_as_asked_for_over_all_scenarios(hpms):
    summary = hpms.control("GET", "summary")
    assert sum(summary["contracts"].values()) == 300
    assert "".join(sorted(summary["scenarios"])) == "ABCDEFGHIJKLMNOPQRST"
    assert set(summary["contracts"]) == {"H1234", "H5678", "S4802", "H9999"}


def test_every_complaint_has_its_own_id_of_c_and_ten_digits(records):
    assert all(it[0] == "C" and it[1:].isdigit() and len(it) == 11 for it in records)


def test_levels_flags_and_requests_all_occur(open_records):
    seen = {
        column: {record[column] for record in open_records.values()}
        for column in next(iter(open_records.values()))
    }
    assert seen["ISSUE_LEVEL"] >= {"Immediate Need", "Urgent", "No Issue Level"}
    for column in ("SWIFT", "CONGRESSIONAL", "AGENT_BROKER", "ACCESSIBLE_FORMAT"):
        assert seen[column] >= {"Yes", "No"}
    assert seen["COMPLAINT_TYPE"] == {"Beneficiary", "Provider"}
    for kind in ("CONTRACT_CHANGE", "ISSUE_LEVEL_CHANGE", "CMS_LEAD_CHANGE"):
        assert "Pending" in seen[f"{kind}_REQUESTS"]
    assert len(seen["PREFERRED_LANGUAGE"]) > 3


def test_some_cases_are_overdue_some_due_today_and_some_soon(open_records):
    today = datetime.fromisoformat(TODAY).date()
    dues = [due(record) for record in open_records.values()]
    assert sum(day < today for day in dues) >= 5
    assert today in dues
    assert sum(today < day <= today + timedelta(days=2) for day in dues) >= 5
    assert max(dues) > today + timedelta(days=14)


def test_nothing_lies_in_the_future_and_no_resolution_precedes_its_receipt(records):
    today = datetime.fromisoformat(TODAY).date()
    for record in records.values():
        received = read_us_date(record["RECEIVED_DATE"])
        assigned = read_us_date(record["ASSIGNMENT/REASSIGNMENT_DATE"])
        resolved = read_us_date(record["RESOLUTION_DATE"])
        assert received <= assigned <= today
        assert resolved is None or received <= resolved <= today


def test_the_most_urgent_case_of_all_can_be_closed_plainly(hpms, open_records):
    most_urgent = min(open_records.values(), key=due)
    assert most_urgent["COMPLAINT_ID"] == hpms.case("overdue_immediate")
    assert most_urgent["SWIFT"] == most_urgent["CONGRESSIONAL"] == "No"
    assert most_urgent["COMPLAINT_SUBCATEGORY"]
    assert "Pending" not in most_urgent.values()


def test_due_today_plain_is_due_today(hpms, open_records):
    record = open_records[hpms.case("due_today_plain")]
    assert due(record) == datetime.fromisoformat(TODAY).date()
    assert "Pending" not in record.values()


def test_some_people_complain_more_than_once_and_blank_ids_occur(records):
    people = Counter(record["BENE_ID"] for record in records.values())
    assert people[""] >= 2
    assert sum(count > 1 for it, count in people.items() if it) >= 3


def test_names_carry_accents_and_phones_and_ids_are_nobodys(records):
    assert any(not record["CONTACT_LNAME"].isascii() for record in records.values())
    for record in records.values():
        assert "555-01" in record["CONTACT_PHONE"]
        assert record["BENE_ID"][1:2] in ("S", "")


def test_at_least_twenty_special_cases_are_listed_with_a_description(hpms):
    cases = hpms.control("GET", "cases")["cases"]
    assert len(cases) >= 20
    assert all(case["description"] and case["complaint_id"] and case["contract"] for case in cases)
    assert len({case["name"] for case in cases}) == len(cases)


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("swift", "SWIFT", "Yes"),
        ("congressional_y_for_yes", "CONGRESSIONAL", "Y"),
        ("pending_contract_change", "CONTRACT_CHANGE_REQUESTS", "Pending"),
        ("no_category", "COMPLAINT_CATEGORY", ""),
        ("blank_bene_id", "BENE_ID", ""),
        ("level_unrecognised", "ISSUE_LEVEL", "Expedited Review"),
        ("resolved_notification_none", "RESOLUTION_NOTIFICATION", "None"),
        ("resolved_yesterday", "RESOLUTION_DATE", "03/15/2026"),
        ("received_far_in_past_open", "RECEIVED_DATE", "02/09/2025"),
        ("provider", "COMPLAINT_TYPE", "Provider"),
        ("attachments_yes_word", "ATTACHMENTS_YN", "Yes"),
        ("cms_lead_visible", "CATEGORY_LEAD", "CMS"),
    ],
)
def test_a_special_case_shows_what_it_is_named_for(hpms, records, name, column, value):
    assert records[hpms.case(name)][column] == value


@pytest.mark.parametrize(
    ("name", "column", "text"),
    [
        ("html_entities_in_summary", "COMPLAINT_SUMMARY", "&amp; the copay"),
        ("embedded_newlines_and_tabs", "COMPLAINT_SUMMARY", "\tMarch\t$41.30\r\n"),
        ("null_unicode", "COMPLAINT_SUMMARY", "\x00"),
        ("accents", "CONTACT_LNAME", "Núñez"),
        ("slash_names", "CONTACT_FNAME", "Ann/Annie"),
        ("agent_broker_full", "AGENT_BROKER_NPN", "000123456"),
    ],
)
def test_odd_characters_arrive_as_they_are(hpms, records, name, column, text):
    assert text in records[hpms.case(name)][column]


def test_the_two_of_the_repeat_pair_are_one_person(hpms, records):
    earlier, later = (records[hpms.case(it)] for it in ("repeat_pair_earlier", "repeat_pair"))
    assert earlier["BENE_ID"] == later["BENE_ID"] != ""


def test_max_lengths_fills_the_long_columns(hpms, records):
    record = records[hpms.case("max_lengths")]
    assert len(record["COMPLAINT_SUMMARY"]) == 4000
    assert len(record["COMMENTS"]) == len(record["PLAN_CASEWORK_NOTES"]) == 10_000
    assert len(record["BENE_ID"]) == 13


def test_the_same_seed_and_day_give_the_same_data_and_another_seed_does_not(hpms, records):
    def made(**settings):
        with SimulatorProcess(**settings) as other:
            return Plan(other.url, other.key).sign_in().download()

    assert made(complaints=300, today=TODAY) == records
    fewer = made(complaints=60, today=TODAY)
    assert fewer
    assert fewer.items() <= records.items()
    assert made(complaints=300, today=TODAY, seed=2) != records


def test_without_a_day_given_it_is_today_in_eastern_time():
    before = datetime.now(EASTERN).date().isoformat()
    with SimulatorProcess(complaints=0) as simulator:
        today = simulator.control("GET", "summary")["today"]
    assert before <= today <= datetime.now(EASTERN).date().isoformat()


def test_the_manual_lists_every_special_case(hpms):
    manual = (PACKAGE_ROOT / "docs" / "simulator.md").read_text(encoding="utf-8")
    for case in hpms.control("GET", "cases")["cases"]:
        row = f"| {case['complaint_id']} | `{case['name']}` | {case['contract']} |"
        assert row in manual
        assert case["description"] in manual
