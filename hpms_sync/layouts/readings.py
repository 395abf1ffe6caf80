"""How the text of a value is read: as the model holds it, flagged where a person should look, or not at all.

Source: CMS memo of September 22, 2025, Appendix A and C 1.4. A value that cannot be read either
quarantines the record (`Unreadable`) or is read as its worst case and flagged, as the column says."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
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


COMPLAINT_ID = re.compile("C[0-9]{10}")
CONTRACT_ID = re.compile("[A-Z][A-Z0-9]{4}")


def text(raw: str) -> Reading:
    return Reading(raw)


def complaint_id(raw: str) -> Reading:
    if len(raw) != 11:
        raise Unreadable(
            f"A complaint id has exactly 11 characters; this one has {len(raw)}. Ask CMS for the right id."
        )
    if not (raw.isascii() and raw.isalnum()):
        raise Unreadable(
            "A complaint id consists of letters and digits; this one holds other characters. "
            "Ask CMS for the right id."
        )
    return Reading(raw, odd=not COMPLAINT_ID.fullmatch(raw))


def contract_id(raw: str) -> Reading:
    if len(raw) != 5:
        raise Unreadable(
            f"A contract id has exactly 5 characters; this one has {len(raw)}. Ask CMS for the right contract."
        )
    return Reading(raw, odd=not CONTRACT_ID.fullmatch(raw))


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
