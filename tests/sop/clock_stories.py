"""The stories of `due_dates.csv`: events in a compliance officer's words, read into facts of the clock.

Only what happened up to the day `as_of` counts: one story can stand in several rows.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from complaints.deadlines import ClockFacts
from complaints.sop import (
    AssignmentFacts,
    DatedValue,
    LevelFacts,
    RequestFacts,
    parameters_on,
)

LEVELS = {
    "Immediate Need": "IMMEDIATE_NEED",
    "Urgent": "URGENT",
    "No Issue Level": "NO_ISSUE_LEVEL",
}
REQUESTS = {
    "issue level": "ISSUE_LEVEL_CHANGE",
    "contract change": "CONTRACT_CHANGE",
    "CMS Issue": "CMS_ISSUE",
    "category": "CATEGORY_CHANGE",
}
_DAY = r"(?P<day>\d+/\d+/\d+)"
_KIND = f"(?P<kind>{'|'.join(REQUESTS)})"
_EVENTS = {
    rf"assigned {_DAY}": "assigned",
    rf"raised from (?P<old>.+?)( to (?P<new>.+?))? {_DAY}(?P<kept> with the old date)?": "raised",
    rf"lowered from (?P<old>.+) {_DAY}": "lowered",
    rf"level changed on request from (?P<old>.+) {_DAY}": "on_request",
    rf"re-opened {_DAY}": "reopened",
    rf"CMS Issue (set|removed) {_DAY}": "flagged",
    rf"moved to (?P<contract>\w+) {_DAY}": "moved",
    rf"another date {_DAY}": "redated",
    rf"{_KIND} request( to (?P<wanted>.+))? {_DAY}": "asked",
    rf"{_KIND} (?P<status>draft|canceled) {_DAY}": "unsent",
    rf"{_KIND} (?P<status>approved|rejected) {_DAY}": "answered",
    rf"HPMS shows (?P<status>\w+) {_DAY}": "indicated",
    rf"resolved {_DAY}": "resolved",
}


def us_day(text: str) -> date:
    month, day, year = map(int, text.split("/"))
    return date(year, month, day)


def us_moment(text: str) -> datetime:
    return datetime.strptime(text, "%m/%d/%Y %I:%M %p")  # noqa: DTZ007 (the column names its zone)


@dataclass
class Story:
    """The facts as they grow. `level` is the one that counts when the story ends."""

    level: str
    contract: str = "H1234"
    assignments: list[AssignmentFacts] = field(default_factory=list)
    levels: list[LevelFacts] = field(default_factory=list)
    requests: list[RequestFacts] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def happen(self, event: str, as_of: date) -> None:
        found = [(re.fullmatch(pattern, event), name) for pattern, name in _EVENTS.items()]
        ((match, name),) = [one for one in found if one[0]]
        words = match.groupdict()
        if (day := us_day(words["day"])) <= as_of:
            getattr(self, name)(day, words)

    def _anew(self, day: date, reason: str) -> None:
        self.assignments.append(AssignmentFacts(self.contract, day, reason=reason))
        self.more["assignment_date"] = day

    def _level(self, day: date, old: str, new: str | None) -> None:
        if not self.levels:
            self.levels.append(LevelFacts(self.assignments[0].assigned_on, LEVELS[old]))
        self.levels.append(LevelFacts(day, LEVELS[new] if new else self.level))

    def assigned(self, day: date, _words: dict) -> None:
        self._anew(day, "FIRST")

    def raised(self, day: date, words: dict) -> None:
        self._level(day, words["old"], words["new"])
        if not words["kept"]:
            self._anew(day, "T.1.b")

    def lowered(self, day: date, words: dict) -> None:
        self._level(day, words["old"], None)

    def on_request(self, day: date, words: dict) -> None:
        self._level(day, words["old"], None)
        self._anew(day, "H.3")

    def reopened(self, day: date, _words: dict) -> None:
        self.more.pop("resolution_date", None)
        self._anew(day, "T.1.a")

    def flagged(self, day: date, _words: dict) -> None:
        self._anew(day, "T.1.c")

    def moved(self, day: date, words: dict) -> None:
        self.contract = words["contract"]
        self._anew(day, "T.1.d")

    def redated(self, day: date, _words: dict) -> None:
        self._anew(day, "T.1.other")

    def asked(self, day: date, words: dict) -> None:
        kind = REQUESTS[words["kind"]]
        wanted = LEVELS[words["wanted"]] if words["wanted"] else ""
        self.requests.append(
            RequestFacts(kind, status="PENDING", submitted_on=day, requested_issue_level=wanted)
        )

    def unsent(self, _day: date, words: dict) -> None:
        status = {"draft": "DRAFT", "canceled": "CANCELLED"}[words["status"]]
        self.requests.append(RequestFacts(REQUESTS[words["kind"]], status=status))

    def answered(self, day: date, words: dict) -> None:
        kind = REQUESTS[words["kind"]]
        (waiting,) = [r for r in self.requests if r.open and r.request_type == kind]
        answer = replace(waiting, status=words["status"].upper(), decided_on=day)
        self.requests[self.requests.index(waiting)] = answer

    def indicated(self, _day: date, words: dict) -> None:
        self.more["issue_level_request_status"] = words["status"].upper()

    def resolved(self, day: date, _words: dict) -> None:
        self.more["resolution_date"] = day


def told(row: dict[str, str]) -> ClockFacts:
    """The facts of one row."""
    as_of, received = us_day(row["as_of"]), us_day(row["received"])
    story = Story(level=LEVELS.get(row["level"], "UNKNOWN"))
    for event in filter(None, row["events"].split("; ")):
        story.happen(event, as_of)
    return ClockFacts(
        as_of=as_of,
        received_date=received,
        issue_level=story.level,
        assignments=tuple(story.assignments) or (AssignmentFacts("H1234", received),),
        levels=tuple(story.levels) or (LevelFacts(received, story.level),),
        requests=tuple(story.requests),
        time_zone=row["time_zone"] or "America/New_York",
        parameters=parameters_on(as_of, _overrides(row["parameters"])),
        **story.more,
    )


def _overrides(text: str) -> list[DatedValue]:
    found = [
        re.fullmatch(rf"(\w+)=(\d+) from {_DAY}", one) for one in filter(None, text.split("; "))
    ]
    return [
        DatedValue(one[1], int(one[2]), us_day(one["day"]), "calendar days", "CFR.resolve.other")
        for one in found
    ]
