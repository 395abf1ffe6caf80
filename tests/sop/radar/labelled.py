"""The labelled complaints, as facts the radar reads."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from complaints.sop import CaseFacts, ComplaintFacts, ContactFacts
from complaints.sop.case_records import AssignmentFacts, IntakeFacts, RelatedFacts
from complaints.sop.radar import propose

FOLDER = Path(__file__).parent
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TODAY = NOW.date()
REQUESTS = {
    "contract": "contract_change_request_status",
    "level": "issue_level_request_status",
    "cms": "cms_lead_change_request_status",
}
PLAIN = {
    "category": "complaint_category",
    "subcategory": "complaint_subcategory",
    "summary": "complaint_summary",
    "level": "issue_level",
    "plan": "plan_type",
    "type": "complaint_type",
    "attachments": "has_attachments",
}
OWN = {field.name for field in fields(ComplaintFacts)}


@dataclass(frozen=True)
class Labelled:
    id: str
    facts: CaseFacts
    expected: frozenset[str]
    held_out: bool

    def proposed(self) -> frozenset[str]:
        """Letters that are offered: what is blocked is none."""
        return frozenset(p.scenario for p in propose(self.facts) if not p.blocked_by)


def labelled() -> list[Labelled]:
    return [
        Labelled(entry["id"], facts_of(entry), frozenset(entry["expect"]), name == "held_out")
        for name in ("complaints", "held_out")
        for entry in yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    ]


def facts_of(entry: dict[str, Any]) -> CaseFacts:
    """An entry of the labelled set; unknown keys are a mistake."""
    entry = {key: value for key, value in entry.items() if key not in {"id", "expect"}}
    complaint: dict[str, Any] = {
        "issue_level": "NO_ISSUE_LEVEL",
        "plan_type": "MAO",
        "received_date": TODAY - timedelta(days=3),
        **{REQUESTS[name]: status for name, status in entry.pop("requests", {}).items()},
        **{name: entry.pop(short) for short, name in PLAIN.items() if short in entry},
        **{name: entry.pop(name) for name in OWN & set(entry)},
    }
    case = CaseFacts(
        complaint=ComplaintFacts("C2611170001", "H1234", **complaint),
        today=TODAY,
        now=NOW,
        intake=IntakeFacts(**entry.pop("intake", {})),
        contacts=tuple(_contacts(entry.pop("contacts", []))),
        related=tuple(_related(n, one) for n, one in enumerate(entry.pop("related", []))),
        assignments=tuple(
            AssignmentFacts("H1234", TODAY - timedelta(days=3), reason=reason)
            for reason in entry.pop("assignments", ["FIRST"])
        ),
    )
    assert not entry, f"unknown keys: {', '.join(entry)}"
    return case


def _contacts(given: list[dict[str, str]]) -> list[ContactFacts]:
    plain = {"method": "PHONE", "party": "BENEFICIARY", "purpose": "FACT_FINDING"}
    return [
        ContactFacts(attempted_at=NOW - timedelta(days=3 - n, hours=2 * n), **{**plain, **one})
        for n, one in enumerate(given)
    ]


def _related(number: int, given: dict[str, Any]) -> RelatedFacts:
    """`received` and `resolved` are days ago; `bae_born` as in N.3."""
    resolved = given.get("resolved")
    return RelatedFacts(
        complaint_id=f"C260101{number:04d}",
        contract_id="H1234",
        received_date=TODAY - timedelta(days=given["received"]),
        resolution_date=None if resolved is None else TODAY - timedelta(days=resolved),
        bae_born=given.get("bae_born", False),
    )
