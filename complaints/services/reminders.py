"""What the SOP wants by a day, stored beside each complaint as its `Reminder` rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from complaints.models.reminder import Reminder
from complaints.sop.timer import Promise

# A text longer than its column must not stop a download.
_SUBJECT, _WORDS = 80, 200
_Key = tuple[str, str, str]  # complaint, rule, subject
_Rest = tuple[Any, str, bool]  # due on, words, whether it outlives closing


def reminders_follow(promised: Mapping[str, Sequence[Promise]]) -> None:
    """Brings the stored reminders of these complaints to what `sop.timers` promised. Three queries at
    most; a reminder that stays as it is keeps its row, and one that changes keeps its `since`."""
    wanted: dict[_Key, _Rest] = {}
    for complaint_id, promises in promised.items():
        wanted |= _wanted(complaint_id, promises)
    stored = Reminder.objects.filter(complaint__in=list(promised)).values_list(
        "complaint_id", "rule", "subject", "due_on", "words", "outlives_closing", "pk"
    )
    kept: dict[_Key, _Rest] = {}
    gone = []
    for complaint_id, rule, subject, due_on, words, outlives, pk in stored:
        key = (complaint_id, rule, subject)
        if key in wanted:
            kept[key] = (due_on, words, outlives)
        else:
            gone.append(pk)
    if gone:
        Reminder.objects.filter(pk__in=gone).delete()
    _write([(*key, *rest) for key, rest in wanted.items() if kept.get(key) != rest])


def _wanted(complaint_id: str, promises: Sequence[Promise]) -> dict[_Key, _Rest]:
    """The first of each rule and subject."""
    found: dict[_Key, _Rest] = {}
    for promise in promises:
        due = promise.due
        key = (complaint_id, promise.rule, due.subject[:_SUBJECT])
        found.setdefault(key, (due.due_on, due.words[:_WORDS], due.outlives_closing))
    return found


def _write(rows: list[tuple[Any, ...]]) -> None:
    """One statement for all rows: on the way of a download there are thousands."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO complaints_reminder "
            "(complaint_id, rule, subject, due_on, words, outlives_closing, since) "
            "SELECT *, now() FROM unnest"
            "(%s::text[], %s::text[], %s::text[], %s::date[], %s::text[], %s::bool[]) "
            "ON CONFLICT (complaint_id, rule, subject) DO UPDATE SET due_on = excluded.due_on, "
            "words = excluded.words, outlives_closing = excluded.outlives_closing",
            [list(column) for column in zip(*rows, strict=True)],
        )
