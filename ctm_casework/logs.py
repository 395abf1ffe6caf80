"""Log lines without PHI: what a database error quotes of a row is left out."""

import logging
import re
from types import TracebackType

# PostgreSQL quotes values there: `DETAIL:  Failing row contains (…)`, `CONTEXT:  COPY …, line 1: "…"`.
_QUOTES = re.compile(r"^(DETAIL|CONTEXT|LINE \d+):.*", re.MULTILINE | re.DOTALL)
LEFT_OUT = "(values left out)"

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class NoRowValues(logging.Formatter):
    """Formats as usual, and replaces what an exception's text quotes of a row."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  logging's own name
        return _QUOTES.sub(LEFT_OUT, super().formatException(ei))
