"""Plan downloads as HPMS writes them: tab-delimited text, a line of headings, one record per line."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.utils import timezone

from hpms_sync.layouts import COLUMNS

NAMES = tuple(column.name for column in COLUMNS)
DAY = f"{timezone.localdate() - timedelta(days=2):%m/%d/%Y}"
SUMMARY = "The member was billed twice for the same month."
CASES = tuple(f"C26123456{number:02d}" for number in range(20))


def record(complaint_id: str = CASES[0], **columns: str) -> dict[str, str]:
    """An open complaint of contract H1234 with every column of the present layout."""
    values = dict.fromkeys(NAMES, "") | {
        "COMPLAINT_ID": complaint_id,
        "RECEIVED_DATE": DAY,
        "COMPLAINT_TYPE": "Beneficiary",
        "CONTACT_FNAME": "Delores",
        "CONTACT_LNAME": "Whitaker",
        "CONTACT_PHONE": "(845) 555-0147",
        "CONTRACT_ID": "H1234",
        "CATEGORY_LEAD": "Plan",
        "COMPLAINT_CATEGORY": "Premiums and Costs",
        "COMPLAINT_SUBCATEGORY": "Billed twice",
        "COMPLAINT_SUMMARY": SUMMARY,
        "ISSUE_LEVEL": "Urgent",
        "BENE_ID": "1EG4TE5MK73",
        "CONGRESSIONAL": "No",
        "SWIFT": "No",
        "ASSIGNMENT/REASSIGNMENT_DATE": DAY,
        "ACCESSIBLE_FORMAT": "No",
    }
    return values | columns


def line(values: dict[str, str], names: Sequence[str] = NAMES) -> str:
    return "\t".join(values[name] for name in names)


def text(
    *records: dict[str, str] | str, names: Sequence[str] = NAMES, headings: bool = True
) -> str:
    """A file of records, or of lines as they stand, with CRLF line ends."""
    lines = [one if isinstance(one, str) else line(one, names) for one in records]
    return "".join(f"{one}\r\n" for one in (["\t".join(names)] if headings else []) + lines)


def plan_file(*records: dict[str, str] | str, **how: object) -> bytes:
    return text(*records, **how).encode()  # type: ignore[arg-type]


def written(records: Iterable[dict[str, str]]) -> bytes:
    """The file HPMS would write of these records, whatever columns they have."""
    records = list(records)
    names = list(records[0])
    return text(*records, names=names).encode()
