"""The one-click replacement of the characters HPMS refuses in a note."""

import re
from dataclasses import dataclass

from complaints.sop.restricted import REPLACEMENTS

WORDS = {"<": "less than", ">": "more than", "&": "and"}
AROUND = 14


@dataclass(frozen=True)
class Occurrence:
    before: str
    character: str
    after: str


def occurrences(text: str) -> list[Occurrence]:
    """The first place of each restricted character with a little text around it."""
    first: dict[str, re.Match[str]] = {}
    for found in _RESTRICTED.finditer(text):
        first.setdefault(found[0], found)
    return [
        Occurrence(
            text[max(0, found.start() - AROUND) : found.start()],
            found[0],
            text[found.end() : found.end() + AROUND],
        )
        for found in first.values()
    ]


def count(text: str) -> int:
    return len(_RESTRICTED.findall(text))


def replaced(text: str) -> str:
    """The text with a word for each sign, parted by blanks, and a comma for a semicolon."""
    text = re.sub(r"\s*[<>&]\s*", lambda found: f" {WORDS[found[0].strip()]} ", text)
    return text.replace(";", ",")


_RESTRICTED = re.compile("[" + re.escape("".join(REPLACEMENTS)) + "]")
