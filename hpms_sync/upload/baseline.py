"""What an attempt begins with: its time, and what the downloads had shown before it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from complaints.models import CaseworkUpload, Complaint
from complaints.models.choices import UploadState
from hpms_sync.download.coverage import covers
from hpms_sync.models import DownloadRun, QuarantinedRecord

# The review flag of a copy whose notes a download left out.
NOTES_FLAG = "DL.PLAN_CASEWORK_NOTES"


def attempt_time() -> timedelta:
    """By then an attempt has been answered or its sender is gone. A clear answer that comes even later
    still counts, and the settle time keeps evidence well away from both."""
    one = settings.HPMS_CONNECT_SECONDS + settings.HPMS_READ_SECONDS
    return timedelta(seconds=2 * one + 30 * settings.HPMS_RETRIES)


def attempts_begin(rows: Sequence[CaseworkUpload], state: UploadState) -> None:
    """A new attempt for each row. Their complaints and they themselves are locked. What is claimed for a
    call gets its deadline when it leaves; what goes into a file waits for a person and has none."""
    before = [row.attempt for row in rows]
    for row in rows:
        row.attempt, row.tries, row.absences = uuid.uuid4(), row.tries + 1, 0
    as_of = copies_as_of([row.complaint for row in rows])
    _set_out(rows, before, as_of, state, deadline=None, more_tries=1)


def attempt_begins_anew(row: CaseworkUpload) -> bool:
    """The same attempt with its full time again and a baseline of now. False: another has taken its
    place, or it was given up for lost. The complaint is locked."""
    deadline = timezone.now() + attempt_time()
    as_of = copies_as_of(Complaint.objects.filter(pk=row.complaint_id).only(*COPY_COLUMNS))
    return _set_out([row], [row.attempt], as_of, UploadState.SENDING, deadline, more_tries=0) == 1


def attempts_leave(rows: Sequence[CaseworkUpload]) -> list[CaseworkUpload]:
    """The call that carries these claimed rows is about to be made: from here on they may have reached
    HPMS. Returns those still ours; the others were taken for forgotten and queued again."""
    deadline = timezone.now() + attempt_time()
    left = set(_where_claimed(rows, "deadline = %s", [deadline]))
    for row in rows:
        row.deadline = deadline if row.pk in left else None
    return [row for row in rows if row.pk in left]


def attempts_undo(rows: Sequence[CaseworkUpload]) -> int:
    """Claimed rows that did not leave wait again, as if they had never been claimed. Returns how many."""
    return len(_where_claimed(rows, "state = 'QUEUED', attempt = NULL, tries = tries - 1", []))


def _where_claimed(rows: Sequence[CaseworkUpload], sets: str, values: list[Any]) -> list[int]:
    """Changes the rows that are still claimed by the attempt we know and have not left. Returns their keys."""
    if not rows:
        return []
    pks = [row.pk for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            # The key alone finds the rows: an index of states holds all that ever was in flight.
            "WITH locked AS (SELECT id, attempt, state, deadline FROM complaints_caseworkupload "  # noqa: S608  our own words
            "WHERE id = ANY(%s) ORDER BY id FOR UPDATE) "
            f"UPDATE complaints_caseworkupload u SET {sets} "
            "FROM locked JOIN unnest(%s::bigint[], %s::uuid[]) v(id, attempt) USING (id, attempt) "
            "WHERE u.id = locked.id AND locked.state = 'SENDING' AND locked.deadline IS NULL "
            "RETURNING u.id",
            [pks, *values, pks, [row.attempt for row in rows]],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _set_out(
    rows: Sequence[CaseworkUpload],
    before: Sequence[uuid.UUID | None],
    as_of: Mapping[str, datetime | None],
    state: UploadState,
    deadline: datetime | None,
    more_tries: int,
) -> int:
    """Writes time and baseline of the rows' attempts, in one statement. Returns how many still were as
    we know them (state and attempt `before`)."""
    if not rows:
        return 0
    now = timezone.now()
    values = [
        (row.pk, was, row.attempt, str(row.state), as_of[row.complaint_id])
        for row, was in zip(rows, before, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE complaints_caseworkupload u SET state = %s, attempt = v.attempt, "
            "tries = tries + %s, absences = 0, attempted_at = %s, deadline = %s, "
            "baseline_notes = c.plan_casework_notes, "
            "baseline_resolution_date = c.resolution_date, baseline_as_of = v.as_of "
            "FROM unnest(%s::bigint[], %s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[]) "
            "v(id, was, attempt, state, as_of), complaints_complaint c "
            "WHERE u.id = v.id AND u.state = v.state AND u.attempt IS NOT DISTINCT FROM v.was "
            "AND c.complaint_id = u.complaint_id",
            [state.value, more_tries, now, deadline, *map(list, zip(*values, strict=True))],
        )
        written = cursor.rowcount
    for row in rows:
        row.state, row.attempted_at, row.deadline = state, now, deadline
        row.baseline_as_of = as_of[row.complaint_id]
    return written


# What is asked of a copy to know of when it is.
COPY_COLUMNS = (
    *("contract", "review_flags", "seen_as_of", "resolution_date"),
    *("received_date", "assignment_date"),
)


def copies_as_of(complaints: Iterable[Complaint]) -> dict[str, datetime | None]:
    """When our copy of each complaint, with COPY_COLUMNS as they stand now, was last known to be true: when
    the last download began that brought it or surely would have; None where the last record lacked the notes."""
    complaints = list(complaints)
    unread = QuarantinedRecord.objects.filter(
        complaint_id__in=[one.pk for one in complaints], settled_at=None
    )
    unreadable = set(unread.values_list("complaint_id", flat=True))
    covered = _last_covered([one for one in complaints if one.pk not in unreadable])
    return {
        one.pk: None
        if NOTES_FLAG in one.review_flags
        else max(one.seen_as_of, covered.get(one.pk, one.seen_as_of))
        for one in complaints
    }


def _last_covered(complaints: list[Complaint]) -> dict[str, datetime]:
    """When the newest download began that surely asked for the complaint. Mostly the last few runs tell."""
    found: dict[str, datetime] = {}
    if not complaints:
        return found
    waiting, since = complaints, min(one.seen_as_of for one in complaints)
    runs = DownloadRun.objects.filter(
        state=DownloadRun.State.COMPLETE,
        covered_contracts__overlap=sorted({one.contract_id for one in complaints}),
    )
    newest_first = runs.filter(started_at__gt=since).order_by("-started_at")
    for run in newest_first.iterator(chunk_size=100):
        found |= {one.pk: run.started_at for one in waiting if covers(run, one)}
        waiting = [one for one in waiting if one.pk not in found]
        if not waiting:
            break
    return found
