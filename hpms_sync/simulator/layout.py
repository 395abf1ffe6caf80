"""The record layouts as HPMS writes and reads them (CMS memo of September 22, 2025)."""

from __future__ import annotations

Record = dict[str, str]
"""One download record: column name to text, blank as ''."""

# Appendix A, in order; the number is the greatest length of the text.
DOWNLOAD_COLUMNS: dict[str, int] = {
    "COMPLAINT_ID": 11,
    "RECEIVED_DATE": 10,
    "CASEWORKER": 70,
    "COMPLAINT_TYPE": 11,
    "CONTACT_FNAME": 50,
    "CONTACT_LNAME": 50,
    "CONTACT_PHONE": 50,
    "CONTRACT_ID": 5,
    "CATEGORY_LEAD": 4,
    "COMPLAINT_CATEGORY": 250,
    "COMPLAINT_SUBCATEGORY": 250,
    "COMPLAINT_SUBCAT_OTHER": 400,
    "COMPLAINT_SUMMARY": 4000,
    "RESOLUTION_DATE": 10,
    "RESOLUTION_SUMMARY": 10000,
    "ISSUE_LEVEL": 100,
    "BENE_ID": 13,
    "ALT_PHONE": 50,
    "PREFERRED_CALL_TIME": 250,
    "PREFERRED_LANGUAGE": 50,
    "CONGRESSIONAL": 3,
    "CONGRESSIONAL_INFORMATION": 250,
    "SWIFT": 3,
    "SWIFT_CONTROL_NUMBER": 20,
    "AGENT_BROKER": 3,
    "AGENT_BROKER_FNAME": 50,
    "AGENT_BROKER_LNAME": 50,
    "AGENT_BROKER_NPN": 15,
    "AGENT_BROKER_FMO": 125,
    "AGENT_BROKER_NOTES": 250,
    "ASSIGNMENT/REASSIGNMENT_DATE": 10,
    "COMMENTS": 10000,
    "PLAN_CASEWORK_NOTES": 10000,
    "ATTACHMENTS_YN": 3,
    "CONTACT_PLAN_BEFORE_COMPLAINT_ENTERED": 3,
    "CONTRACT_CHANGE_REQUESTS": 8,
    "ISSUE_LEVEL_CHANGE_REQUESTS": 8,
    "CMS_LEAD_CHANGE_REQUESTS": 8,
    "COMPLAINANT_SATISFIED": 23,
    "RESOLUTION_NOTIFICATION": 21,
    "HPI_RELATED": 14,
    "ACCESSIBLE_FORMAT": 3,
}

ASSIGNMENT_DATE = "ASSIGNMENT/REASSIGNMENT_DATE"

# What an open case shows where nothing was answered yet (the memo's sample record).
DEFAULTS: Record = dict.fromkeys(DOWNLOAD_COLUMNS, "") | {
    "COMPLAINT_TYPE": "Beneficiary",
    "CATEGORY_LEAD": "Plan",
    "ISSUE_LEVEL": "No Issue Level",
    "PREFERRED_CALL_TIME": "ANY",
    "PREFERRED_LANGUAGE": "English",
    "CONGRESSIONAL": "No",
    "SWIFT": "No",
    "AGENT_BROKER": "No",
    "ATTACHMENTS_YN": "N",
    "CONTACT_PLAN_BEFORE_COMPLAINT_ENTERED": "No",
    "COMPLAINANT_SATISFIED": "Unknown/Unable to Reach",
    "HPI_RELATED": "Unknown/Unsure",
    "ACCESSIBLE_FORMAT": "No",
}

REQUEST_COLUMNS: dict[str, str] = {
    "contract_change": "CONTRACT_CHANGE_REQUESTS",
    "issue_level": "ISSUE_LEVEL_CHANGE_REQUESTS",
    "cms_lead": "CMS_LEAD_CHANGE_REQUESTS",
}

# Lowest first.
LEVELS = ("No Issue Level", "Urgent", "Immediate Need")

# The upload's letters and digits, and the words the download shows for them (Appendices A and B).
SATISFIED_WORDS = {"Y": "Yes", "N": "No", "U": "Unknown/Unable to Reach"}
HPI_WORDS = {"Y": "Yes", "N": "No", "U": "Unknown/Unsure"}
NOTIFICATION_WORDS = {
    "0": "Unknown",
    "1": "Telephone",
    "2": "Written",
    "3": "Telephone and Written",
    "4": "None",
}
FLAG_WORDS = {"Y": "Yes", "N": "No"}

LONG_TEXT = 10_000


def takes_agent_broker(record: Record) -> bool:
    """Whether the category allows agent/broker data. The memo gives no list: marketing is ours."""
    words = f"{record['COMPLAINT_CATEGORY']} {record['COMPLAINT_SUBCATEGORY']}".lower()
    return "marketing" in words or "agent/broker" in words
