"""What the complaint page shows, read once for one person."""

from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from complaints import sop
from complaints.case.coach import Coach, coach
from complaints.case.phones import Phone, phones
from complaints.case.scenarios import ScenarioPanel
from complaints.case.timeline import Timeline
from complaints.deadlines import (
    Clock,
    DueGroup,
    DueWords,
    Line,
    LineKind,
    Standing,
    due_words,
    standing,
)
from complaints.models import CaseworkUpload, Complaint, ComplaintChange, unread_comments
from complaints.models.choices import RequestStatus, UploadState
from complaints.models.outbox import UNSETTLED
from complaints.selectors.clock import clock_from
from complaints.selectors.facts import facts_of
from complaints.selectors.repeats import Related, related_to
from complaints.services.uploads import MENDABLE
from complaints.sop.scenarios.f_enrollment_exception import metric_excluded
from complaints.sop.scenarios.i_swift_congressional_press_hill import flagged_without_level
from complaints.statements.panel import Stated, panel
from complaints.time_words import day_words, moment_words, zone_words
from complaints.worklist.rows import AGENT_DATA_NOT_TAKEN, Flag, flags_of, odd_columns
from ctm_casework.accounts.models import User

REQUESTS = (
    ("Contract change", "contract_change_request_status"),
    ("Issue level", "issue_level_request_status"),
    ("CMS Lead (CMS Issue)", "cms_lead_change_request_status"),
)


class Due(NamedTuple):
    """One reminder as the page shows it."""

    words: str
    subject: str
    day: str
    overdue: bool
    rule: str
    outlives_closing: bool


class CaseBar:
    """The head of a case: who, how urgent, and the clock with its sum."""

    def __init__(self, complaint: Complaint, user: User) -> None:
        self.complaint, self.user = complaint, user
        self.now = timezone.now()
        self.zone = complaint.contract.zone
        self.today = self.now.astimezone(ZoneInfo(self.zone)).date()

    @cached_property
    def facts(self) -> sop.CaseFacts:
        return facts_of(self.complaint.pk)

    @property
    def flagged_without_level(self) -> bool:
        return flagged_without_level(self.facts)

    @property
    def not_counted(self) -> str:
        """Why CMS is expected to leave the complaint out of its metrics, "" where it is not."""
        return metric_excluded(self.facts)

    @cached_property
    def clock(self) -> Clock:
        return clock_from(self.facts)

    @property
    def due(self) -> DueWords:
        return due_words(self.clock.due_on, self.now, self.zone, self.clock.state)

    @property
    def due_line(self) -> str:
        """`Due today, Mon 11/23, 11:59 PM ET: 13 h 17 min left`"""
        due = self.due
        if resolved := self.complaint.resolution_date:
            said = f"Resolved {day_words(resolved, self.today)}, says HPMS"
            missed = f"late, was due {day_words(self.clock.due_on, self.today)}"
            return f"{said}: {missed}" if self.standing is Standing.LATE else said
        if since := self.complaint.with_cms_since:
            return f"With CMS since {day_words(since, self.today)}"
        if since := self.complaint.gone_since:
            return f"Gone from HPMS's view, said {day_words(since, self.today)}"
        if since := self.complaint.moving_since:
            agreed = day_words(since, self.today)
            return f"CMS agreed {agreed} to another contract: wait for the download"
        if self.complaint.report_only:
            return "In the marketing report alone: no due date"
        if accepted := self.accepted:
            at = moment_words(accepted.accepted_at or accepted.created_at, self.zone, self.now)
            at = at.removeprefix("Today, ")
            late = self.standing is Standing.PROVISIONALLY_LATE
            so_far = "late by that day" if late else "on time so far"
            return f"Resolution accepted by HPMS {at}, waiting for its date: {so_far}"
        day = f"{day_words(self.clock.due_on, self.today)}, 11:59 PM {zone_words(self.zone, self.now)}"
        first = {
            "overdue": "Was due",
            "today": "Due today,",
            "stopped": "Clock stopped, strictly due",
        }
        rest = "" if due.group == "stopped" else f": {due.text}"
        return f"{first.get(due.group, 'Due')} {day}{rest}"

    @property
    def due_look(self) -> str:
        """The mark the due line is drawn with; calm once there is nothing left to do in time, unless it
        was done late."""
        if self.standing in (Standing.LATE, Standing.PROVISIONALLY_LATE):
            return DueGroup.OVERDUE
        return self.due.group if self.clock_runs else "later"

    @property
    def clock_runs(self) -> bool:
        """Whether a due date is to be met here: open at the plan, and no resolution accepted yet."""
        complaint = self.complaint
        away = complaint.with_cms_since or complaint.moving_since or complaint.gone_since
        return not (complaint.resolution_date or away or complaint.report_only or self.accepted)

    @property
    def clock_lines(self) -> list[Line]:
        """What stands beside the due date: other readings of it, and the contact."""
        return [line for line in self.clock.lines[1:] if line.kind is not LineKind.EVENT]

    @property
    def clock_events(self) -> list[Line]:
        """What happened to the clock, oldest first."""
        return [line for line in self.clock.lines if line.kind is LineKind.EVENT]

    @property
    def standing(self) -> Standing:
        """Whether a resolution came in time; at risk until HPMS accepts it."""
        at = self.accepted.accepted_at if self.accepted else None
        return standing(
            self.clock.due_on,
            closing_made=self.closing is not None,
            accepted_on=at.astimezone(ZoneInfo(self.zone)).date() if at else None,
            resolution_date=self.complaint.resolution_date,
        )

    @property
    def uploads(self) -> list[CaseworkUpload]:
        return list(CaseworkUpload.objects.filter(complaint=self.complaint))

    @cached_property
    def related(self) -> Related:
        """Other complaints of the same person, as this user may see them."""
        return related_to(self.complaint, self.user, self.facts.related)

    @cached_property
    def closing(self) -> CaseworkUpload | None:
        """The closing on its way to HPMS, or accepted and not yet seen in a download."""
        sent = (*UNSETTLED, UploadState.ACCEPTED)
        closings = [upload for upload in self.uploads if upload.resolves and upload.state in sent]
        return closings[-1] if closings else None

    @property
    def accepted(self) -> CaseworkUpload | None:
        """The closing HPMS accepted, while no download shows its date yet."""
        told = self.closing and self.closing.state == UploadState.ACCEPTED
        return self.closing if told and not self.complaint.resolution_date else None

    @property
    def may_resolve(self) -> bool:
        """Open in HPMS and not with CMS, and no closing on its way other than a refused one. A case of the
        marketing report alone is not in HPMS to be closed."""
        refused = self.closing and self.closing.state in MENDABLE
        complaint = self.complaint
        gone = complaint.with_cms_since or complaint.gone_since or complaint.report_only
        here = not (complaint.resolution_date or gone)
        return here and (refused or not self.closing)

    @property
    def flags(self) -> list[Flag]:
        return flags_of(self.complaint, self.related.repeated, self.closing is not None)


class CasePage(CaseBar):
    """The whole page. `show` picks notes, contacts or changes of the casework."""

    def __init__(self, complaint: Complaint, user: User, show: str = "") -> None:
        super().__init__(complaint, user)
        self.timeline = Timeline(complaint, user, show)

    @property
    def uploads(self) -> list[CaseworkUpload]:
        return self.timeline.uploads

    @cached_property
    def new_comment(self) -> ComplaintChange | None:
        """The newest change by which CMS commented and which nobody marked as read."""
        return unread_comments().filter(complaint=self.complaint).last()

    @property
    def odd_columns(self) -> str:
        return odd_columns(self.complaint)

    @property
    def agent_data_not_taken(self) -> bool:
        return AGENT_DATA_NOT_TAKEN in self.complaint.review_flags

    @cached_property
    def phones(self) -> list[Phone]:
        return phones(self.complaint.contact_phone)

    @cached_property
    def other_phones(self) -> list[Phone]:
        return phones(self.complaint.alt_phone)

    @cached_property
    def coach(self) -> Coach:
        return coach(self.facts, self.complaint.preferred_call_time)

    @property
    def stated(self) -> list[Stated]:
        return panel(self.timeline.stated, self.facts.complaint.scenario_tags)

    @property
    def attempts(self) -> list[Any]:
        return [e for e in reversed(self.timeline.entries) if e.kind == "contacts"]

    @cached_property
    def reminders(self) -> list["Due"]:
        """What the SOP wants by a day, the earliest first. Once HPMS accepted the resolution, what
        stands after closing."""
        return [
            Due(
                words=one.words,
                subject=one.subject,
                day=day_words(one.due_on, self.today),
                overdue=one.due_on < self.today,
                rule=one.rule,
                outlives_closing=one.outlives_closing,
            )
            for one in self.complaint.reminders.all()
            if one.outlives_closing or not self.accepted
        ]

    @cached_property
    def checklist(self) -> "Checklist":
        return Checklist(self.facts, self.uploads)

    @cached_property
    def scenarios(self) -> ScenarioPanel:
        """With what stands against closing, while closing is the plan's to do."""
        checklist = self.checklist
        findings = checklist.blocks + checklist.warns
        with_cms = self.complaint.with_cms_since
        return ScenarioPanel(self.complaint, self.facts, [] if with_cms else findings)

    @property
    def requests(self) -> list[tuple[str, str]]:
        shown = dict(RequestStatus.choices)
        return [
            (name, shown[status])
            for name, column in REQUESTS
            if (status := getattr(self.complaint, column))
        ]


# What the resolve page asks for: while it is blank it is still to be done, no obstacle.
ANSWERS = {
    "note": "the closing note",
    "resolution_date": "the resolution date",
    "complainant_satisfied": "satisfied",
    "hpi_related": "HPI related",
    "resolution_notification": "how the complainant was told",
    "contact_made": "contact made or system update",
}


class Checklist:
    """What stands against closing now, what the resolve page will ask, and the rules met."""

    def __init__(self, facts: sop.CaseFacts, uploads: list[CaseworkUpload]) -> None:
        checked = sop.checks(facts, sop.Action.CLOSE)
        found = [finding for _, finding in checked if finding]
        errors = [f for f in found if f.severity is sop.Severity.ERROR]
        self.blocks = [f for f in errors if f.field not in ANSWERS]
        self.to_answer = [f for f in errors if f.field in ANSWERS]
        self.warns = [f for f in found if f.severity is sop.Severity.WARNING]
        self.met = [rule for rule, finding in checked if finding is None]
        self.waits = [upload for upload in uploads if upload.state in UNSETTLED]

    @property
    def answers(self) -> list[str]:
        """What is still to be answered, in words."""
        return list(dict.fromkeys(ANSWERS[finding.field] for finding in self.to_answer))
