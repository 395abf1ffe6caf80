"""The physical lines of a file: numbered, bounded in length, decoded one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

# The longest record of the layout has some 40,000 characters of up to 4 bytes.
LONGEST = 262_144
BOM = "\ufeff"


@dataclass(frozen=True)
class Line:
    """A line with its line break, as it stands in the file. `number`: 1 for the first.

    `objection`: why its text is not the line's ("" when it is): too long, or bytes nobody can read."""

    number: int
    text: str
    objection: str = ""

    @property
    def blank(self) -> bool:
        return not self.text.strip() and not self.objection


def lines(file: IO[bytes]) -> Iterator[Line]:
    """Each line once, whatever the bytes, and never more of one than LONGEST in memory.

    UTF-8, and Windows-1252 for a line that is no UTF-8: one bad byte must not garble the other lines.
    Only a line feed ends a line."""
    number = 0
    while raw := file.readline(LONGEST):
        number += 1
        if len(raw) == LONGEST and not raw.endswith(b"\n"):
            yield Line(number, _shown(raw), f"It has more than {LONGEST:,} bytes. {_rest(file)}")
            continue
        yield _decoded(number, raw)


def _rest(file: IO[bytes]) -> str:
    """Reads on to the end of the line; says how much of it is left out here."""
    left_out = 0
    while raw := file.readline(LONGEST):
        left_out += len(raw)
        if raw.endswith(b"\n"):
            break
    return f"What follows, {left_out:,} bytes, is not kept here."


def _decoded(number: int, raw: bytes) -> Line:
    for encoding in ("utf-8", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Line(number, text.removeprefix(BOM) if number == 1 else text)
    return Line(number, _shown(raw), "It holds bytes that are neither UTF-8 nor Windows-1252.")


def _shown(raw: bytes) -> str:
    """The bytes so that each can be told: what is no UTF-8 as \\x81."""
    return raw.decode("utf-8", errors="backslashreplace")
