"""What time it is at HPMS: Eastern time, with a settable date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")


@dataclass(frozen=True)
class Clock:
    """The wall clock in Eastern time; with `fixed` the date stands still and the time runs on."""

    fixed: date | None = None

    def now(self) -> datetime:
        now = datetime.now(EASTERN)
        if self.fixed is None:
            return now
        return now.replace(year=self.fixed.year, month=self.fixed.month, day=self.fixed.day)

    def today(self) -> date:
        return self.now().date()

    def stamp(self, author: str) -> str:
        """What HPMS writes before a note or comment: '11/21/2025 10:41 AM H1234 API:'."""
        return f"{self.now():%m/%d/%Y %I:%M %p} {author}:"


def us_date(day: date) -> str:
    """MM/DD/YYYY, as in the download."""
    return f"{day:%m/%d/%Y}"


def read_us_date(text: str) -> date | None:
    """The date of a download column, or None for blank and for what is no date."""
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 (a date, no time)
    except ValueError:
        return None
