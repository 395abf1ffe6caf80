"""Records that cannot be read: the list, one of them column by column, and what a person does about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from complaints.models import Complaint
from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog
from hpms_sync import selectors
from hpms_sync.download.run import BrokenOff
from hpms_sync.layouts import COLUMNS, column_name
from hpms_sync.models import DownloadRun, QuarantinedRecord
from hpms_sync.sync_health.answers import (
    StillUnreadable,
    is_open,
    record_dismiss,
    record_mend,
    record_reread,
)

PAGE = 50
UNPROCESSABLE = 422
_VALUE = "value:"  # before a column's name in the form
_PLACES = {column.name: place for place, column in enumerate(COLUMNS)}


@dataclass(frozen=True)
class RawColumn:
    """A column as it came; `mended`: what a person put in its place, None where nobody did."""

    name: str
    value: str
    bad: bool
    mended: str | None


@dataclass(frozen=True)
class Asked:
    """A column that wants a value: what is wrong with it, and what is typed so far."""

    column: str
    reason: str
    value: str

    @property
    def field(self) -> str:
        return f"{_VALUE}{self.column}"


@requires(Action.SYNC_VIEW)
@require_GET
def unreadable(request: SignedInRequest) -> HttpResponse:
    """Reasons and ids alone: what else is in the records shows on the page of each."""
    done = "done" in request.GET
    found = selectors.records_of(request.user).select_related("answered_by")
    waiting = selectors.unreadable_of(request.user)
    rows = found.exclude(pk__in=waiting.values("pk")) if done else waiting
    page = Paginator(rows, PAGE).get_page(request.GET.get("page", "1"))
    context = {"section": "sync", "done": done, "page": page, "unreadable": page.object_list}
    return render(request, "sync/unreadable_list.html", context)


@requires(Action.COMPLAINT_VIEW)
@require_GET
def record(request: SignedInRequest, record_id: int) -> HttpResponse:
    return _page(request, _record(request, record_id))


@requires(Action.CASEWORK)
@require_POST
def record_again(request: SignedInRequest, record_id: int) -> HttpResponse:
    one = _record(request, record_id)
    return _applied(request, one, lambda: record_reread(one, request.user), "Read")


@requires(Action.CASEWORK)
@require_POST
def record_mended(request: SignedInRequest, record_id: int) -> HttpResponse:
    one = _record(request, record_id)
    values = {
        name.removeprefix(_VALUE): str(value)[:400]
        for name, value in request.POST.items()
        if name.startswith(_VALUE)
    }
    return _applied(request, one, lambda: record_mend(one, request.user, values), "Mended", values)


@requires(Action.CASEWORK)
@require_POST
def record_put_aside(request: SignedInRequest, record_id: int) -> HttpResponse:
    one = _record(request, record_id)
    try:
        record_dismiss(one, request.user, request.POST.get("reason", ""))
    except ValidationError as error:
        return _page(request, one, UNPROCESSABLE, not_aside=" ".join(error.messages))
    messages.success(request, "Put aside, with your reason. It stays here should it be needed.")
    return redirect("sync-record", one.pk)


def _record(request: SignedInRequest, record_id: int) -> QuarantinedRecord:
    rows = selectors.records_of(request.user)
    return get_object_or_404(rows.select_related("run__key", "answered_by"), pk=record_id)


def _applied(
    request: SignedInRequest,
    one: QuarantinedRecord,
    do: Callable[[], DownloadRun],
    done: str,
    values: dict[str, str] | None = None,
) -> HttpResponse:
    """Back to the record, with what it became; with the columns to fill in where it cannot be read yet."""
    try:
        run = do()
    except StillUnreadable as still:
        return _page(request, one, UNPROCESSABLE, still=still, values=values or {})
    except (ValidationError, BrokenOff) as error:
        said = error.messages if isinstance(error, ValidationError) else [str(error)]
        messages.error(request, " ".join(said))
        return redirect("sync-record", one.pk)
    if run.state != DownloadRun.State.COMPLETE:
        messages.error(request, f"Not applied: {run.error}")
    else:
        new = "is in the list as a new complaint" if run.counts.get("new") else "is up to date"
        messages.success(request, f"{done}. The complaint {new}.")
    return redirect("sync-record", one.pk)


def _page(
    request: SignedInRequest, one: QuarantinedRecord, status: int = 200, **state: Any
) -> HttpResponse:
    """`state` may hold still and values (a mending or reading that failed), not_aside (why not)."""
    shown = selectors.may_see_raw(request.user, one)
    context = {
        "section": "sync",
        "record": one,
        "open": is_open(one),
        "shown": shown,
        "columns": _columns(one, state.get("still")) if shown else [],
        "asked": _asked(one, state.get("still"), state.get("values", {})),
        "complaint": _complaint(request, one),
        **state,
    }
    response = render(request, "sync/record.html", context, status=status)
    if shown:
        named = (one.complaint_id or f"row {one.pk}")[:11]  # the log's ids are at most that long
        AccessLog.record(request.user, "sync-record", [named])
    return response


def _complaint(request: SignedInRequest, one: QuarantinedRecord) -> str:
    """The id of the complaint it is about, where we hold a copy this person may open; "" else."""
    mended = {change["column"]: change["new"] for change in one.mended or []}
    named = mended.get("COMPLAINT_ID", one.complaint_id)
    known = Complaint.objects.visible_to(request.user).filter(pk=named)
    return named if named and known.exists() else ""


def _columns(one: QuarantinedRecord, still: StillUnreadable | None) -> list[RawColumn]:
    """The record as it came, in the layout's order; a record that is no table of columns as one text."""
    bad = {one.column, still.column, *still.asked} if still else {one.column}
    mended = {change["column"]: change["new"] for change in one.mended or []}
    if not isinstance(one.raw, dict):
        return [RawColumn("The record", str(one.raw), True, None)]
    named = {str(name): column_name(str(name)) for name in one.raw}
    order = sorted(named, key=lambda name: (_PLACES.get(named[name], len(_PLACES)), name))
    came = {name: named[name] for name in order}
    found = [
        RawColumn(name, _text(one.raw[name]), column in bad, mended.get(column))
        for name, column in came.items()
    ]
    missing = sorted((bad | mended.keys()) - set(came.values()) - {""})
    return [RawColumn(name, "", True, mended.get(name)) for name in missing] + found


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _asked(
    one: QuarantinedRecord, still: StillUnreadable | None, values: dict[str, str]
) -> list[Asked]:
    """The columns to fill in: the one that quarantined it, then those found unreadable since."""
    if not isinstance(one.raw, dict) or not one.column:
        return []
    came = {column_name(str(name)): _text(value) for name, value in one.raw.items()}
    wanted = {one.column: one.reason}
    for column in [*still.asked, still.column] if still else ():
        reason = still.reason if still and column == still.column else wanted.get(column, "")
        wanted[column] = reason
    return [
        Asked(column, reason, values.get(column, came.get(column, "")))
        for column, reason in wanted.items()
    ]
