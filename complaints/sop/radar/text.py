"""Finding phrases in what somebody typed: case, accents, dashes, plurals and small typing errors aside."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import accumulate

_APOSTROPHE = re.compile("(?<=\\w)[\u2019'](?=\\w)")
_GAP = r"(?:(?!\. )\S+ ){0,7}?"
_LONG, _ALIKE = 7, 0.88
NUMBERS = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
           "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20,
           "thirty": 30, "sixty": 60, "ninety": 90}  # fmt: skip
QUOTED = 70  # characters of a text that a reason quotes at most


class Text:
    """A text as words, each remembering where it stood. `keywords` mend its typing errors."""

    def __init__(self, typed: str, keywords: tuple[str, ...] = ()) -> None:
        plain = _APOSTROPHE.sub("\u0000", typed)
        self._typed = typed
        self._spans: list[tuple[int, int]] = []
        words = []
        for found in re.finditer(r"[^\W_](?:[^\W_]|\u0000)*|[.!?;:]", plain):
            words.append(_plain(found[0].replace("\u0000", ""), keywords))
            self._spans.append(found.span())
        self._starts = list(accumulate((len(word) + 1 for word in words), initial=0))
        self._line = "".join(f"{word} " for word in words)

    def find(self, phrase: str) -> str:
        """The words that the phrase hits, as they were typed; "" where it hits none."""
        hit = _pattern(phrase).search(self._line)
        if hit is None:
            return ""
        first = bisect_right(self._starts, hit.start()) - 1
        last = bisect_right(self._starts, hit.end() - 1) - 1
        quote = " ".join(self._typed[self._spans[first][0] : self._spans[last][1]].split())
        return quote if len(quote) <= QUOTED else f"{quote[: QUOTED - 1].rstrip()}…"

    def first(self, phrases: Iterable[str]) -> str:
        """What the first phrase that hits anything hits."""
        return next((quote for phrase in phrases if (quote := self.find(phrase))), "")

    def count(self, phrases: Iterable[str]) -> int:
        """How many of the phrases hit something."""
        return sum(1 for phrase in phrases if self.find(phrase))


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\S)" + "".join(_piece(part) for part in phrase.split()))


def _piece(part: str) -> str:
    if part == "~":
        return _GAP
    if part == "#":
        return rf"(?:\d{{1,3}}|{'|'.join(NUMBERS)}) "
    words = (
        re.escape(word[:-1]) + r"[^ .]*" if word.endswith("*") else re.escape(_singular(word))
        for word in part.split("/")
    )
    return f"(?:{'|'.join(words)}) "


@lru_cache(maxsize=4096)
def _plain(word: str, keywords: tuple[str, ...]) -> str:
    """Lower case, no accents, singular, and the keyword it is a misspelling of."""
    if not word[0].isalnum():
        return "."
    word = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower() or "?"
    word = _singular(word)
    if len(word) >= _LONG and word not in keywords:
        close = get_close_matches(word, keywords, n=1, cutoff=_ALIKE)
        return close[0] if close else word
    return word


def _singular(word: str) -> str:
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "news"))
    return word[:-1] if plural else word
