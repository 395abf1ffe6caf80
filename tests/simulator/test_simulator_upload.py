"""Appendix B and Appendix C 1.5: what HPMS refuses, and in which words."""

import pytest

from .conftest import PLAIN_NOTE, RESOLVE

SAVED = "Casework Saved"
NO_SUCH_CASE = "The specified case does not exist."


@pytest.mark.parametrize("name", sorted(PLAIN_NOTE))
def test_it_refuses_a_missing_key_and_saves_nothing(hpms, plan, new_complaint, name):
    complaint_id = new_complaint()
    good = {**PLAIN_NOTE, "complaintId": complaint_id}
    bad = {key: value for key, value in good.items() if key != name}
    answer = plan.ask_upload(good, bad)
    assert (answer.status_code, answer.json()) == (400, {"error": f"Parameter: {name} is required"})
    assert hpms.record(complaint_id)["PLAN_CASEWORK_NOTES"] == ""


@pytest.mark.parametrize(
    ("name", "value", "expected", "actual"),
    [
        ("resolutionNotification", 1, "string or null", "number"),
        ("complaintId", None, "string", "null"),
        ("caseworkNotes", 5, "string", "number"),
        ("resolveComplaintYN", True, "string", "boolean"),
        ("agentBrokerNPN", 123456789, "string or null", "number"),
        ("comments", "", "string or null", "empty string"),
        ("hpiRelated", "", "string or null", "empty string"),
    ],
)
def test_it_refuses_numbers_for_strings_and_blank_for_null(plan, name, value, expected, actual):
    answer = plan.ask_upload({**PLAIN_NOTE, name: value})
    message = f"Parameter: {name} type mismatch. Expected: {expected} Actual: {actual}"
    assert (answer.status_code, answer.json()) == (400, {"error": message})


def test_it_takes_an_array_or_the_wrapper_key_but_not_a_bare_item(plan, new_complaint):
    item = {**PLAIN_NOTE, "complaintId": new_complaint()}
    assert plan._post("uploadcaseworkfile", {"casework": [item]}).status_code == 200
    assert plan._post("uploadcaseworkfile", item).status_code == 400


def test_it_refuses_a_body_that_is_not_json(plan):
    answer = plan.http.post(
        "/api/ctm_ext/api/uploadcaseworkfile",
        content='[{"complaintId": ',
        headers={**plan.headers, "Content-Type": "application/json"},
    )
    assert answer.status_code == 400


def test_it_answers_each_line_with_its_number_and_not_in_the_order_sent(plan, new_complaint):
    ids = [new_complaint(), "C22222222", new_complaint()]
    answer = plan.ask_upload(*({**PLAIN_NOTE, "complaintId": it} for it in ids))
    assert answer.status_code == 200
    lines = answer.json()["Status"]
    assert [line["line"] for line in lines] == [3, 2, 1]
    assert [line["complaintId"] for line in lines] == ids[::-1]
    assert [line["message"] for line in lines] == [SAVED, NO_SUCH_CASE, SAVED]


def test_one_bad_line_does_not_stop_the_others(hpms, plan, new_complaint):
    good, bad = new_complaint(), new_complaint()
    plan.ask_upload(
        {**PLAIN_NOTE, "complaintId": bad, "caseworkNotes": "5 & 6"},
        {**PLAIN_NOTE, "complaintId": good},
    )
    assert "about the bill" in hpms.record(good)["PLAN_CASEWORK_NOTES"]
    assert hpms.record(bad)["PLAN_CASEWORK_NOTES"] == ""


def test_a_case_of_a_contract_outside_the_key_does_not_exist(plan, other_plan, new_complaint):
    complaint_id = new_complaint(CONTRACT_ID="H9999")
    assert plan.upload(complaint_id) == NO_SUCH_CASE
    assert other_plan.upload(complaint_id) == SAVED


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("", "Casework Notes is required."),
        ("  ", "Casework Notes is required."),
        ("x" * 4001, "Casework Notes exceeds the maximum length of 4000 characters."),
        *(
            (f"a {it} b", "Casework Notes contains one of the restricted characters < > & ;")
            for it in "<>&;"
        ),
        ("x" * 4000, SAVED),
        ("Refund and letter sent 8/23", SAVED),
    ],
)
def test_notes_are_required_within_4000_and_without_restricted_characters(
    plan, new_complaint, note, message
):
    assert plan.upload(new_complaint(), caseworkNotes=note) == message


@pytest.mark.parametrize(("length", "saved"), [(4000, True), (4001, False)])
def test_comments_hold_4000_characters(plan, new_complaint, length, saved):
    message = plan.upload(new_complaint(), comments="x" * length)
    assert (message == SAVED) is saved


@pytest.mark.parametrize(
    ("resolve", "satisfied", "hpi", "notification", "saved"),
    [
        *(("Y", s, h, n, True) for s in "YN" for h in "YNU" for n in "123"),
        *(("Y", "U", "U", n, True) for n in "01234"),
        *(("Y", s, "N", n, False) for s in "YN" for n in "04"),
        ("Y", None, "N", "1", False),
        ("Y", "Y", None, "1", False),
        ("Y", "Y", "N", None, False),
        ("Y", "Y", "N", "5", False),
        ("Y", "Yes", "N", "1", False),
        ("Y", "Y", "Unknown", "1", False),
        ("N", None, None, None, True),
        ("N", "U", None, None, True),
        ("N", "Y", None, None, False),
        ("N", "N", None, None, False),
        ("y", "Y", "N", "1", False),
        ("\u03a5", "Y", "N", "1", False),
        ("", None, None, None, False),
    ],
)
def test_the_matrix_of_resolve_satisfied_hpi_and_notification(
    hpms, plan, new_complaint, resolve, satisfied, hpi, notification, saved
):
    complaint_id = new_complaint()
    message = plan.upload(
        complaint_id,
        resolveComplaintYN=resolve,
        complainantSatisfied=satisfied,
        hpiRelated=hpi,
        resolutionNotification=notification,
    )
    assert (message == SAVED) is saved
    assert bool(hpms.record(complaint_id)["RESOLUTION_DATE"]) is (saved and resolve == "Y")


@pytest.mark.parametrize(
    ("columns", "word"),
    [
        ({"SWIFT": "Yes"}, "SWIFT"),
        ({"CONTRACT_CHANGE_REQUESTS": "Pending"}, "Plan Request"),
        ({"ISSUE_LEVEL_CHANGE_REQUESTS": "Pending"}, "Plan Request"),
        ({"CMS_LEAD_CHANGE_REQUESTS": "Pending"}, "Plan Request"),
        ({"COMPLAINT_CATEGORY": ""}, "category"),
        ({"COMPLAINT_SUBCATEGORY": ""}, "category"),
    ],
)
def test_it_refuses_to_resolve_but_still_saves_notes(hpms, plan, new_complaint, columns, word):
    complaint_id = new_complaint(**columns)
    assert word in plan.upload(complaint_id, **RESOLVE)
    assert hpms.record(complaint_id)["RESOLUTION_DATE"] == ""
    assert plan.upload(complaint_id) == SAVED


def test_an_answered_request_and_a_congressional_flag_do_not_stop_a_resolution(plan, new_complaint):
    complaint_id = new_complaint(ISSUE_LEVEL_CHANGE_REQUESTS="Rejected", CONGRESSIONAL="Yes")
    assert plan.upload(complaint_id, **RESOLVE) == SAVED


@pytest.mark.parametrize(
    ("values", "saved"),
    [
        ({"agentBrokerComplaint": "Y"}, True),
        ({"agentBrokerComplaint": "N"}, True),
        ({"agentBrokerComplaint": "U"}, False),
        ({"agentBrokerComplaint": "N", "agentBrokerLastName": "Doe"}, False),
        ({"agentBrokerNPN": "123"}, False),
        ({"agentBrokerComplaint": "Y", "agentBrokerNPN": "NPN-123"}, False),
        ({"agentBrokerComplaint": "Y", "agentBrokerNPN": "1" * 15}, True),
        ({"agentBrokerComplaint": "Y", "agentBrokerNPN": "1" * 16}, False),
        ({"agentBrokerComplaint": "Y", "agentBrokerFirstName": "x" * 51}, False),
        ({"agentBrokerComplaint": "Y", "agentBrokerLastName": "x" * 51}, False),
        ({"agentBrokerComplaint": "Y", "agentBrokerFMO": "x" * 126}, False),
        ({"agentBrokerComplaint": "Y", "agentBrokerNotes": "x" * 251}, False),
        ({"agentBrokerComplaint": "Y", "agentBrokerNotes": "x" * 250}, True),
    ],
)
def test_agent_broker_fields(plan, new_complaint, values, saved):
    complaint_id = new_complaint(COMPLAINT_CATEGORY="Marketing")
    assert (plan.upload(complaint_id, **values) == SAVED) is saved
