"""The control room as CSV: its tables, one number a line, and the rows behind one number.

Rows say no more of a complaint than ids, dates, level, next step and who has it."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date

from django.http import HttpResponse

from complaints.control_room.page import ControlRoom
from complaints.control_room.rows import FigureRows
from complaints.control_room.tables import Line

TABLE_COLUMNS = ("Table", "Line", "Figure", "Number", "Definition")
ROW_COLUMNS = (
    "Complaint",
    "Contract",
    "Level",
    "Received",
    "Due date",
    "Resolved",
    "Assignee",
    "Next step",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def sheet(name: str, columns: Iterable[str], lines: Iterable[Iterable[object]]) -> HttpResponse:
    """A CSV file for spreadsheets: UTF-8 with its mark, and no cell that would run as a formula."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(columns)
    writer.writerows([_plain(value) for value in line] for line in lines)
    return response


def table_lines(room: ControlRoom) -> Iterator[tuple[object, ...]]:
    """Every number of the page with its definition."""
    for headline in room.headlines:
        for cell in (headline.cell, *(part.cell for part in headline.parts)):
            yield "Now", "All", cell.figure.name, cell.number, cell.figure.definition
    for table in (room.team, room.age, *room.timeliness):
        for line in (*table.lines, table.total):
            yield from _line(table.name, line)
    for day in room.flow.days:
        yield "Arrivals and closings", day.day.isoformat(), "Arrived", day.arrived, ""
        yield "Arrivals and closings", day.day.isoformat(), "Closed", day.closed, ""


def row_lines(rows: FigureRows) -> Iterator[tuple[object, ...]]:
    for complaint in rows.complaints:
        yield (
            complaint.pk,
            complaint.contract_id,
            complaint.get_issue_level_display(),
            complaint.received_date,
            complaint.due_on,
            complaint.resolution_date,
            complaint.assignee or "",
            complaint.next_step,
        )


def _line(table: str, line: Line) -> Iterator[tuple[object, ...]]:
    for cell in line.cells:
        figure = f"{cell.figure.name}, {cell.of}" if cell.of else cell.figure.name
        yield table, line.name, figure, cell.number, cell.figure.definition


def _plain(value: object) -> str:
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
