"""The complaint page's panel of what the plan states: which records this case asks for, and which it has."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from complaints.models import Complaint
from complaints.models.sop_record import SopRecord
from complaints.sop.index import SCENARIOS
from complaints.statements.doors import DOORS, Door
from ctm_casework.accounts.models import User

ALWAYS = ("intake", "access")
_LETTER = {scenario.code: letter for letter, scenario in SCENARIOS.items()}


@dataclass(frozen=True)
class Stated:
    """One kind of record with the newest of it, None where nobody has stated any."""

    door: Door
    newest: SopRecord | None
    count: int

    @property
    def at(self) -> datetime | None:
        return self.newest.created_at if self.newest else None


def records_of(complaint: Complaint, user: User) -> dict[str, list[SopRecord]]:
    """By the word of their door: the records this person may see, oldest first. One query that tells which
    kinds there are, and one for each of those."""
    made = {
        word: Exists(door.kind.objects.filter(complaint=OuterRef("pk")).order_by())
        for word, door in DOORS.items()
    }
    held = Complaint.objects.filter(pk=complaint.pk).values_list(*made.values()).get()
    return {
        word: list(
            door.kind.objects.visible_to(user).filter(complaint=complaint).select_related("author")
        )
        if there
        else []
        for (word, door), there in zip(DOORS.items(), held, strict=True)
    }


def panel(records: dict[str, list[SopRecord]], tags: Iterable[str]) -> list[Stated]:
    """What the scenarios followed ask for, what is always asked, and whatever was stated anyway."""
    letters = {_LETTER[code] for code in tags if code in _LETTER}
    wanted: dict[str, bool] = defaultdict(bool, dict.fromkeys(ALWAYS, True))
    for word, door in DOORS.items():
        wanted[word] |= not letters.isdisjoint(door.scenarios) or bool(records[word])
    if not records["rpc-submissions"]:
        wanted["rpc-rejections"] = False
    return [
        Stated(DOORS[word], records[word][-1] if records[word] else None, len(records[word]))
        for word in DOORS
        if wanted[word] and word != "repeat"
    ]
