"""Casework Upload (Appendix C 1.5, record layout of Appendix B): checks and effects of one line."""

from __future__ import annotations

from typing import Any

from .clock import Clock, us_date
from .layout import (
    FLAG_WORDS,
    HPI_WORDS,
    LONG_TEXT,
    NOTIFICATION_WORDS,
    REQUEST_COLUMNS,
    SATISFIED_WORDS,
    Record,
    takes_agent_broker,
)
from .records import Complaint
from .refusal import CallRefusedError, mismatch, missing

SAVED = "Casework Saved"
NO_SUCH_CASE = "The specified case does not exist."

Item = dict[str, Any]
"""One line of the call: the 13 keys of Appendix C, values text or None."""

REQUIRED = ("complaintId", "caseworkNotes", "resolveComplaintYN")
AGENT_DETAILS: dict[str, tuple[str, str, int]] = {  # key -> (label, download column, length)
    "agentBrokerFirstName": ("Agent/Broker First Name", "AGENT_BROKER_FNAME", 50),
    "agentBrokerLastName": ("Agent/Broker Last Name", "AGENT_BROKER_LNAME", 50),
    "agentBrokerNPN": ("Agent/Broker National Producer Number", "AGENT_BROKER_NPN", 15),
    "agentBrokerFMO": ("Agent/Broker Field Marketing Organizations", "AGENT_BROKER_FMO", 125),
    "agentBrokerNotes": ("Agent/Broker Notes", "AGENT_BROKER_NOTES", 250),
}
NULLABLE = (
    "comments",
    "complainantSatisfied",
    "hpiRelated",
    "resolutionNotification",
    "agentBrokerComplaint",
    *AGENT_DETAILS,
)
NOTE_LENGTH = 4000
RESTRICTED = "<>&;"


def read_items(body: object, wrapper: str) -> list[Item]:
    """The lines of a call: a bare array, or one under `wrapper`.

    CallRefusedError: a line is not of the memo's form, and none is applied.
    """
    if isinstance(body, dict) and wrapper in body:
        body = body[wrapper]
    if not isinstance(body, list):
        raise CallRefusedError(400, "Request body must be an array of casework items")
    for item in body:
        _check_types(item)
    return body


def _check_types(item: object) -> None:
    if not isinstance(item, dict):
        raise mismatch("casework item", "object", item)
    for name in (*REQUIRED, *NULLABLE):
        if name not in item:
            raise missing(name)
    for name in REQUIRED:
        if not isinstance(item[name], str):
            raise mismatch(name, "string", item[name])
    for name in NULLABLE:
        if item[name] is not None and not isinstance(item[name], str):
            raise mismatch(name, "string or null", item[name])
        if item[name] == "":
            raise CallRefusedError(
                400,
                f"Parameter: {name} type mismatch. Expected: string or null Actual: empty string",
            )


def refusal_of(item: Item, complaint: Complaint | None) -> str | None:
    """Why HPMS won't save this line, or None."""
    if complaint is None:
        return NO_SUCH_CASE
    return (
        _note_refusal(item)
        or (None if complaint.resolved else _resolve_refusal(item, complaint))
        or _agent_refusal(item)
    )


def _note_refusal(item: Item) -> str | None:
    note = item["caseworkNotes"]
    if not note.strip():
        return "Casework Notes is required."
    if len(note) > NOTE_LENGTH:
        return "Casework Notes exceeds the maximum length of 4000 characters."
    if any(character in note for character in RESTRICTED):
        return "Casework Notes contains one of the restricted characters < > & ;"
    if len(item["comments"] or "") > NOTE_LENGTH:
        return "Comments exceeds the maximum length of 4000 characters."
    return None


def _resolve_refusal(item: Item, complaint: Complaint) -> str | None:
    if item["resolveComplaintYN"] == "N":
        if item["complainantSatisfied"] not in (None, "U"):
            return "Complainant Satisfied must be blank or U when Resolve Complaint is N."
        return None
    if item["resolveComplaintYN"] != "Y":
        return "Resolve Complaint must be Y or N."
    return _answers_refusal(item) or _closing_refusal(complaint.record)


def _answers_refusal(item: Item) -> str | None:
    if item["complainantSatisfied"] not in SATISFIED_WORDS:
        return "Complainant Satisfied must be Y, N or U when Resolve Complaint is Y."
    if item["hpiRelated"] not in HPI_WORDS:
        return "HPI Related must be Y, N or U when Resolve Complaint is Y."
    if item["resolutionNotification"] not in NOTIFICATION_WORDS:
        return "Resolution Notification must be 0, 1, 2, 3 or 4 when Resolve Complaint is Y."
    if item["complainantSatisfied"] != "U" and item["resolutionNotification"] in ("0", "4"):
        return "Resolution Notification must be 1, 2 or 3 when Complainant Satisfied is Y or N."
    return None


def _closing_refusal(record: Record) -> str | None:
    if record["SWIFT"] in ("Yes", "Y"):
        return "A SWIFT case cannot be resolved by the plan."
    if any(record[column] == "Pending" for column in REQUEST_COLUMNS.values()):
        return "The case cannot be resolved while a Plan Request is pending."
    if not (record["COMPLAINT_CATEGORY"] and record["COMPLAINT_SUBCATEGORY"]):
        return "The case cannot be resolved without a category and subcategory."
    return None


def _agent_refusal(item: Item) -> str | None:
    flag = item["agentBrokerComplaint"]
    if flag not in (None, "Y", "N"):
        return "Agent/Broker Complaint must be Y, N or blank."
    for key, (label, _, length) in AGENT_DETAILS.items():
        value = item[key]
        if value is None:
            continue
        if flag != "Y":
            return f"{label} must be blank unless Agent/Broker Complaint is Y."
        if len(value) > length:
            return f"{label} exceeds the maximum length of {length} characters."
    npn = item["agentBrokerNPN"]
    if npn is not None and not (npn.isascii() and npn.isdigit()):
        return "Agent/Broker National Producer Number must be numeric."
    return None


def save_line(item: Item, complaint: Complaint, clock: Clock) -> None:
    """What an accepted line does to the record. A resolved case reads notes, comments and agent."""
    record = complaint.record
    author = f"{complaint.contract} API"
    prepend(record, "PLAN_CASEWORK_NOTES", f"{clock.stamp(author)} {item['caseworkNotes']}")
    if item["comments"]:
        prepend(record, "COMMENTS", f"{clock.stamp(author)} {item['comments']}")
    if item["agentBrokerComplaint"] and takes_agent_broker(record):
        _save_agent(item, record)
    if item["resolveComplaintYN"] == "Y" and not complaint.resolved:
        record["RESOLUTION_DATE"] = us_date(clock.today())
        record["RESOLUTION_SUMMARY"] = item["caseworkNotes"]
        record["COMPLAINANT_SATISFIED"] = SATISFIED_WORDS[item["complainantSatisfied"]]
        record["HPI_RELATED"] = HPI_WORDS[item["hpiRelated"]]
        record["RESOLUTION_NOTIFICATION"] = NOTIFICATION_WORDS[item["resolutionNotification"]]


def _save_agent(item: Item, record: Record) -> None:
    """Y fills in what is given and keeps the rest; N clears the details."""
    flag = item["agentBrokerComplaint"]
    record["AGENT_BROKER"] = FLAG_WORDS[flag]
    for key, (_, column, _) in AGENT_DETAILS.items():
        record[column] = "" if flag == "N" else item[key] or record[column]


def prepend(record: Record, column: str, entry: str) -> None:
    """Newest first, and cut at what the column holds: the oldest text falls off the end."""
    older = record[column]
    record[column] = (f"{entry}\n{older}" if older else entry)[:LONG_TEXT]


def answer_lines(messages: list[tuple[str, str]]) -> dict[str, list[dict[str, object]]]:
    """The memo's answer: line numbers from 1, and not in the order of the request."""
    lines = [
        {"line": number, "complaintId": complaint_id, "message": message}
        for number, (complaint_id, message) in enumerate(messages, start=1)
    ]
    return {"Status": lines[::-1]}
