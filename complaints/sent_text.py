"""From the text as typed to the text HPMS gets: one line of plain ASCII.

The upload file is ASCII with a tab between fields and a line for each record, so letters lose
their accents, typographic signs become plain ones, line breaks and tabs become blanks. Nothing is
dropped without saying so; runs of blanks stay, blanks at either end go. The four characters HPMS
refuses are left for rule C.1.b.note to refuse: they are the caseworker's to replace.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from anyascii import anyascii

# Signs whose usual ASCII form would hold < or >, which HPMS refuses.
_HARMLESS = {
    "«": '"',
    "»": '"',
    "\u2039": "'",
    "\u203a": "'",
    "≤": "at most",
    "≥": "at least",
    "→": "-",
    "←": "-",
    "↔": "-",
    "⇒": "-",
}
# 5½ must not become 51/2, nor 10² 102.
_AFTER_DIGIT = re.compile(r"(?<=[0-9])(?:(?P<fraction>(?=[¼-¾⅐-⅞]))|(?=[²³¹⁰⁴-⁹]))")
_BREAKS = frozenset("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029")


@dataclass(frozen=True)
class SentText:
    """`text` is what goes up; `changes` says in words what differs, empty when nothing does."""

    text: str
    changes: tuple[str, ...] = ()


def sent_text(typed: str) -> SentText:
    """What HPMS will get for this text. Doing it again changes nothing."""
    if typed.isascii() and typed.isprintable():
        return SentText(typed.strip())
    whole = unicodedata.normalize("NFC", typed.replace("\r\n", "\n")).strip()
    whole = _AFTER_DIGIT.sub(_apart, whole)
    plain = {character: _plain(character) for character in set(whole)}
    text = "".join(plain[character] for character in whole).strip()
    return SentText(text, tuple(_changes(whole, plain)))


def _apart(found: re.Match[str]) -> str:
    return "^" if found["fraction"] is None else " "


def _plain(character: str) -> str:
    if " " <= character <= "~":
        return character
    if character in _BREAKS:
        return " "
    compatible = unicodedata.normalize("NFKC", character)
    ascii_form = _HARMLESS.get(character) or anyascii(compatible)
    return "".join(sign for sign in ascii_form if " " <= sign <= "~")


def _changes(whole: str, plain: dict[str, str]) -> list[str]:
    """One entry for line breaks and tabs, then one for each other character that changes."""
    counts = Counter(character for character in whole if plain[character] != character)
    breaks = sum(count for character, count in counts.items() if character in _BREAKS)
    entries = []
    if breaks == 1:
        entries.append("1 line break or tab became a blank")
    elif breaks:
        entries.append(f"{breaks} line breaks or tabs became blanks")
    entries += [
        f"{_named(character)} {_fate(plain[character])}{f' ({count} times)' if count > 1 else ''}"
        for character, count in counts.items()
        if character not in _BREAKS
    ]
    return list(dict.fromkeys(entries))


def _named(character: str) -> str:
    if character.isprintable() and not unicodedata.combining(character):
        return f"“{character}”"
    return unicodedata.name(character, "an invisible character").lower()


def _fate(replacement: str) -> str:
    if not replacement:
        return "was left out"
    return f"became “{replacement}”" if replacement.strip() else "became a blank"
