"""The columns a download may have, in the order of October 2025: name, model field, length, how it is read.

Source: CMS memo of September 22, 2025, Appendix A; names the print lost there are those of Appendix C 1.4."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hpms_sync.layouts.readings import (
    HPI,
    NOTIFICATION,
    SATISFIED,
    Reading,
    complaint_id,
    contract_id,
    date,
    date_or_blank,
    digits,
    flag,
    issue_level,
    one_of,
    request,
    text,
    words_of,
    yes_no,
)


@dataclass(frozen=True)
class Column:
    name: str
    field: str
    length: int
    read: Callable[[str], Reading]

    @property
    def rule(self) -> str:
        return f"DL.{self.name}"


COLUMNS = (
    Column("COMPLAINT_ID", "complaint_id", 11, complaint_id),
    Column("RECEIVED_DATE", "received_date", 10, date),
    Column("CASEWORKER", "caseworker_name", 70, text),
    Column("COMPLAINT_TYPE", "complaint_type", 11, words_of("Beneficiary", "Provider")),
    Column("CONTACT_FNAME", "contact_first_name", 50, text),
    Column("CONTACT_LNAME", "contact_last_name", 50, text),
    Column("CONTACT_PHONE", "contact_phone", 50, text),
    Column("CONTRACT_ID", "contract_id", 5, contract_id),
    Column("CATEGORY_LEAD", "category_lead", 4, words_of("CMS", "Plan")),
    Column("COMPLAINT_CATEGORY", "complaint_category", 250, text),
    Column("COMPLAINT_SUBCATEGORY", "complaint_subcategory", 250, text),
    Column("COMPLAINT_SUBCAT_OTHER", "complaint_subcategory_other", 400, text),
    Column("COMPLAINT_SUMMARY", "complaint_summary", 4_000, text),
    Column("RESOLUTION_DATE", "resolution_date", 10, date_or_blank),
    Column("RESOLUTION_SUMMARY", "resolution_summary", 10_000, text),
    Column("ISSUE_LEVEL", "issue_level", 100, issue_level),
    Column("BENE_ID", "bene_id", 13, text),
    Column("ALT_PHONE", "alt_phone", 50, text),
    Column("PREFERRED_CALL_TIME", "preferred_call_time", 250, text),
    Column("PREFERRED_LANGUAGE", "preferred_language", 50, text),
    Column("CONGRESSIONAL", "congressional", 3, flag),
    Column("CONGRESSIONAL_INFORMATION", "congressional_information", 250, text),
    Column("SWIFT", "swift", 3, flag),
    Column("SWIFT_CONTROL_NUMBER", "swift_control_number", 20, text),
    Column("AGENT_BROKER", "agent_broker", 3, yes_no),
    Column("AGENT_BROKER_FNAME", "agent_broker_first_name", 50, text),
    Column("AGENT_BROKER_LNAME", "agent_broker_last_name", 50, text),
    Column("AGENT_BROKER_NPN", "agent_broker_npn", 15, digits),
    Column("AGENT_BROKER_FMO", "agent_broker_fmo", 125, text),
    Column("AGENT_BROKER_NOTES", "agent_broker_notes", 250, text),
    Column("ASSIGNMENT/REASSIGNMENT_DATE", "assignment_date", 10, date_or_blank),
    Column("COMMENTS", "comments", 10_000, text),
    Column("PLAN_CASEWORK_NOTES", "plan_casework_notes", 10_000, text),
    Column("ATTACHMENTS_YN", "has_attachments", 3, yes_no),
    Column("CONTACT_PLAN_BEFORE_COMPLAINT_ENTERED", "contacted_plan_before_complaint", 3, yes_no),
    Column("CONTRACT_CHANGE_REQUESTS", "contract_change_request_status", 8, request),
    Column("ISSUE_LEVEL_CHANGE_REQUESTS", "issue_level_request_status", 8, request),
    Column("CMS_LEAD_CHANGE_REQUESTS", "cms_lead_change_request_status", 8, request),
    Column("COMPLAINANT_SATISFIED", "complainant_satisfied", 23, one_of(SATISFIED)),
    Column("RESOLUTION_NOTIFICATION", "resolution_notification", 21, one_of(NOTIFICATION)),
    Column("HPI_RELATED", "hpi_related", 14, one_of(HPI)),
    Column("ACCESSIBLE_FORMAT", "accessible_format", 3, yes_no),
)
FIELDS = tuple(column.field for column in COLUMNS)
REQUIRED = frozenset(
    {
        "COMPLAINT_ID",
        "RECEIVED_DATE",
        "CONTRACT_ID",
        "ISSUE_LEVEL",
        "ASSIGNMENT/REASSIGNMENT_DATE",
        "RESOLUTION_DATE",
        "COMPLAINT_CATEGORY",
        "COMPLAINT_SUBCATEGORY",
    }
)
# What an upload is judged by. A record without one of these proves nothing about an upload.
EVIDENCE = frozenset({"PLAN_CASEWORK_NOTES", "RESOLUTION_DATE", "RESOLUTION_SUMMARY"})
# What a column that does not come is read as, for a complaint not known yet; a person is to look.
WHEN_ABSENT: Mapping[str, Any] = {
    "SWIFT": True,
    "CONGRESSIONAL": True,
    "CONTRACT_CHANGE_REQUESTS": "PENDING",
    "ISSUE_LEVEL_CHANGE_REQUESTS": "PENDING",
    "CMS_LEAD_CHANGE_REQUESTS": "PENDING",
    "PLAN_CASEWORK_NOTES": "",
    "RESOLUTION_SUMMARY": "",
}
