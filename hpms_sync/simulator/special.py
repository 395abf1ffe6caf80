"""Turns the table of special cases into records relative to a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from .clock import us_date
from .data.people import person
from .data.special_cases import PLAIN, SpecialCase
from .layout import ASSIGNMENT_DATE, DEFAULTS, DOWNLOAD_COLUMNS, LONG_TEXT, Record
from .records import Complaint

FIRST_ID = 2_590_000_001


def special_case(case: SpecialCase, number: int, today: date) -> Complaint:
    assigned = today - timedelta(days=case.assigned)
    received = today - timedelta(days=case.received or case.assigned)
    words = {
        "contract": case.contract,
        "today": us_date(today),
        "day": us_date(assigned),
        "stamp": f"{us_date(assigned)} 10:41 AM {case.contract} API:",
    }
    record = (
        DEFAULTS
        | _contact(number)
        | {
            "COMPLAINT_ID": f"C{FIRST_ID + number}",
            "CONTRACT_ID": case.contract,
            "ISSUE_LEVEL": case.level,
            "RECEIVED_DATE": us_date(received),
            ASSIGNMENT_DATE: us_date(assigned),
        }
    )
    if case.resolved is not None:
        record |= _resolved(today - timedelta(days=case.resolved), case.contract)
    for column, text in {**PLAIN, **case.columns}.items():
        record[column] = _fill(text, words)
    if case.name == "max_lengths":
        record |= _at_full_length(record)
    if case.name == "notes_near_10000":
        record["PLAN_CASEWORK_NOTES"] = _long_notes(words["stamp"], LONG_TEXT - 60)
    return Complaint(
        record,
        contract=case.contract,
        scenario=case.scenario,
        name=case.name,
        description=case.description,
    )


def _contact(number: int) -> Record:
    who = person(Random(f"special case {number}"))
    return {
        "CONTACT_FNAME": who.first,
        "CONTACT_LNAME": who.last,
        "CONTACT_PHONE": who.phone,
        "BENE_ID": who.bene_id,
    }


def _fill(text: str, words: Mapping[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _resolved(day: date, contract: str) -> dict[str, str]:
    note = "Refund of $41.30 mailed. Called the member, who is satisfied."
    return {
        "RESOLUTION_DATE": us_date(day),
        "RESOLUTION_SUMMARY": note,
        "PLAN_CASEWORK_NOTES": f"{us_date(day)} 10:41 AM {contract} API: {note}",
        "COMPLAINANT_SATISFIED": "Yes",
        "RESOLUTION_NOTIFICATION": "Telephone",
        "HPI_RELATED": "No",
    }


# Columns with fixed values, which have no length to fill.
FIXED = {
    "COMPLAINT_ID",
    "RECEIVED_DATE",
    "COMPLAINT_TYPE",
    "CONTRACT_ID",
    "CATEGORY_LEAD",
    "RESOLUTION_DATE",
    "RESOLUTION_SUMMARY",
    ASSIGNMENT_DATE,
    "CONGRESSIONAL",
    "SWIFT",
    "AGENT_BROKER",
    "ATTACHMENTS_YN",
    "CONTACT_PLAN_BEFORE_COMPLAINT_ENTERED",
    "CONTRACT_CHANGE_REQUESTS",
    "ISSUE_LEVEL_CHANGE_REQUESTS",
    "CMS_LEAD_CHANGE_REQUESTS",
    "COMPLAINANT_SATISFIED",
    "RESOLUTION_NOTIFICATION",
    "HPI_RELATED",
    "ACCESSIBLE_FORMAT",
}


def _at_full_length(record: Mapping[str, str]) -> dict[str, str]:
    """Each free text repeated up to its column's length."""
    full = {}
    for column, length in DOWNLOAD_COLUMNS.items():
        if column not in FIXED:
            text = record[column] or "Long text of a column filled to its end. "
            full[column] = (text + " " + "Long text, filled to its end. " * (length // 30 + 1))[
                :length
            ]
    digits = {"BENE_ID": "1SA1AA1AA0123", "AGENT_BROKER_NPN": "123456789012345"}
    return full | digits | {"SWIFT": "Yes", "CONGRESSIONAL": "Yes", "AGENT_BROKER": "Yes"}


def _long_notes(stamp: str, length: int) -> str:
    entry = f"{stamp} Called member, went through the bill line by line. Next call next week.\n"
    return (entry * (length // len(entry) + 1))[:length]
