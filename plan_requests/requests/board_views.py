"""Requests and promises, and each of its sections as a CSV file."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from complaints.control_room.sheets import sheet
from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog
from plan_requests.requests.board import REMINDERS, SECTIONS, Board

COLUMNS = (
    "Section",
    "Complaint",
    "Contract",
    "What",
    "Since",
    "Status",
    "Clock",
    "Assignee",
)


@requires(Action.COMPLAINT_VIEW)
@require_GET
def requests_board(request: SignedInRequest) -> HttpResponse:
    asked = request.GET.get("section", ""), request.GET.get("page", "1")
    board = Board(request.user, *asked)
    context = {"board": board, "section": "requests"}
    response = render(request, "plan_requests/board.html", context)
    AccessLog.record(request.user, door="requests", complaint_ids=board.complaint_ids)
    return response


@requires(Action.COMPLAINT_VIEW)
@require_GET
def requests_csv(request: SignedInRequest) -> HttpResponse:
    """Every section, or the one in the address, whole."""
    board = Board(request.user, request.GET.get("section", ""))
    lines = [
        line
        for section in SECTIONS
        if board.only in ("", section.key)
        for line in _lines(section.key, section.name, board.whole(section.key))
    ]
    ids = sorted({str(line[1]) for line in lines})
    AccessLog.record(request.user, door="requests-csv", complaint_ids=ids)
    return sheet("requests-and-promises", COLUMNS, lines)


def _lines(key: str, name: str, rows: Iterable[Any]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        case = row.complaint
        common = name, case.pk, case.contract_id
        if key in REMINDERS:
            status = "Past its day" if row.overdue else "To come"
            own = row.reminder.words, row.reminder.due_on, status, ""
        else:
            asked = row.asked
            since = asked.submitted_on or asked.first_seen_on or asked.created_at.date()
            own = asked.asked_words, since, asked.get_status_display(), row.clock
        yield (*common, *own, case.assignee or "")
