"""Where a person does what a finding asks for: the form with the field it names, or another place."""

from typing import NamedTuple

from django.urls import reverse

from complaints.sop import Finding, Severity
from complaints.statements.doors import DOORS, Door, entered

# Told or tried: a contact in the log settles these, whatever the resolution's own field says.
_ASKS_FOR_A_CONTACT = ("N.4.close",)
_CMS_CLOSES = ("I.4.request", "I.note.3")


class Place(NamedTuple):
    address: str
    words: str


def place_for(finding: Finding, complaint_id: str) -> Place | None:
    """None where the finding is settled on the page that shows it, such as the closing note."""
    page = reverse("complaint", args=[complaint_id])
    ask = reverse("request-new", args=[complaint_id])
    field = finding.field
    if field == "plan_requests":
        return Place(f"{page}#h-req", "See the Plan Requests")
    if field in ("complaint_category", "complaint_subcategory"):
        return Place(f"{ask}?type=CATEGORY_CHANGE", "Ask CMS")
    if finding.rule in _CMS_CLOSES:
        return Place(f"{ask}?type=CMS_ISSUE", "Ask CMS to take it")
    if field == "contact_made":
        logged = finding.severity is Severity.WARNING or finding.rule in _ASKS_FOR_A_CONTACT
        return Place(f"{page}?log#id_day", "Log a contact") if logged else None
    door = door_of(field, finding.rule[0])
    if door is None:
        return None
    if door.word == "repeat":
        return Place(f"{page}#h-rel", "Compare the complaints")
    form = reverse("statement", args=[complaint_id, door.word])
    return Place(f"{form}#id_{field}", f"Enter it in the {door.name}")


def door_of(field: str, letter: str) -> Door | None:
    """The statement that holds the field; where several do, the one of the rule's scenario."""
    holding = [
        door
        for door in DOORS.values()
        if door.replaces and field in {one.name for one in entered(door.kind)}
    ]
    return next((d for d in holding if letter in d.scenarios), holding[0] if holding else None)
