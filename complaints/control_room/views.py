"""Control room: what falls due, what is at risk, how timely the plan has been, and the rows behind
each number."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from complaints.control_room import sheets
from complaints.control_room.forms import PeriodForm, RowsForm
from complaints.control_room.page import ControlRoom
from complaints.control_room.population import Room
from complaints.control_room.rows import FigureRows
from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog


@requires(Action.CONTROL_ROOM)
@require_GET
def control_room(request: SignedInRequest) -> HttpResponse:
    return render(request, "control_room/page.html", {"room": _room(request)})


@requires(Action.CONTROL_ROOM)
@require_GET
def control_room_csv(request: SignedInRequest) -> HttpResponse:
    lines = sheets.table_lines(_room(request))
    return sheets.sheet("control-room", sheets.TABLE_COLUMNS, lines)


@requires(Action.CONTROL_ROOM)
@require_GET
def control_room_rows(request: SignedInRequest) -> HttpResponse:
    rows = _rows(request)
    if rows is None:
        return _no_such_rows(request)
    context = {"rows": rows, "section": "control-room"}
    response = render(request, "control_room/rows.html", context)
    AccessLog.record(request.user, "control-room-rows", rows.complaint_ids)
    return response


@requires(Action.CONTROL_ROOM)
@require_GET
def control_room_rows_csv(request: SignedInRequest) -> HttpResponse:
    rows = _rows(request)
    if rows is None:
        return _no_such_rows(request)
    lines = list(sheets.row_lines(rows))
    AccessLog.record(request.user, "control-room-rows-csv", [str(line[0]) for line in lines])
    return sheets.sheet(f"complaints-{rows.figure.key}", sheets.ROW_COLUMNS, lines)


def _room(request: SignedInRequest) -> ControlRoom:
    return ControlRoom(request.user, PeriodForm(request.GET).chosen)


def _rows(request: SignedInRequest) -> FigureRows | None:
    """What the address asks for; None when it names no figure or narrows it by something unknown."""
    room = Room(request.user, PeriodForm(request.GET).chosen)
    form = RowsForm(request.GET, room.contracts)
    if not form.is_valid():
        return None
    page = request.GET.get("page", "1")
    return FigureRows(request.user, room, form.cleaned_data["figure"], form.narrowed, page)


def _no_such_rows(request: SignedInRequest) -> HttpResponse:
    messages.error(request, "This address names no rows of yours. Open them from a number below.")
    return redirect("control-room")
