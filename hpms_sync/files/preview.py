"""What a plan download would do: read and staged as when it is applied, compared, and dropped again."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import IO, Any

from django.db import connection, transaction
from psycopg import sql

from hpms_sync.download.overtaken import AskedLater, asked_later, is_overtaken
from hpms_sync.download.record import UnreadableRecord
from hpms_sync.download.staging import Staging
from hpms_sync.download.take_in import Report
from hpms_sync.files.plan_download import LooseLines, PlanDownload
from hpms_sync.files.reading import Others, lines_of, records_of
from hpms_sync.layouts import FIELDS

# Errors told one by one; of the others the count.
ERRORS_TOLD = 200


@dataclass
class LineError:
    """Why what begins on this line is not applied; no PHI. `digest` finds the line of a staged record."""

    line: int
    rule: str
    reason: str
    digest: bytes = b""


@dataclass
class Preview:
    """Records by what applying would do to them, and lines that are no record. `late`: what is known
    here is newer. `not_ours`: left out, of a contract known here and not asked for. `odd`: values to look
    at, by rule."""

    version: str
    headings_in_file: bool
    lines: int = 0
    records: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    late: int = 0
    unreadable: int = 0
    not_ours: int = 0
    blank_lines: int = 0
    odd: dict[str, int] = field(default_factory=dict)
    errors: list[LineError] = field(default_factory=list)
    errors_in_all: int = 0

    def told(self) -> dict[str, Any]:
        """As JSON holds it."""
        errors = [(error.line, error.rule, error.reason) for error in self.errors]
        named = [dict(zip(("line", "rule", "reason"), error, strict=True)) for error in errors]
        return {**asdict(self), "errors": named}


def preview_of(
    file: IO[bytes],
    contracts: Iterable[str],
    downloaded_at: datetime,
    layout_version: str = "",
    report: Report = lambda *_: None,
) -> Preview:
    """Reads the whole file. Nothing of it stays. Raises ValidationError as PlanDownload does."""
    download = PlanDownload(file, layout_version)
    found = Preview(download.headings.version, download.headings.in_file)

    def keep(lines: LooseLines) -> None:
        found.unreadable += 1
        _tell(found, LineError(lines.line, lines.rule, lines.reason))

    asked = frozenset(contracts)
    others = Others(asked)
    # In one transaction: not even a killed process leaves the tables behind.
    with transaction.atomic(), Staging(_free_id()) as staging:
        for count in staging.load(records_of(download, others, keep), asked):
            report("Reading", count)
        _compare(found, staging, downloaded_at, asked_later(asked, downloaded_at))
        odd = Counter(staging.odd)
        for record in staging.unreadable:
            odd[record.rule] -= 1
            _unread(found, record)
        found.records, found.not_ours = staging.seq, others.count
    found.odd = {rule: count for rule, count in sorted(odd.items()) if count > 0}
    found.lines, found.blank_lines = download.tally.lines, download.tally.blank
    not_new = found.records - found.new - found.changed - found.late
    found.unchanged = not_new - staging.quarantined
    at = lines_of(PlanDownload(file, layout_version), {error.digest for error in found.errors})
    for error in found.errors:
        error.line = error.line or at.get(error.digest, 0)
    found.errors.sort(key=lambda error: error.line)
    return found


def _free_id() -> int:
    """A number no run has or will have: staging names its tables by it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('hpms_sync_downloadrun', 'id')::regclass)"
        )
        return int(cursor.fetchone()[0])


def _unread(found: Preview, record: UnreadableRecord) -> None:
    found.unreadable += 1
    reason = f"{record.column}: {record.reason}"
    _tell(found, LineError(0, record.rule, reason, record.digest))


def _tell(found: Preview, error: LineError) -> None:
    found.errors_in_all += 1
    if len(found.errors) < ERRORS_TOLD:
        found.errors.append(error)


_SAID = (*FIELDS[1:], "issue_level_text", "extra_columns", "review_flags")


def _compare(found: Preview, staging: Staging, downloaded_at: datetime, later: AskedLater) -> None:
    """Counts the staged records by what applying them would do. What came last of a complaint counts."""
    differs = sql.SQL(" OR ").join(
        sql.SQL("(NOT {name} = ANY(s.absent) AND s.{column} IS DISTINCT FROM c.{column})").format(
            name=sql.Literal(name), column=sql.Identifier(name)
        )
        for name in _SAID
    )
    query = (
        "SELECT count(*) FILTER (WHERE c IS NULL AND NOT late), "
        "count(*) FILTER (WHERE c IS NOT NULL AND NOT late AND differs), count(*) FILTER (WHERE late) "
        "FROM (SELECT c.complaint_id AS c, c.report_only OR {differs} AS differs, "
        "coalesce(c.seen_as_of >= %s, FALSE) OR {overtaken} AS late "
        "FROM (SELECT DISTINCT ON (complaint_id) * FROM {changed} ORDER BY complaint_id, seq DESC) s "
        "LEFT JOIN complaints_complaint c USING (complaint_id)) compared"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(query).format(
                differs=differs, changed=staging.changed, overtaken=is_overtaken("s")
            ),
            [downloaded_at, *later],
        )
        found.new, found.changed, found.late = cursor.fetchone()
