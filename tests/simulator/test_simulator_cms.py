"""CMS's side of the case: each action and what it drags along."""

import pytest

from hpms_sync.simulator.process import SimulatorRefusedError

ASSIGNED = "ASSIGNMENT/REASSIGNMENT_DATE"
LONG_AGO = {"RECEIVED_DATE": "02/20/2026", ASSIGNED: "02/20/2026"}
TODAY_US = "03/16/2026"


def test_a_filed_request_shows_as_pending(hpms, plan, new_complaint):
    complaint_id = new_complaint()
    hpms.cms("file_request", complaint_id, request="issue_level", to="Urgent")
    assert plan.download()[complaint_id]["ISSUE_LEVEL_CHANGE_REQUESTS"] == "Pending"


def test_an_approved_level_request_changes_the_level_and_restarts_the_clock(
    hpms, plan, new_complaint
):
    complaint_id = new_complaint(ISSUE_LEVEL="Immediate Need", **LONG_AGO)
    hpms.cms("file_request", complaint_id, request="issue_level", to="Urgent")
    hpms.cms("approve_request", complaint_id, request="issue_level")
    record = plan.download()[complaint_id]
    assert record["ISSUE_LEVEL_CHANGE_REQUESTS"] == "Approved"
    assert (record["ISSUE_LEVEL"], record[ASSIGNED]) == ("Urgent", TODAY_US)
    assert "System: Plan Request approved: issue level." in record["COMMENTS"]


def test_a_level_request_without_a_target_lowers_by_one(hpms, new_complaint):
    complaint_id = new_complaint(ISSUE_LEVEL="Urgent")
    hpms.cms("approve_request", complaint_id, request="issue_level")
    assert hpms.record(complaint_id)["ISSUE_LEVEL"] == "No Issue Level"


def test_an_approved_contract_change_moves_the_case_out_of_view(
    hpms, plan, other_plan, new_complaint
):
    complaint_id = new_complaint(**LONG_AGO)
    hpms.cms("file_request", complaint_id, request="contract_change", to="H9999")
    hpms.cms("approve_request", complaint_id, request="contract_change")
    assert complaint_id not in plan.download()
    record = other_plan.download()[complaint_id]
    assert record["CONTRACT_CHANGE_REQUESTS"] == "Approved"
    assert (record["CONTRACT_ID"], record[ASSIGNED]) == ("H9999", TODAY_US)
    assert record["RECEIVED_DATE"] == "02/20/2026"


def test_an_approved_cms_lead_request_takes_the_case_until_cms_returns_it(
    hpms, plan, new_complaint
):
    complaint_id = new_complaint(CMS_LEAD_CHANGE_REQUESTS="Pending", **LONG_AGO)
    hpms.cms("approve_request", complaint_id, request="cms_lead")
    assert complaint_id not in plan.download()
    assert plan.upload(complaint_id) == "The specified case does not exist."
    hpms.cms("return_to_plan", complaint_id)
    record = plan.download()[complaint_id]
    assert (record["CATEGORY_LEAD"], record[ASSIGNED]) == ("Plan", TODAY_US)


def test_an_approved_cms_lead_request_can_stay_in_view(hpms, plan, new_complaint):
    complaint_id = new_complaint()
    hpms.cms("approve_request", complaint_id, request="cms_lead", keep_visible=True)
    assert plan.download()[complaint_id]["CATEGORY_LEAD"] == "CMS"


def test_a_rejected_request_leaves_the_clock_and_gives_instructions(hpms, plan, new_complaint):
    complaint_id = new_complaint(CMS_LEAD_CHANGE_REQUESTS="Pending", **LONG_AGO)
    hpms.cms("reject_request", complaint_id, request="cms_lead", text="Send it to the RPC.")
    record = plan.download()[complaint_id]
    assert record["CMS_LEAD_CHANGE_REQUESTS"] == "Rejected"
    assert record[ASSIGNED] == "02/20/2026"
    assert "CMS: Send it to the RPC." in record["COMMENTS"]


def test_reassigning_moves_it_and_sets_the_assignment_date(hpms, plan, new_complaint):
    complaint_id = new_complaint(**LONG_AGO)
    hpms.cms("reassign", complaint_id, contract="H5678")
    record = plan.download()[complaint_id]
    assert (record["CONTRACT_ID"], record[ASSIGNED]) == ("H5678", TODAY_US)
    assert "reassigned from contract H1234 to contract H5678" in record["COMMENTS"]


def test_reopening_clears_the_resolution_date_and_keeps_the_summary(hpms, plan, new_complaint):
    complaint_id = new_complaint(
        RESOLUTION_DATE="03/01/2026", RESOLUTION_SUMMARY="Done", **LONG_AGO
    )
    hpms.cms("reopen", complaint_id)
    record = plan.download(complaintStatus="0")[complaint_id]
    assert (record["RESOLUTION_DATE"], record[ASSIGNED]) == ("", TODAY_US)
    assert record["RESOLUTION_SUMMARY"] == "Done"


@pytest.mark.parametrize(
    ("old", "new", "resets"),
    [
        ("No Issue Level", "Urgent", True),
        ("Urgent", "Immediate Need", True),
        ("Immediate Need", "Urgent", False),
        ("Urgent", "Something new", False),
    ],
)
def test_only_raising_a_level_resets_the_assignment_date(hpms, new_complaint, old, new, resets):
    complaint_id = new_complaint(ISSUE_LEVEL=old, **LONG_AGO)
    record = hpms.cms("change_level", complaint_id, level=new)["record"]
    assert record["ISSUE_LEVEL"] == new
    assert record[ASSIGNED] == (TODAY_US if resets else "02/20/2026")


def test_a_comment_is_stamped_with_cms(hpms, new_complaint):
    complaint_id = new_complaint()
    record = hpms.cms("comment", complaint_id, text="Please call the member.")["record"]
    assert record["COMMENTS"].endswith("CMS: Please call the member.")


def test_cms_can_resolve_what_the_plan_can_not(hpms, plan, new_complaint):
    complaint_id = new_complaint(SWIFT="Yes")
    hpms.cms("resolve", complaint_id, text="Reply sent by CMS.")
    record = plan.download(complaintStatus="1")[complaint_id]
    assert (record["RESOLUTION_DATE"], record["RESOLUTION_SUMMARY"]) == (
        TODAY_US,
        "Reply sent by CMS.",
    )


def test_any_column_can_be_set_or_left_out(hpms, plan, new_complaint):
    complaint_id = new_complaint()
    hpms.cms("set", complaint_id, columns={"RECEIVED_DATE": "2026-03-01", "NEW_COLUMN": "x"})
    hpms.cms("set", complaint_id, drop=["ALT_PHONE"])
    record = plan.download()[complaint_id]
    assert (record["RECEIVED_DATE"], record["NEW_COLUMN"]) == ("2026-03-01", "x")
    assert "ALT_PHONE" not in record


@pytest.mark.parametrize(
    "columns",
    [
        {"COMPLAINT_ID": "C22222222"},
        {"COMPLAINT_ID": "C7799999999", "CONTRACT_ID": "Z0000"},
        {"COMPLAINT_ID": "C7799999998", "RECEIVED_DATE": "13/45/2026"},
        {"COMPLAINT_ID": "C7799999997", "ISSUE_LEVEL_CHANGE_REQUESTS": "Perhaps"},
    ],
)
def test_malformed_records_come_only_by_order_and_can_be_taken_away(hpms, plan, columns):
    hpms.cms("add_record", record=columns)
    sent = plan.download()[columns["COMPLAINT_ID"]]
    assert sent.items() >= columns.items()
    hpms.cms("remove_record", columns["COMPLAINT_ID"])
    assert columns["COMPLAINT_ID"] not in plan.download()


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"action": "dance"}, "Unknown action"),
        ({"action": "reopen", "complaint_id": "C0000000000"}, "no complaint"),
        ({"action": "reopen"}, "complaint_id is required"),
        ({"action": "reassign", "complaint_id": "C2590000002"}, "contract is required"),
        (
            {"action": "approve_request", "complaint_id": "C2590000002", "request": "lunch"},
            "request must be one of",
        ),
        ({"action": "deactivate_key", "key_id": "NOBODY"}, "no API key"),
    ],
)
def test_it_says_what_is_wrong_with_an_order(hpms, order, words):
    with pytest.raises(SimulatorRefusedError, match=words):
        hpms.control("POST", "cms", order)
