"""What later downloads prove about an upload that got no clear answer: pure, case by case."""

from datetime import date
from typing import Any

import pytest

from hpms_sync.upload.evidence import NOTES_CUT, Attempt, Shown, Verdict, verdict

FOUND, ABSENT, UNDECIDABLE = Verdict.FOUND, Verdict.ABSENT, Verdict.UNDECIDABLE
TEXT = "Left voicemail."
DAY = date(2026, 3, 16)


def entry(text: str, minute: int = 41, author: str = "H1234 API") -> str:
    return f"03/16/2026 10:{minute:02} AM {author}: {text}"


def notes(*texts: str) -> str:
    """The notes field with these entries, newest first as HPMS keeps them; a new one leaves the stamps
    of the older as they are."""
    oldest_first = list(enumerate(reversed(texts)))
    return "\n".join(entry(text, minute % 60) for minute, text in reversed(oldest_first))


def judged(shown: str, before: str = "", text: str = TEXT, **more: Any) -> Verdict:
    attempt = Attempt(
        text=text, resolves=False, baseline_notes=before, baseline_resolution_date=None, **more
    )
    return verdict(attempt, Shown(shown, None, ""))


FULL = notes(*["An older note of some length, about another call." for _ in range(150)])[:NOTES_CUT]

CASES = {
    "the only entry": (notes(TEXT), "", FOUND),
    "newest of several": (notes(TEXT, "Older."), notes("Older."), FOUND),
    "not newest": (notes("Newer.", TEXT, "Older."), notes("Older."), FOUND),
    "oldest first": (f"{notes('Older.')}\n{entry(TEXT)}", notes("Older."), FOUND),
    "nothing there": ("", "", ABSENT),
    "nothing new": (notes("Older."), notes("Older."), ABSENT),
    "something else is new": (notes("Other.", "Older."), notes("Older."), ABSENT),
    "there before": (notes(TEXT), notes(TEXT), ABSENT),
    "there once more": (notes(TEXT, TEXT), notes(TEXT), FOUND),
    "re-spaced": (f"  {entry('Left   voicemail.')} \r\n ", "", FOUND),
    "stamp and text on lines of their own": (f"03/16/2026 10:41 AM API:\n{TEXT}\n", "", FOUND),
    "another form of stamp": (f"[3/16/26, 10:41] {TEXT}", "", FOUND),
    "no stamp at all": (TEXT, "", FOUND),
    # A text inside another is no proof that ours is there, nor that it is not.
    "begins a longer note": (notes("Left voicemail. Will call again."), "", UNDECIDABLE),
    "ends a longer note": (notes("Wrong number. Left voicemail."), "", UNDECIDABLE),
    "inside a longer note": (notes("Called. Left voicemail. Hung up."), "", UNDECIDABLE),
    "behind a heading": (notes("Follow-up: Left voicemail."), "", UNDECIDABLE),
    "before a date": (notes("Left voicemail. 03/17/2026 called again: no answer"), "", UNDECIDABLE),
    "inside a word": (notes("Left voicemail.com alone"), "", UNDECIDABLE),
    "inside what was there before": (
        notes("Other.", "Wrong number. Left voicemail."),
        notes("Wrong number. Left voicemail."),
        ABSENT,
    ),
    # A field near its cut proves nothing by absence.
    "absent from a full field": (FULL, FULL, UNDECIDABLE),
    "absent from a field that was full": (notes("Other."), FULL, UNDECIDABLE),
    "found in a full field": (f"{entry(TEXT)}\n{FULL}"[:NOTES_CUT], FULL, FOUND),
}


@pytest.mark.parametrize("name", CASES)
def test_it_judges_a_note(name: str) -> None:
    shown, before, expected = CASES[name]
    assert judged(shown, before) is expected


def test_it_decodes_entities() -> None:
    text = 'She said "don\'t call".'
    assert judged(entry("She said &quot;don&#39;t call&quot;."), text=text) is FOUND


@pytest.mark.parametrize(
    ("shown", "expected"),
    [(notes(TEXT), ABSENT), (notes(TEXT, TEXT), FOUND), (notes(TEXT, TEXT, TEXT), FOUND)],
)
def test_it_takes_off_identical_notes_accepted_since(shown: str, expected: Verdict) -> None:
    assert judged(shown, accepted_since=(TEXT,)) is expected


@pytest.mark.parametrize(
    ("shown", "expected"), [("", ABSENT), (notes(TEXT), UNDECIDABLE), (notes(TEXT, TEXT), FOUND)]
)
def test_it_does_not_guess_about_notes_accepted_around_the_baseline(
    shown: str, expected: Verdict
) -> None:
    assert judged(shown, accepted_about=(TEXT,)) is expected


def test_it_takes_off_longer_notes_of_ours_that_hold_the_text() -> None:
    longer = "Wrong number. Left voicemail."
    assert judged(notes(longer), accepted_since=(longer,)) is ABSENT
    assert judged(notes(TEXT, longer), accepted_since=(longer,)) is FOUND


def resolved(
    day: date | None, summary: str, shown: str = "", before: date | None = None
) -> Verdict:
    attempt = Attempt(text=TEXT, resolves=True, baseline_notes="", baseline_resolution_date=before)
    return verdict(attempt, Shown(shown, day, summary))


@pytest.mark.parametrize(
    ("day", "summary", "shown", "expected"),
    [
        (DAY, TEXT, notes(TEXT), FOUND),
        (DAY, " Left  voicemail. ", "", FOUND),
        (DAY, "Resolved by CMS caseworker.", "", UNDECIDABLE),
        (DAY, "Wrong number. Left voicemail.", notes(TEXT), UNDECIDABLE),
        (None, "", "", ABSENT),
        (None, "", notes("Other."), ABSENT),
        (None, "", notes(TEXT), UNDECIDABLE),
    ],
)
def test_it_wants_date_and_summary_for_a_resolution(
    day: date | None, summary: str, shown: str, expected: Verdict
) -> None:
    assert resolved(day, summary, shown) is expected


def test_it_judges_by_the_note_what_went_to_a_case_already_resolved() -> None:
    assert resolved(DAY, "Resolved by CMS.", notes(TEXT), before=DAY) is FOUND
    assert resolved(DAY, "Resolved by CMS.", "", before=DAY) is ABSENT


def test_it_counts_what_was_confirmed_before_though_a_stale_baseline_lacks_it() -> None:
    assert judged(notes(TEXT), confirmed_before=(TEXT,)) is UNDECIDABLE
    assert judged(notes(TEXT, TEXT), confirmed_before=(TEXT,)) is FOUND
    assert judged(notes(TEXT, TEXT), before=notes(TEXT), confirmed_before=(TEXT,)) is FOUND
    assert judged(notes(TEXT), before=notes(TEXT), confirmed_before=(TEXT,)) is ABSENT
