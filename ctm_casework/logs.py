"""Log lines without PHI: what a database error says of a row is left out."""

import logging
import re
from types import TracebackType

from django.core.exceptions import PermissionDenied

# The text of a database error may hold values: of the row, the parameter or the statement.
_DATABASE_ERROR = re.compile(
    r"^((?:psycopg|django\.db\.utils)\.\S+): .*?(?=\n\n(?:The above|During)|\Z)",
    re.MULTILINE | re.DOTALL,
)
# As Celery words it: `raised unexpected: IntegrityError('…')`.
_QUOTED_ERROR = re.compile(
    r"\b((?:Integrity|Data|Database|Operational|Programming|Internal|NotSupported)Error)\(.*\)"
)
LEFT_OUT = "(its text may quote a row)"

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class NoRowValues(logging.Formatter):
    """Formats as usual, and leaves out the text of database errors; their kind and place stay."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        return _QUOTED_ERROR.sub(rf"\1 {LEFT_OUT}", super().formatMessage(record))

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  logging's own name
        if isinstance(ei[1], PermissionDenied):
            return ""  # the line says it all: somebody asked for what their role does not allow
        return _DATABASE_ERROR.sub(rf"\1: {LEFT_OUT}", super().formatException(ei))
