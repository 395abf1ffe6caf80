"""The download layout of October 2025 as data: column, model field, length, how its text is read.

Source: CMS memo of September 22, 2025, Appendix A and C 1.4. A value that cannot be read either
quarantines the record (`Unreadable`) or is read as its worst case and flagged, as the column says."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from complaints.models.choices import IssueLevel


class Unreadable(Exception):
    """A value that no safe reading exists for. `reason` says what is wrong and what to do, without the value."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Reading(NamedTuple):
    """A value as the model holds it, and whether a person should look at it."""

    value: Any
    odd: bool = False


@dataclass(frozen=True)
class Column:
    name: str
    field: str
    length: int
    read: Callable[[str], Reading]

    @property
    def rule(self) -> str:
        return f"DL.{self.name}"


def text(raw: str) -> Reading:
    return Reading(raw)


def complaint_id(raw: str) -> Reading:
    if len(raw) != 11:
        raise Unreadable(
            f"A complaint id has exactly 11 characters; this one has {len(raw)}. Ask CMS for the right id."
        )
    if not re.fullmatch(r"[A-Za-z0-9]{11}", raw):
        raise Unreadable(
            "A complaint id consists of letters and digits; this one holds other characters. "
            "Ask CMS for the right id."
        )
    return Reading(raw, odd=not re.fullmatch(r"C[0-9]{10}", raw))


def contract_id(raw: str) -> Reading:
    if len(raw) != 5:
        raise Unreadable(
            f"A contract id has exactly 5 characters; this one has {len(raw)}. Ask CMS for the right contract."
        )
    return Reading(raw, odd=not re.fullmatch(r"[A-Z][A-Z0-9]{4}", raw))


DATE = re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})")
PLAUSIBLE_YEARS = range(1966, 2100)  # Medicare began in 1966


def date(raw: str) -> Reading:
    try:
        parts = DATE.fullmatch(raw)
        if not parts or int(parts["year"]) not in PLAUSIBLE_YEARS:
            raise ValueError
        return Reading(dt.date(int(parts["year"]), int(parts["month"]), int(parts["day"])))
    except ValueError:
        raise Unreadable(
            "This is no date a complaint can have. Dates come as MM/DD/YYYY; ask CMS to correct it in HPMS."
        ) from None


def date_or_blank(raw: str) -> Reading:
    return date(raw) if raw else Reading(None)


def one_of(codes: Mapping[str, Any], worst: Any = None) -> Callable[[str], Reading]:
    """Reads CMS's words as our codes; words not in the list become `worst` and are flagged."""
    known = {words.lower(): code for words, code in codes.items()}

    def read(raw: str) -> Reading:
        key = raw.lower()
        return Reading(known[key]) if key in known else Reading(worst, odd=True)

    return read


def words_of(*allowed: str) -> Callable[[str], Reading]:
    """Keeps the text as it came; flags what is not one of the words the memo lists."""
    return lambda raw: Reading(raw, odd=bool(raw) and raw not in allowed)


def issue_level(raw: str) -> Reading:
    """Longer wordings match by prefix; an unrecognised level counts as Immediate Need in alarms."""
    plain = re.sub(r"[\s-]+", " ", raw).strip().lower()
    for level in (IssueLevel.IMMEDIATE_NEED, IssueLevel.URGENT, IssueLevel.NO_ISSUE_LEVEL):
        if plain.startswith(level.label.lower()):
            return Reading(level.value)
    return Reading(IssueLevel.UNKNOWN.value, odd=True)


def digits(raw: str) -> Reading:
    return Reading(raw, odd=bool(raw) and not raw.isdigit())


YES_NO = {"Yes": "Y", "Y": "Y", "No": "N", "N": "N", "": None}
FLAG = {"Yes": True, "Y": True, "No": False, "N": False}
REQUEST = {"": None, "Pending": "PENDING", "Approved": "APPROVED", "Rejected": "REJECTED"}
SATISFIED = {"": None, "Yes": "Y", "No": "N", "Unknown/Unable to Reach": "U"}
HPI = {"": None, "Yes": "Y", "No": "N", "Unknown/Unsure": "U"}
NOTIFICATION = {
    "": None,
    "Unknown": "0",
    "Telephone": "1",
    "Written": "2",
    "Telephone and Written": "3",
    "None": "4",
}

yes_no = one_of(YES_NO)
flag = one_of(FLAG, worst=True)
request = one_of(REQUEST, worst="PENDING")

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
_ALIASES = {
    "ASSIGNMENT_REASSIGNMENT_DATE": "ASSIGNMENT/REASSIGNMENT_DATE",
    "AGENT_BROKER_INFORMATION": "AGENT_BROKER_NOTES",
    "CMS_ISSUE_CHANGE_REQUESTS": "CMS_LEAD_CHANGE_REQUESTS",
}


def column_name(raw: str) -> str:
    """A heading as the layout spells it: BOM and blanks off, upper case, runs of blanks one underscore."""
    plain = re.sub(r"\s+", "_", raw.strip("\ufeff \t\r\n").upper())
    return _ALIASES.get(plain, plain)
