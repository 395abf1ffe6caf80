"""What went wrong between HPMS and the plan: a date nobody can read, and a note on a complaint that HPMS
no longer knows."""

from complaints.models import CaseworkNote
from ctm_casework.demo_requests import CmsOrder
from ctm_casework.demo_stories import Cases

MADE_UP = {"complaint_id__startswith": "C251"}  # none of the simulator's special cases


def make_troubles(cases: Cases) -> list[CmsOrder]:
    """Shows itself with the next download and the next upload."""
    orders: list[CmsOrder] = []
    if case := cases.open(**MADE_UP):
        columns = {"ASSIGNMENT/REASSIGNMENT_DATE": "11/31/2026"}
        orders.append({"action": "set", "complaint_id": case.pk, "columns": columns})
    if case := cases.open(**MADE_UP):
        CaseworkNote.enter(
            case.pk,
            case.assignee,
            text="Called the plan's own enrollment desk: they look for the form and call back by Monday.",
        )
        orders.append({"action": "remove_record", "complaint_id": case.pk})
    return orders
