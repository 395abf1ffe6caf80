"""One line of the worklist, ready for the template."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from complaints.case.changes import column_name
from complaints.deadlines import DueGroup, due_words
from complaints.models import CaseworkUpload, Complaint, unread_comments
from complaints.models.choices import ClockState, UploadState
from complaints.models.outbox import UNSETTLED
from complaints.selectors.repeats import is_repeat, related_for
from complaints.time_words import day_words, moment_words
from ctm_casework.accounts.models import User


@dataclass(frozen=True)
class Flag:
    """Navy for what CMS set, soft for what the plan noticed."""

    words: str
    title: str
    soft: bool = True


@dataclass(frozen=True)
class Row:
    complaint: Complaint
    group: str
    due_state: str
    due: str
    due_day: str
    flags: list[Flag]
    last_contact: str
    mine: bool


def rows_of(complaints: list[Any], user: User, now: datetime) -> list[Row]:
    """Rows of one page, in three queries more. Wants the annotation `next_due`."""
    repeated, closing = _repeated(complaints), _closing_sent(complaints)
    unread = unread_comments().filter(complaint__in=complaints)
    commented = set(unread.values_list("complaint_id", flat=True))
    return [
        _row(
            complaint,
            flags_of(
                complaint,
                complaint.pk in repeated,
                complaint.pk in closing,
                commented=complaint.pk in commented,
            ),
            user,
            now,
        )
        for complaint in complaints
    ]


def _row(complaint: Any, flags: list[Flag], user: User, now: datetime) -> Row:
    zone = complaint.contract.zone
    today = now.astimezone(ZoneInfo(zone)).date()
    group, state, words, day = _due(complaint, now, today)
    last = complaint.last_contact_at
    return Row(
        complaint,
        group,
        state,
        words,
        day,
        flags,
        last_contact=moment_words(last, zone, now) if last else "",
        mine=complaint.assignee_id == user.pk,
    )


def _due(complaint: Any, now: datetime, today: date) -> tuple[str, str, str, str]:
    """Group, state of the clock, and the two lines of the due cell."""
    if complaint.resolution_date:
        return (
            DueGroup.ENDED,
            DueGroup.LATER,
            "Resolved",
            day_words(complaint.resolution_date, today),
        )
    if complaint.next_due is None:
        words = "Marketing report" if complaint.report_only else ""
        return DueGroup.LATER, DueGroup.LATER, "No due date", words
    day, zone = day_words(complaint.next_due, today), complaint.contract.zone
    strict = due_words(complaint.next_due, now, zone)
    if complaint.with_cms_since:
        since = day_words(complaint.with_cms_since, today)
        return strict.group, DueGroup.LATER, "With CMS", f"since {since}"
    if complaint.gone_since:
        since = day_words(complaint.gone_since, today)
        return strict.group, DueGroup.LATER, "Gone from view", f"said {since}"
    if complaint.moving_since:
        since = day_words(complaint.moving_since, today)
        return strict.group, DueGroup.LATER, "Moved by CMS", f"agreed {since}"
    if complaint.clock_state == ClockState.STOPPED:
        return strict.group, DueGroup.STOPPED, "Clock stopped", f"Strict: {day}"
    return strict.group, strict.group, strict.text, day


# The one review flag that speaks of what we sent: the complaint's category takes none of it.
AGENT_DATA_NOT_TAKEN = "UP.agentBroker.category"


def flags_of(
    complaint: Complaint, repeated: bool, closing_sent: bool, commented: bool = False
) -> list[Flag]:
    shown = [
        (
            commented,
            Flag("New comment", "CMS commented: read it and mark it as read", soft=False),
        ),
        (complaint.is_swift, Flag("SWIFT", "Plans cannot close SWIFT cases", soft=False)),
        (
            complaint.congressional,
            Flag("Congressional", "Came through a Congressional office", soft=False),
        ),
        (bool(complaint.out_of_view_since), Flag("Out of view", "Downloads bring it no more")),
        (closing_sent, Flag("Closing sent", "The closing is on its way; HPMS shows it open")),
        (complaint.agent_broker == "Y", Flag("Agent or broker", "About an agent or broker")),
        (repeated, Flag("Repeat", "The same person has another complaint")),
        (
            bool(odd_columns(complaint)),
            Flag("Check record", f"HPMS sent odd values: {odd_columns(complaint)}"),
        ),
        (
            AGENT_DATA_NOT_TAKEN in complaint.review_flags,
            Flag("Agent data not taken", "HPMS accepted agent or broker data and does not show it"),
        ),
    ]
    return [flag for is_set, flag in shown if is_set]


def odd_columns(complaint: Complaint) -> str:
    """The columns whose values are to be checked, in words: `Issue level, SWIFT`."""
    columns = [
        flag.removeprefix("DL.").lower()
        for flag in complaint.review_flags
        if flag != AGENT_DATA_NOT_TAKEN
    ]
    return ", ".join(column_name(column.replace("/", " or ")) for column in columns)


def _repeated(complaints: list[Any]) -> set[str]:
    """Ids of those that another complaint of the same person makes a repeat."""
    related = related_for(complaint.pk for complaint in complaints)
    return {complaint_id for complaint_id, others in related.items() if is_repeat(others)}


def _closing_sent(complaints: list[Any]) -> set[str]:
    """Ids whose closing waits for HPMS or was accepted but not yet seen in a download."""
    return set(
        CaseworkUpload.objects.filter(
            complaint__in=complaints,
            resolution__withdrawn_at=None,
            resolution__isnull=False,
            state__in=[*UNSETTLED, UploadState.ACCEPTED],
        ).values_list("complaint_id", flat=True)
    )
