"""Finding steps by id, citation or our statement. Nothing of a person is in them: GET is right."""

import re
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from complaints.sop_pages.parts import Part, ShownStep, parts


@dataclass(frozen=True)
class Found:
    """Steps of one part that hold every word."""

    part: Part
    steps: tuple[ShownStep, ...]


def find(asked: str) -> list[Found]:
    """Parts with the steps whose id, citation or statement hold every word asked for."""
    words = _words(asked)
    if not words:
        return []
    found = [Found(one, tuple(s for s in one.steps if _holds(s, words))) for one in parts()]
    return [one for one in found if one.steps]


def marked(text: str, asked: str) -> SafeString:
    """The text, each word asked for inside a mark."""
    words = _words(asked)
    if not words:
        return format_html("{}", text)
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pieces = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return format_html_join(
        "", "{}", ((_mark(piece) if at % 2 else piece,) for at, piece in enumerate(pieces))
    )


def _mark(piece: str) -> SafeString:
    return format_html('<mark class="cw-found">{}</mark>', piece)


def _words(asked: str) -> list[str]:
    return asked.casefold().split()


def _holds(shown: ShownStep, words: list[str]) -> bool:
    step = shown.step
    text = f"{step.id} {step.citation} {step.text} {shown.headline}".casefold()
    return all(word in text for word in words)
