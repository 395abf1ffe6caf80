"""What the clock is read from."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from complaints.sop.case_records import AssignmentFacts, LevelFacts, RequestFacts
from complaints.sop.parameters import Parameters

LEVELS = {
    "IMMEDIATE_NEED": ("Immediate Need", "days_immediate_need", "CFR.resolve.immediate"),
    "URGENT": ("Urgent", "days_urgent", "CFR.resolve.urgent"),
    "NO_ISSUE_LEVEL": ("No Issue Level", "days_no_issue_level", "CFR.resolve.other"),
}
UNRECOGNIZED = (
    "Level not recognized, counted as Immediate Need",
    "days_immediate_need",
    "CFR.resolve.immediate",
)
RANK = {"NO_ISSUE_LEVEL": 0, "URGENT": 1, "IMMEDIATE_NEED": 2}
_NEVER_LEFT = {"DRAFT", "CANCELLED"}


class ClockState(StrEnum):
    """STOPPED while CMS decides on an issue level request; ENDED by the resolution date."""

    RUNNING = "RUNNING"
    STOPPED = "STOPPED"
    ENDED = "ENDED"


@dataclass(frozen=True)
class ClockFacts:
    """`as_of` is today in the contract's time zone, the two contact dates are None when unknown.

    `assignments`, `levels` and `requests` stand oldest first; the last assignment is the live one.
    `issue_level_request_status` is HPMS's own indicator, which counts beside our requests. `flagged`:
    SWIFT, Congressional, or Press or Hill interest.
    """

    as_of: date
    received_date: date
    assignment_date: date | None = None
    issue_level: str = "UNKNOWN"
    issue_level_request_status: str | None = None
    resolution_date: date | None = None
    plan_type: str = ""
    flagged: bool = False
    first_attempted_on: date | None = None
    first_reached_on: date | None = None
    assignments: tuple[AssignmentFacts, ...] = ()
    levels: tuple[LevelFacts, ...] = ()
    requests: tuple[RequestFacts, ...] = ()
    time_zone: str = "America/New_York"
    parameters: Parameters = field(default_factory=Parameters)

    @cached_property
    def start(self) -> date:
        """The live assignment's date; the received date where HPMS gives no assignment date."""
        if self.assignments:
            return self.assignments[-1].assigned_on
        return self.assignment_date or self.received_date

    @cached_property
    def handed_over(self) -> tuple[RequestFacts, ...]:
        """Requests that went to CMS: a draft or a canceled one never did."""
        return tuple(r for r in self.requests if r.status not in _NEVER_LEFT)

    @cached_property
    def disputes(self) -> tuple[RequestFacts, ...]:
        """Issue level requests: of all the types only they stop the clock (SOP H.3)."""
        return tuple(r for r in self.handed_over if r.request_type == "ISSUE_LEVEL_CHANGE")

    @property
    def stopped(self) -> bool:
        """An issue level request waits for CMS; SUBMITTED counts as PENDING."""
        pending = self.issue_level_request_status == "PENDING"
        return pending or any(request.open for request in self.disputes)

    def counts_as(self, level: str = "") -> str:
        """The level by which the present one, or another, is counted. A SWIFT, Congressional, Press or
        Hill case without a level is a mistake in HPMS and counts as Urgent (SOP I, note 1)."""
        level = level or self.issue_level
        return "URGENT" if self.flagged and level == "NO_ISSUE_LEVEL" else level

    def days(self, level: str = "") -> int:
        """Calendar days to resolve a complaint of the present level, or of another; an unknown one as
        Immediate Need."""
        parameter = LEVELS.get(self.counts_as(level), UNRECOGNIZED)[1]
        value: int = getattr(self.parameters, parameter)
        return value

    def due_from(self, start: date, level: str = "") -> date:
        """The due date of a clock that starts on that day, at the present level or another."""
        return start + timedelta(days=self.days(level))
