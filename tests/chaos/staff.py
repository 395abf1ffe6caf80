"""What people do during a chaos: enter casework, try a stopped key again, and answer the product's
questions truthfully."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from complaints.services.uploads import Look, upload_decide
from hpms_sync.keys.life import key_try_again
from hpms_sync.models import ApiKey
from tests.sync.road import Road

RESOLVED_SHARE = 0.3
# A complaint whose notes field is nearly full from the start: there absence proves nothing.
FULL_EVERY = 50
FULL_NOTES = (
    "01/05/2026 10:41 AM H1234 API: Went through the bill with the member, line by line. ".ljust(
        9_000, "y"
    )
)
SENTENCES = (
    "Called the member, who was out.",
    "Left a message with our number.",
    "Looked at the premium bill with her.",
    "Asked the pharmacy to run the claim again.",
    "Wrote to the provider's office about the referral.",
    "The member called back and has no further questions today.",
)


@dataclass(frozen=True)
class Job:
    complaint_id: str
    text: str
    resolves: bool = False


def complaint_ids(count: int) -> list[str]:
    return [f"C26{number:08}" for number in range(count)]


def open_complaints(road: Road, ids: list[str]) -> None:
    for number, complaint_id in enumerate(ids):
        full = {"PLAN_CASEWORK_NOTES": FULL_NOTES} if number % FULL_EVERY == 7 else {}
        road.add(complaint_id, **full)


def jobs(ids: list[str], uploads: int, dice: Random) -> Iterator[Job]:
    """So many jobs, those of one complaint spread among the others'. Of a complaint's notes some repeat
    the one before, begin with it, or are its beginning: evidence must not mistake them."""
    last: dict[str, str] = {}
    resolve_at = {it: dice.randrange(2, max(3, uploads // len(ids))) for it in ids}
    done: Counter[str] = Counter()
    for number in range(uploads):
        complaint_id = dice.choice(ids)
        done[complaint_id] += 1
        resolves = done[complaint_id] == resolve_at[complaint_id] and dice.random() < RESOLVED_SHARE
        text = _text(number, last.get(complaint_id, ""), dice)
        if resolves:
            text = f"Refund no. {number} was posted. Called the member, who was told and agrees."
        last[complaint_id] = text
        yield Job(complaint_id, text, resolves)


def _text(number: int, before: str, dice: Random) -> str:
    chance = dice.random()
    if before and chance < 0.10:
        return before
    if before and chance < 0.15:
        return f"{before} {dice.choice(SENTENCES)}"
    if before and chance < 0.20:
        return before[: before.rindex(" ")]
    said = " ".join(dice.sample(SENTENCES, dice.randint(1, 3)))
    return f"Entry {number}. {said}"


def enter(road: Road, job: Job) -> None:
    if job.resolves:
        road.resolve(job.complaint_id, job.text)
    else:
        road.note(job.text, job.complaint_id)


def stopped_keys_tried_again() -> int:
    stopped = list(ApiKey.objects.filter(status=ApiKey.Status.STOPPED))
    for key in stopped:
        key_try_again(key)
    return len(stopped)


def questions_answered(road: Road, applied: dict[str, list[str]]) -> int:
    """Says of each asked row what HPMS's own journal says. Returns how many."""
    rows = CaseworkUpload.objects.filter(state=UploadState.NEEDS_DECISION)
    for row in (asked := list(rows)):
        text = row.payload["caseworkNotes"]
        settled = CaseworkUpload.objects.filter(
            complaint=row.complaint_id,
            payload__caseworkNotes=text,
            state__in=(UploadState.ACCEPTED, UploadState.CONFIRMED),
        )
        there = applied.get(row.complaint_id, []).count(text) > settled.count()
        upload_decide(row, road.casey(), Look.THERE if there else Look.MISSING)
    return len(asked)
