"""The complaints HPMS holds, kept as the JSON text a download sends."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .clock import Clock, read_us_date
from .database import Database
from .layout import REQUEST_COLUMNS, Record
from .past import AS_OF


@dataclass
class Complaint:
    """A record and what HPMS knows about it beside the 42 columns."""

    record: Record
    contract: str = ""  # who is given it: the record's contract unless told otherwise
    visible: bool = True  # False once CMS has taken it over as a CMS Issue
    scenario: str = ""  # SOP scenario A-T it was written for
    name: str | None = None  # name of a special case
    description: str | None = None
    filed: dict[str, str] = field(default_factory=dict)  # request type -> what the plan asked for
    row: int | None = None

    @property
    def complaint_id(self) -> str:
        return self.record.get("COMPLAINT_ID", "")

    @property
    def resolved(self) -> bool:
        return bool(self.record.get("RESOLUTION_DATE"))


@dataclass(frozen=True)
class Wanted:
    """The filters of one download call."""

    contracts: tuple[str, ...]
    open: bool
    resolved: bool
    date_from: date
    date_to: date
    with_attachment: bool
    with_answered_request: bool


COLUMNS = (
    "complaint_id, contract, received, resolved, attachment, answered, visible, scenario, name, "
    "description, filed, record"
)
INSERT = f"INSERT INTO records ({COLUMNS}) VALUES ({', '.join('?' * 12)})"
UPDATE = f"UPDATE records SET ({COLUMNS}) = ({', '.join('?' * 12)}) WHERE row = ?"
SELECT = """
SELECT record FROM {records}
WHERE contract IN (SELECT value FROM json_each(?)) AND received BETWEEN ? AND ?
  AND visible AND (resolved = 0 OR ?) AND (resolved = 1 OR ?)
  AND (attachment OR NOT ?) AND (answered OR NOT ?)
ORDER BY received, row
"""


class Records:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add_all(self, complaints: Iterable[Complaint]) -> None:
        self._database.run_many(INSERT, (self._values(complaint) for complaint in complaints))

    def save(self, complaint: Complaint) -> None:
        """Write back a complaint that was found, or add one that is new."""
        if complaint.row is None:
            self._database.run(INSERT, self._values(complaint))
        else:
            self._database.run(UPDATE, (*self._values(complaint), complaint.row))

    def find(self, complaint_id: str) -> Complaint | None:
        rows = self._database.rows(
            "SELECT * FROM records WHERE complaint_id = ? ORDER BY row LIMIT 1", (complaint_id,)
        )
        return _complaint(rows[0]) if rows else None

    def remove(self, complaint_id: str) -> int:
        return self._database.run("DELETE FROM records WHERE complaint_id = ?", (complaint_id,))

    def wanted(self, wanted: Wanted, as_of: float | None = None) -> list[str]:
        """The JSON texts of the records a download call asks for, oldest received first; with `as_of`
        (seconds since 1970) as they were then, as far back as the past is kept."""
        moment = () if as_of is None else (as_of, as_of)
        rows = self._database.rows(
            SELECT.format(records="records" if as_of is None else AS_OF),
            (
                *moment,
                json.dumps(wanted.contracts),
                wanted.date_from.isoformat(),
                wanted.date_to.isoformat(),
                wanted.resolved,
                wanted.open,
                wanted.with_attachment,
                wanted.with_answered_request,
            ),
        )
        return [row["record"] for row in rows]

    def special_cases(self) -> list[dict[str, str]]:
        rows = self._database.rows(
            "SELECT name, complaint_id, contract, description FROM records "
            "WHERE name IS NOT NULL ORDER BY row"
        )
        return [dict(row) for row in rows]

    def counts(self, column: str) -> dict[str, int]:
        """How many records per contract, per scenario, or resolved and open."""
        if column not in {"contract", "scenario", "resolved"}:
            raise ValueError(column)
        rows = self._database.rows(
            f"SELECT {column} AS it, count(*) AS n FROM records GROUP BY 1 ORDER BY 1"
        )
        return {str(row["it"]): row["n"] for row in rows}

    def _values(self, complaint: Complaint) -> tuple[object, ...]:
        record = complaint.record
        # An unreadable received date counts as today, so that the record is sent.
        received = read_us_date(str(record.get("RECEIVED_DATE"))) or self._clock.today()
        answered = any(
            record.get(name) in ("Approved", "Rejected") for name in REQUEST_COLUMNS.values()
        )
        return (
            complaint.complaint_id,
            complaint.contract or record.get("CONTRACT_ID", ""),
            received.isoformat(),
            complaint.resolved,
            record.get("ATTACHMENTS_YN") in ("Y", "Yes"),
            answered,
            complaint.visible,
            complaint.scenario,
            complaint.name,
            complaint.description,
            json.dumps(complaint.filed),
            json.dumps(record),
        )


def _complaint(row: sqlite3.Row) -> Complaint:
    return Complaint(
        record=json.loads(row["record"]),
        contract=row["contract"],
        visible=bool(row["visible"]),
        scenario=row["scenario"],
        name=row["name"],
        description=row["description"],
        filed=json.loads(row["filed"]),
        row=row["row"],
    )
