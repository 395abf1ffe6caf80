"""How a resolution stands to its due date."""

from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """A resolution counts when HPMS has it: at risk until it answers `Casework Saved`, on time or
    late by the day of that answer for the time being, and for good by the date HPMS stamps."""

    OPEN = "OPEN"
    AT_RISK = "AT_RISK"
    PROVISIONALLY_ON_TIME = "PROVISIONALLY_ON_TIME"
    PROVISIONALLY_LATE = "PROVISIONALLY_LATE"
    ON_TIME = "ON_TIME"
    LATE = "LATE"


def standing(
    due_on: date,
    *,
    closing_made: bool = False,
    accepted_on: date | None = None,
    resolution_date: date | None = None,
) -> Standing:
    """`closing_made`: the plan has resolved it. `accepted_on`: the day of HPMS's answer, in the
    contract's time zone. `resolution_date`: as a download shows it, which wins."""
    if resolution_date:
        return Standing.ON_TIME if resolution_date <= due_on else Standing.LATE
    if accepted_on:
        in_time = accepted_on <= due_on
        return Standing.PROVISIONALLY_ON_TIME if in_time else Standing.PROVISIONALLY_LATE
    return Standing.AT_RISK if closing_made else Standing.OPEN
