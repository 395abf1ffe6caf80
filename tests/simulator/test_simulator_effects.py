"""What an accepted upload changes, seen through the next download."""

import re

from .conftest import RESOLVE

SAVED = "Casework Saved"


def test_a_note_is_stamped_and_the_newest_comes_first(plan, new_complaint):
    complaint_id = new_complaint()
    plan.upload(complaint_id, caseworkNotes="First note")
    plan.upload(complaint_id, caseworkNotes="Second note")
    lines = plan.download()[complaint_id]["PLAN_CASEWORK_NOTES"].split("\n")
    assert [line.split(": ", 1)[1] for line in lines] == ["Second note", "First note"]
    assert re.fullmatch(r"03/16/2026 \d\d:\d\d [AP]M H1234 API: Second note", lines[0])


def test_the_notes_field_is_cut_at_10000_characters_oldest_text_first(hpms, plan):
    complaint_id = hpms.case("notes_near_10000")
    before = hpms.record(complaint_id)["PLAN_CASEWORK_NOTES"]
    plan.upload(complaint_id, caseworkNotes="The newest note, longer than the room that is left.")
    after = plan.download()[complaint_id]["PLAN_CASEWORK_NOTES"]
    assert len(before) < len(after) == 10_000
    newest, _, older = after.partition("\n")
    assert newest.endswith("The newest note, longer than the room that is left.")
    assert before.startswith(older)


def test_identical_notes_are_all_kept(hpms, plan, new_complaint):
    complaint_id = new_complaint()
    for _ in range(2):
        plan.upload(complaint_id, caseworkNotes="Left voicemail")
    assert hpms.record(complaint_id)["PLAN_CASEWORK_NOTES"].count("Left voicemail") == 2
    assert hpms.times_applied(complaint_id, "Left voicemail") == 2


def test_resolving_stamps_today_and_makes_the_note_the_summary(plan, new_complaint):
    complaint_id = new_complaint(RECEIVED_DATE="03/10/2026")
    values = {**RESOLVE, "complainantSatisfied": "U", "hpiRelated": "U"}
    values["resolutionNotification"] = "4"
    assert plan.upload(complaint_id, caseworkNotes="Refund mailed.", **values) == SAVED
    record = plan.download()[complaint_id]
    assert record["RESOLUTION_DATE"] == "03/16/2026"
    assert record["RESOLUTION_SUMMARY"] == "Refund mailed."
    assert record["PLAN_CASEWORK_NOTES"].endswith("H1234 API: Refund mailed.")
    assert record["COMPLAINANT_SATISFIED"] == "Unknown/Unable to Reach"
    assert record["HPI_RELATED"] == "Unknown/Unsure"
    assert record["RESOLUTION_NOTIFICATION"] == "None"


def test_the_words_of_the_download_stand_for_the_letters_of_the_upload(hpms, plan, new_complaint):
    shown = []
    codes = (("Y", "Y", "1"), ("N", "N", "2"), ("Y", "N", "3"), ("U", "U", "0"))
    for satisfied, hpi, digit in codes:
        complaint_id = new_complaint()
        plan.upload(
            complaint_id,
            resolveComplaintYN="Y",
            complainantSatisfied=satisfied,
            hpiRelated=hpi,
            resolutionNotification=digit,
        )
        record = hpms.record(complaint_id)
        columns = ("COMPLAINANT_SATISFIED", "HPI_RELATED", "RESOLUTION_NOTIFICATION")
        shown.append(tuple(record[column] for column in columns))
    assert shown == [
        ("Yes", "Yes", "Telephone"),
        ("No", "No", "Written"),
        ("Yes", "No", "Telephone and Written"),
        ("Unknown/Unable to Reach", "Unknown/Unsure", "Unknown"),
    ]


def test_a_note_alone_leaves_the_resolution_fields_alone(plan, new_complaint):
    complaint_id = new_complaint()
    before = plan.download()[complaint_id]
    plan.upload(complaint_id, complainantSatisfied="U")
    after = plan.download()[complaint_id]
    changed = {column for column in after if after[column] != before[column]}
    assert changed == {"PLAN_CASEWORK_NOTES"}


def test_comments_are_appended_for_cms(plan, new_complaint):
    complaint_id = new_complaint(COMMENTS="older comment")
    plan.upload(complaint_id, comments="Please see the letter")
    newest, older = plan.download()[complaint_id]["COMMENTS"].split("\n")
    assert newest.endswith("H1234 API: Please see the letter")
    assert older == "older comment"


def test_a_resolved_case_reads_only_notes_comments_and_agent_data(plan, new_complaint):
    complaint_id = new_complaint(
        COMPLAINT_CATEGORY="Marketing",
        RESOLUTION_DATE="03/15/2026",
        RESOLUTION_SUMMARY="Done yesterday",
        COMPLAINANT_SATISFIED="No",
    )
    values = {**RESOLVE, "comments": "One more thing", "agentBrokerComplaint": "Y"}
    assert plan.upload(complaint_id, agentBrokerLastName="Roe", **values) == SAVED
    record = plan.download()[complaint_id]
    assert record["RESOLUTION_DATE"] == "03/15/2026"
    assert record["RESOLUTION_SUMMARY"] == "Done yesterday"
    assert record["COMPLAINANT_SATISFIED"] == "No"
    assert "Called the member" in record["PLAN_CASEWORK_NOTES"]
    assert "One more thing" in record["COMMENTS"]
    assert (record["AGENT_BROKER"], record["AGENT_BROKER_LNAME"]) == ("Yes", "Roe")


def test_agent_data_is_kept_where_the_category_takes_it(plan, new_complaint):
    complaint_id = new_complaint(COMPLAINT_SUBCATEGORY="Agent/Broker conduct")
    plan.upload(
        complaint_id,
        agentBrokerComplaint="Y",
        agentBrokerFirstName="John",
        agentBrokerLastName="Doe",
        agentBrokerNPN="012345",
        agentBrokerFMO="Company Name",
        agentBrokerNotes="Notes on the agent",
    )
    record = plan.download()[complaint_id]
    columns = [f"AGENT_BROKER{it}" for it in ("", "_FNAME", "_LNAME", "_NPN", "_FMO", "_NOTES")]
    assert [record[column] for column in columns] == [
        *("Yes", "John", "Doe", "012345", "Company Name", "Notes on the agent")
    ]
    plan.upload(complaint_id, agentBrokerComplaint="N")
    record = plan.download()[complaint_id]
    assert [record[column] for column in columns] == ["No", "", "", "", "", ""]


def test_agent_data_is_silently_ignored_where_the_category_does_not_take_it(hpms, plan):
    complaint_id = hpms.case("agent_broker_not_taken")
    answer = plan.upload(complaint_id, agentBrokerComplaint="Y", agentBrokerLastName="Doe")
    assert answer == SAVED
    record = plan.download()[complaint_id]
    assert (record["AGENT_BROKER"], record["AGENT_BROKER_LNAME"]) == ("No", "")
