"""People, contracts and complaints for tests: synthetic, with values as HPMS would send them.

Every person is made up; phone numbers are 555-01xx, Medicare numbers only look like MBIs."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from complaints.models import Category, Complaint, ContractAssignment
from complaints.services.case import case_refresh
from ctm_casework.accounts.models import Contract, ContractAccess, User

PASSWORD = "every-complaint-is-heard"  # of everybody made here
CAST = {
    "caseworker": ("casey", "Casey", "Moran"),
    "supervisor": ("sam", "Sam", "Whitfield"),
    "auditor": ("rory", "Rory", "Blake"),
    "administrator": ("avery", "Avery", "Stone"),
    "responsible_party": ("pat", "Pat", "Lindgren"),
}
# Columns that case_refresh computes: a test that gives one of them wants it to stay.
COMPUTED = {
    "due_on",
    "clock_state",
    "contact_due_on",
    "next_step",
    "next_step_why",
    "next_step_rule",
    "last_contact_at",
    "last_contact_words",
}
_numbers = count(1)


def make_contract(contract_id: str = "H1234", plan_type: str = "MAO", **values: Any) -> Contract:
    values.setdefault("name", "Evergreen Health Plan")
    return Contract.objects.get_or_create(
        contract_id=contract_id, defaults={"plan_type": plan_type, **values}
    )[0]


def make_user(
    role: str = "caseworker",
    contracts: Iterable[str | Contract] = ("H1234",),
    username: str | None = None,
    **values: Any,
) -> User:
    """A person of the role, named as in the cast unless `username` is given."""
    name, first, last = CAST[role]
    if username:
        first, last = username.capitalize(), "Ferris"
    user = User(
        username=username or name,
        role=role,
        **{"first_name": first, "last_name": last, **values},
    )
    user.set_password(PASSWORD)
    user.save()
    for contract in contracts:
        known = contract if isinstance(contract, Contract) else make_contract(contract)
        ContractAccess.objects.create(user=user, contract=known)
    return user


def make_complaint(complaint_id: str | None = None, **columns: Any) -> Complaint:
    """A complaint as a download leaves it, with its live assignment and computed columns.

    Anything may be overridden by column name; `contract` takes an id or a Contract."""
    number = next(_numbers)
    today = columns.pop("today", None) or datetime.now(UTC).date()
    contract = columns.pop("contract", "H1234")
    if not isinstance(contract, Contract):
        contract = make_contract(contract)
    values = _as_downloaded(number, today) | columns
    values["complaint_id"] = complaint_id or f"C26{number:08d}"
    values.setdefault("record_digest", hashlib.sha256(repr(values).encode()).digest())
    _make_category(values)
    complaint = Complaint.objects.create(contract=contract, **values)
    ContractAssignment.objects.create(
        complaint=complaint,
        contract=contract,
        assigned_on=complaint.assignment_date or complaint.received_date,
    )
    if not COMPUTED & set(columns):
        case_refresh([complaint.complaint_id])
    return Complaint.objects.get(pk=complaint.pk)


def _as_downloaded(number: int, today: date) -> dict[str, Any]:
    return {
        "received_date": today - timedelta(days=2),
        "assignment_date": today - timedelta(days=2),
        "caseworker_name": "T. Abernathy",
        "complaint_type": "Beneficiary",
        "contact_first_name": "Delores",
        "contact_last_name": f"Whitaker {number}",
        "contact_phone": f"(845) 555-01{number % 100:02d}",
        "category_lead": "Plan",
        "complaint_category": "Benefits and Access",
        "complaint_subcategory": "Cannot fill a prescription",
        "complaint_summary": "The pharmacy rejected the claim as patient not covered. "
        "She enrolled this month and holds the plan's confirmation letter.",
        "issue_level": "URGENT",
        "issue_level_text": "Urgent",
        "bene_id": f"1EG4TE5MK{number % 100:02d}",
        "preferred_call_time": "After 2:00 PM",
        "preferred_language": "English",
        "comments": "",
        "contacted_plan_before_complaint": "Y",
        "accessible_format": "N",
        "seen_as_of": datetime.now(UTC) - timedelta(minutes=5),
    }


def _make_category(values: dict[str, Any]) -> None:
    if values["complaint_category"]:
        Category.objects.get_or_create(
            complaint_category=values["complaint_category"],
            complaint_subcategory=values["complaint_subcategory"],
        )
