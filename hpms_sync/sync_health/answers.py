"""What people do about a record that cannot be read: have it read again, mend it, put it aside.

A record that becomes readable goes the road of every download, as a run of its own that began when the
record was last seen: whatever came later is not overwritten, and a later download's record wins."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ctm_casework.accounts.models import Contract
from hpms_sync.download.arrived import Arrived
from hpms_sync.download.record import UnreadableRecord, read_record
from hpms_sync.download.run import LEASE, run_ended, telling
from hpms_sync.download.stopwatch import Stopwatch
from hpms_sync.download.take_in import take_in
from hpms_sync.download.unreadable_watch import unreadable_watch
from hpms_sync.layouts import Unreadable, column_name
from hpms_sync.layouts.readings import date_or_blank as dates
from hpms_sync.models import DownloadRun, QuarantinedRecord
from hpms_sync.selectors import may_see_raw

Answer = QuarantinedRecord.Answer
# Days that something has happened on, so none of them lies ahead.
DATED = ("RECEIVED_DATE", "ASSIGNMENT/REASSIGNMENT_DATE", "RESOLUTION_DATE")
SETTLED = "This record is settled already. Reload the page."
OVERTAKEN = (
    "A newer download has already brought this complaint or shown that its contract lacks it: nothing "
    "was changed. Look the complaint up in the list."
)


class StillUnreadable(Exception):
    """The record cannot be read yet: `column` says which one, `reason` why. `asked` are the columns a
    person gave a value for so far."""

    def __init__(self, column: str, reason: str, asked: list[str]) -> None:
        super().__init__(reason)
        self.column, self.reason, self.asked = column, reason, asked


def is_open(record: QuarantinedRecord) -> bool:
    """Whether a person can still do something: also about one put aside, which may have been a mistake."""
    return record.settled_at is None and record.answer in ("", Answer.DISMISSED)


def record_reread(record: QuarantinedRecord, user: Any) -> DownloadRun:
    """Reads the record as it came once more, as after a new contract, key or layout.

    Raises StillUnreadable, ValidationError (settled, or overtaken by a newer download)."""
    raw, _ = _readable(record, user, {})
    run = _apply(record, user, raw)
    reason = f"Read again by {user}."[:120]
    _answer(record, user, Answer.READ, run, settled_at=timezone.now(), settled_reason=reason)
    return run


def record_mend(record: QuarantinedRecord, user: Any, values: Mapping[str, str]) -> DownloadRun:
    """Applies the record with the values a person read in HPMS, by column. Only columns that cannot be
    read are taken from `values`; old and new are kept.

    Raises as record_reread does; StillUnreadable names the next column that wants a value."""
    raw, mended = _readable(record, user, values)
    run = _apply(record, user, raw)
    _answer(record, user, Answer.MENDED, run, mended=mended)
    return run


def record_dismiss(record: QuarantinedRecord, user: Any, reason: str) -> None:
    """Puts the record aside for a reason, which is kept. The same record coming again stays aside."""
    if not reason.strip():
        raise ValidationError("Say why nobody needs this record, such as: test record of CMS.")
    _refuse_unseen(record, user)
    _answer(record, user, Answer.DISMISSED, None, answer_reason=reason.strip()[:300])


def _readable(
    record: QuarantinedRecord, user: Any, values: Mapping[str, str]
) -> tuple[Any, list[dict[str, str]]]:
    """The record with as many of the values as it needs, and what was mended."""
    if not is_open(record):
        raise ValidationError(SETTLED)
    _refuse_unseen(record, user)
    contracts = frozenset(_contracts(record, user))
    raw, mended = record.raw, list[dict[str, str]]()
    while isinstance(found := read_record(raw, b"", contracts), UnreadableRecord):
        used = [one["column"] for one in mended]
        if found.column in used or found.column not in values:
            raise StillUnreadable(found.column, found.reason, used)
        new = values[found.column].strip()
        if reason := _slip(found.column, new):
            raise StillUnreadable(found.column, reason, used)
        old, raw = _with(raw, found.column, new)
        mended.append({"column": found.column, "old": old, "new": new})
    return raw, mended


def _slip(column: str, value: str) -> str:
    """What speaks against a typed date that could be read, "" if nothing: a slip here would set the clock."""
    if column == "ASSIGNMENT/REASSIGNMENT_DATE" and not value:
        return "The clock runs from this date, so it is not left blank. Type the one HPMS shows."
    try:
        day = dates(value).value if column in DATED else None
    except Unreadable:
        return ""
    if day and day > timezone.localdate():
        return "This date lies in the future. Type the one HPMS shows, or ask CMS to correct it in HPMS."
    return ""


def _refuse_unseen(record: QuarantinedRecord, user: Any) -> None:
    if not may_see_raw(user, record):
        raise ValidationError("This record may be of a contract that is not yours.")


def _with(raw: Any, column: str, value: str) -> tuple[str, dict[str, Any]]:
    """The old value, "" where the column is missing, and the record with the new one."""
    named = [name for name in raw if column_name(str(name)) == column]
    old = str(raw[named[0]] or "") if named else ""
    return old, {**raw, **dict.fromkeys(named or [column], value)}


def _contracts(record: QuarantinedRecord, user: Any) -> list[str]:
    """Contracts of this person that the download asked for or, by now, a key of its environment serves."""
    served = Q(api_keys__active=True)
    if record.run.key:
        served &= Q(api_keys__environment=record.run.key.environment)
    own = Contract.objects.filter(contract_access__user=user)
    own = own.filter(Q(pk__in=record.run.contracts) | served)
    return list(own.values_list("pk", flat=True).distinct())


def _apply(record: QuarantinedRecord, user: Any, raw: Any) -> DownloadRun:
    run = DownloadRun.objects.create(
        source=DownloadRun.Source.HAND,
        purpose=DownloadRun.Purpose.BY_HAND,
        brought_by=user,
        contracts=_contracts(record, user),
        started_at=record.last_seen_at,
        lease_until=timezone.now() + LEASE,
    )
    clock = Stopwatch()
    with run_ended(run, clock):
        take_in(run, [[Arrived.of_columns(raw)]], clock, telling(run, lambda *_: None))
    if run.counts.get("late"):
        raise ValidationError(OVERTAKEN)
    return run


@transaction.atomic
def _answer(
    record: QuarantinedRecord, user: Any, answer: Answer, run: DownloadRun | None, **told: Any
) -> None:
    """Writes the answer down unless somebody else, or a download, was quicker."""
    row = QuarantinedRecord.objects.select_for_update().get(pk=record.pk)
    if not is_open(row):
        raise ValidationError(SETTLED)
    values = {"answer": answer, "answered_by": user, "answered_at": timezone.now()}
    for name, value in (values | {"answered_in": run} | told).items():
        setattr(row, name, value)
    row.save()
    unreadable_watch()
