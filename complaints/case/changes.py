"""What a download changed on a complaint, in words."""

from collections.abc import Sequence
from datetime import date

from django.db.models import BooleanField, DateField

from complaints.models import Complaint, ComplaintChange

# Columns in which HPMS collects entries: only what came in is told.
COLLECTING = ("comments", "plan_casework_notes", "resolution_summary")
NAMES = {
    "comments": "CMS comments",
    "plan_casework_notes": "Casework notes in HPMS",
    "swift": "SWIFT",
    "hpi_related": "HPI related",
    "bene_id": "Medicare number",
    "cms_lead_change_request_status": "CMS Lead (CMS Issue) request",
    "contract_change_request_status": "Contract change request",
    "issue_level_request_status": "Issue level request",
}


def changes_in_words(changes: Sequence[ComplaintChange]) -> tuple[bool, list[str]]:
    """Whether the complaint was first seen then, and one line for each changed column."""
    changed = [change for change in changes if change.column]
    return len(changed) < len(changes), [_line(change) for change in changed]


def column_name(column: str) -> str:
    return NAMES.get(column) or column.replace("_", " ").capitalize()


def _line(change: ComplaintChange) -> str:
    name = column_name(change.column)
    if change.column in COLLECTING:
        return f"{name}: {_added(change.old, change.new) or 'emptied'}"
    old, new = (_value(change.column, text) for text in (change.old, change.new))
    return f"{name}: {old} to {new}"


def _added(old: str, new: str) -> str:
    if new.endswith(old):
        return new[: len(new) - len(old)].strip()
    return new.removeprefix(old).strip()


def _value(column: str, text: str) -> str:
    if not text:
        return "blank"
    field = _field(column)
    if isinstance(field, DateField):
        return _day(text)
    if isinstance(field, BooleanField):
        return {"true": "Yes", "false": "No"}.get(text, text)
    choices = dict(getattr(field, "choices", None) or [])
    return str(choices.get(text, text))


def _day(text: str) -> str:
    """11/21/2026, of the ISO date a change keeps."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.month}/{day.day}/{day.year}"


def _field(column: str) -> object:
    names = {field.name: field for field in Complaint._meta.get_fields()}
    return names.get(column)
