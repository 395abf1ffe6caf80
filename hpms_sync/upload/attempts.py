"""What the evidence module needs to know of attempts: fetched for many rows at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone

from complaints.models import CaseworkUpload, UploadEvent
from complaints.models.choices import UploadState
from hpms_sync.models import DownloadRun
from hpms_sync.upload.evidence import Attempt, Shown, Verdict, verdict

_ANSWERED = (UploadState.ACCEPTED, UploadState.CONFIRMED)
# In a row's story: settled by a person's word, not by a download.
_ASKED = UploadState.NEEDS_DECISION


def verdicts_on(rows: Sequence[CaseworkUpload]) -> dict[int, Verdict]:
    """What our copies of the complaints, locked by the caller, show of each row, by its key. The rows
    have their complaint at hand."""
    others = _answered({row.complaint_id for row in rows})
    written = _Written()
    return {
        row.pk: _verdict(row, _other_texts(row, others[row.complaint_id], written)) for row in rows
    }


@dataclass
class _Others:
    """Texts of our other notes on the complaint: those the baseline surely lacks, those it may hold or
    lack, and those it should hold."""

    since: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)


def _verdict(row: CaseworkUpload, others: _Others) -> Verdict:
    complaint = row.complaint
    return verdict(
        Attempt(
            text=row.payload["caseworkNotes"],
            resolves=row.resolves,
            baseline_notes=row.baseline_notes,
            baseline_resolution_date=row.baseline_resolution_date,
            accepted_since=tuple(others.since),
            accepted_about=tuple(others.about),
            confirmed_before=tuple(others.before),
        ),
        Shown(
            notes=complaint.plan_casework_notes,
            resolution_date=complaint.resolution_date,
            resolution_summary=complaint.resolution_summary,
        ),
    )


def _answered(complaint_ids: Iterable[str]) -> dict[str, list[CaseworkUpload]]:
    """Our notes that HPMS has, by complaint; `by_word`: a person said so."""
    asked = Exists(UploadEvent.objects.filter(upload=OuterRef("pk"), state=_ASKED))
    rows = CaseworkUpload.objects.filter(complaint__in=list(complaint_ids), state__in=_ANSWERED)
    found: dict[str, list[CaseworkUpload]] = defaultdict(list)
    for row in rows.defer("baseline_notes").annotate(by_word=asked):
        found[row.complaint_id].append(row)
    return found


def _other_texts(
    row: CaseworkUpload, answered: Iterable[CaseworkUpload], written: "_Written"
) -> _Others:
    others = _Others()
    if row.baseline_as_of is None or row.attempted_at is None:
        return others
    about_from = row.baseline_as_of - timedelta(seconds=settings.HPMS_SETTLE_SECONDS)
    for other in answered:
        if other.pk == row.pk:
            continue
        settled = other.settled_at or other.created_at
        if other.by_word:  # type: ignore[attr-defined]
            place = others.about if settled >= about_from else others.before
        elif other.state == UploadState.CONFIRMED and settled <= row.attempted_at:
            place = others.before
        else:
            surely = other.attempted_at and other.attempted_at >= written.before(row)
            place = others.since if surely else others.about
        place.append(other.payload["caseworkNotes"])
    return others


class _Written:
    """When the last download ended that may have written the baseline: what was sent later is not in it.
    Rows of one batch began together, so few ask."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, datetime], datetime | None] = {}

    def before(self, row: CaseworkUpload) -> datetime:
        assert row.attempted_at is not None
        asked = row.complaint.contract_id, row.attempted_at
        if asked not in self._known:
            runs = DownloadRun.objects.filter(
                contracts__contains=[asked[0]], started_at__lt=asked[1]
            )
            last = runs.aggregate(last=Max(Coalesce("finished_at", timezone.now())))
            self._known[asked] = last["last"]
        return self._known[asked] or row.complaint.seen_as_of
