"""Was it applied? What later downloads show about an upload that got no clear answer. Pure.

HPMS appends notes and knows no idempotency key, so only what is new since before the attempt is evidence."""

import html
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

NOTES_CUT = 10_000  # HPMS cuts PLAN_CASEWORK_NOTES there (memo 001, Appendix A)
# Room for the stamp HPMS puts on each note; a field closer to its cut than this proves nothing by absence.
STAMP_ROOM = 200
# A stamp as HPMS puts it before an entry: date, time of day, author, and a sign that ends it. The first
# such sign ends it, so that "Follow-up: " at the start of somebody's note is no part of the stamp.
_WHEN = r"\d{1,2}/\d{1,2}/\d{2,4},? (?:at )?\d{1,2}:\d{2}"
_ENDS = r"(?:[:\])|]| -) "
_STAMP = rf"\W*{_WHEN}(?:(?!{_ENDS}|\d/\d).){{0,80}}{_ENDS}"


class Verdict(Enum):
    """OUTDATED: what is shown lacks what an earlier download had shown, so it tells of an older state."""

    FOUND = "found"
    ABSENT = "absent"
    OUTDATED = "outdated"
    UNDECIDABLE = "undecidable"


@dataclass(frozen=True)
class Attempt:
    """What was sent and what the downloads showed before it went.

    `accepted_since`: texts of our notes that HPMS accepted after the baseline was seen; `accepted_about`:
    those accepted so shortly before it that the baseline may or may not hold them; `confirmed_before`:
    those a download had shown before the attempt, whether or not the baseline holds them: a download may
    answer from an older state than the one before it."""

    text: str
    resolves: bool
    baseline_notes: str
    baseline_resolution_date: date | None
    accepted_since: tuple[str, ...] = ()
    accepted_about: tuple[str, ...] = ()
    confirmed_before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """What a later download shows."""

    notes: str
    resolution_date: date | None
    resolution_summary: str


def plain(text: str) -> str:
    """Text as it compares: entities decoded, whitespace runs one blank."""
    return re.sub(r"\s+", " ", html.unescape(text)).strip()


def verdict(attempt: Attempt, shown: Shown) -> Verdict:
    if attempt.resolves and attempt.baseline_resolution_date is None:
        return _resolve_verdict(attempt, shown)
    return _note_verdict(attempt, shown)


def _resolve_verdict(attempt: Attempt, shown: Shown) -> Verdict:
    if shown.resolution_date is None:
        note = _note_verdict(attempt, shown)
        # A note without its resolution: somebody must look.
        return Verdict.UNDECIDABLE if note is Verdict.FOUND else note
    ours = plain(shown.resolution_summary) == plain(attempt.text)
    return Verdict.FOUND if ours else Verdict.UNDECIDABLE


def _note_verdict(attempt: Attempt, shown: Shown) -> Verdict:
    text, now, before = plain(attempt.text), plain(shown.notes), plain(attempt.baseline_notes)
    seen = _entries(text, before)
    ours = _count(text, *attempt.accepted_since, *attempt.accepted_about)
    hidden = max(0, _count(text, *attempt.confirmed_before) - seen)
    if _entries(text, now) - seen > ours + hidden:
        return Verdict.FOUND
    if max(len(shown.notes), len(attempt.baseline_notes)) + len(text) + STAMP_ROOM > NOTES_CUT:
        return Verdict.UNDECIDABLE
    sure = sum(plain(other).count(text) for other in attempt.accepted_since)
    anywhere = now.count(text) - before.count(text)
    if anywhere > sure:
        return Verdict.UNDECIDABLE
    return Verdict.ABSENT if before in now else Verdict.OUTDATED


def _count(text: str, *others: str) -> int:
    return [plain(other) for other in others].count(text)


def _entries(text: str, notes: str) -> int:
    """How often the text is an entry whole: a longer note that begins, holds or ends with it is none."""
    return len(re.findall(rf"(?:^|{_STAMP}){re.escape(text)}(?= ?$| {_STAMP})", notes))
