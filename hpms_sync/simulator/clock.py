"""What time it is at HPMS: Eastern time, with a settable date."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")


@dataclass
class Clock:
    """The wall clock in Eastern time; with `fixed` the date stands still and the time runs on.

    For a while it may be wrong (`jump`)."""

    fixed: date | None = None
    _hours: float = 0.0
    _wrong_until: float = 0.0

    def now(self) -> datetime:
        now = datetime.now(EASTERN)
        if self.fixed is not None:
            now = now.replace(year=self.fixed.year, month=self.fixed.month, day=self.fixed.day)
        return now + timedelta(hours=self._wrong_by)

    def seconds(self) -> float:
        """Seconds since 1970 by this clock: the life of a token is measured with it."""
        return time.time() + 3600 * self._wrong_by

    def jump(self, hours: float, seconds: float) -> None:
        """For so many seconds it is so many hours ahead (negative: behind)."""
        self._hours, self._wrong_until = hours, time.time() + seconds

    def mend(self) -> None:
        self._wrong_until = 0.0

    @property
    def _wrong_by(self) -> float:
        return self._hours if time.time() < self._wrong_until else 0.0

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
