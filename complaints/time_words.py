"""How screens write days and moments, in CMS's month/day order and on a contract's clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_words(day: date, today: date | None = None) -> str:
    """`Sat 11/21`; with the year, `Sat 11/21/2026`, when it is not this year or `today` is not given."""
    words = f"{day:%a} {day.month}/{day.day}"
    return words if today and today.year == day.year else f"{words}/{day.year}"


def time_words(moment: datetime) -> str:
    """`2:15 PM`, of a local time."""
    return f"{moment.hour % 12 or 12}:{moment:%M %p}"


def moment_words(moment: datetime, zone: str, now: datetime) -> str:
    """`Today, 9:20 AM`, `Fri 11/20, 2:15 PM`, on the clock of the zone."""
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    day = "Today" if local.date() == today else day_words(local.date(), today)
    return f"{day}, {time_words(local)}"


def zone_words(zone: str, moment: datetime) -> str:
    """`ET` for the four continental zones, else the abbreviation in force, such as `HST`."""
    short = moment.astimezone(ZoneInfo(zone)).tzname() or zone
    return (
        f"{short[0]}T"
        if short in {"EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"}
        else short
    )
