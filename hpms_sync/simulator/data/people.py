"""Names, phones and numbers of people who don't exist."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from random import Random

LISTS: dict[str, list[str]] = tomllib.loads(
    (files(__package__) / "people.toml").read_text(encoding="utf-8")
)
# CMS issues no Medicare Beneficiary Identifier with the letter S: these are nobody's.
MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY"


@dataclass(frozen=True)
class Person:
    first: str
    last: str
    phone: str
    alt_phone: str
    bene_id: str
    language: str
    call_time: str
    accessible: str


def person(rng: Random) -> Person:
    return Person(
        first=rng.choice(LISTS["first"]),
        last=rng.choice(LISTS["last"]),
        phone=phone(rng),
        alt_phone=phone(rng) if rng.random() < 0.25 else "",
        bene_id=mbi(rng),
        language="English" if rng.random() < 0.82 else rng.choice(LISTS["languages"]),
        call_time=rng.choice(LISTS["call_times"]),
        accessible=rng.choices(("No", "Yes", ""), (90, 6, 4))[0],
    )


def phone(rng: Random) -> str:
    return f"({rng.choice(LISTS['areas'])}) 555-01{rng.randrange(100):02}"


def mbi(rng: Random) -> str:
    """Eleven characters in CMS's pattern, a letter S in second place."""
    pattern = f"{rng.randrange(1, 10)}SA0A00AA00"
    return pattern[:2] + "".join(
        rng.choice(MBI_LETTERS) if place == "A" else str(rng.randrange(10)) for place in pattern[2:]
    )


def npn(rng: Random) -> str:
    return f"{rng.randrange(10_000_000, 99_999_999)}"
