"""A run's own unlogged tables: `seen` (every id that came), `changed` (what differs from our copy) and
`unread` (what cannot be read).

The digest of each record is compared first, so an unchanged record costs one comparison and is neither
read by the layout nor copied. Nothing here grows with the number of records but these tables."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection
from psycopg import sql
from psycopg.types.json import Json

from hpms_sync.download.arrived import Arrived
from hpms_sync.download.record import ReadRecord, UnreadableRecord, read_record
from hpms_sync.layouts import COLUMNS, EVIDENCE, FIELDS, REQUIRED

BATCH = 2_000
PAGE = 200
# Columns of `changed` beside the layout's: where they come from is in ReadRecord.
KEPT = ("issue_level_text", "review_flags", "extra_columns", "record_digest")
COPIED = (*FIELDS, *KEPT, "absent", "seq")
UNREAD = ("complaint_id", "contract_id", "raw", "digest", "column", "rule", "reason", "identity")
NO_LAYOUT = "unknown"
# What an array column takes for an empty one: cheaper than an empty list, and most are.
_NONE = "{}"


class Staging:
    """The unlogged tables of one run. Use as a context manager: they go when it ends.

    `seq`: records so far. `quarantined`: of them unreadable. `odd`: values a person should look at, by rule.
    `layouts`: records looked at, by the version of the layout their headings are of."""

    def __init__(self, run_id: int) -> None:
        self.seen = sql.Identifier(f"hpms_seen_{run_id}")
        self.changed = sql.Identifier(f"hpms_changed_{run_id}")
        self.unread = sql.Identifier(f"hpms_unread_{run_id}")
        self.seq = 0
        self.quarantined = 0
        self.odd: Counter[str] = Counter()
        self.layouts: Counter[str] = Counter()

    def columns_odd_in_more_than(self, share: float) -> list[str]:
        """Rule ids of columns that could not be read as the layout says in more than this share of the run."""
        return sorted(rule for rule, count in self.odd.items() if count > max(share * self.seq, 1))

    @property
    def unreadable(self) -> Iterator[UnreadableRecord]:
        """The records that could not be read, in the order they came."""
        names = sql.SQL(", ").join(
            sql.SQL("raw::text") if name == "raw" else sql.Identifier(name) for name in UNREAD
        )
        page = sql.SQL("SELECT seq, {} FROM {} WHERE seq > %s ORDER BY seq LIMIT %s")
        rows: list[Any] = [(0,)]
        while rows:
            rows = self._fetch(page.format(names, self.unread), [rows[-1][0], PAGE])
            for _, *told in rows:
                yield _unread_record(told)

    @property
    def identity_lost(self) -> bool:
        """Whether a record came of which nobody knows whose it is."""
        query = sql.SQL("SELECT FROM {} WHERE identity LIMIT 1").format(self.unread)
        return bool(self._fetch(query, []))

    def came_unreadable(self, complaint_ids: Iterable[str]) -> set[str]:
        """Those of the complaints of which a record came that could not be read."""
        query = sql.SQL(
            "SELECT s.complaint_id FROM {} JOIN {} s USING (seq) WHERE s.complaint_id = ANY(%s)"
        ).format(self.unread, self.seen)
        return {row[0] for row in self._fetch(query, [list(complaint_ids)])}

    def _fetch(self, query: sql.Composed, values: list[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall())

    def __enter__(self) -> "Staging":
        self.drop()
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("CREATE UNLOGGED TABLE {} (complaint_id text, seq bigint)").format(
                    self.seen
                )
            )
            cursor.execute(
                sql.SQL(
                    "CREATE UNLOGGED TABLE {} AS SELECT {}, ARRAY[]::text[] AS absent, 0::bigint AS seq "
                    "FROM complaints_complaint WITH NO DATA"
                ).format(self.changed, _columns((*FIELDS, *KEPT)))
            )
            cursor.execute(
                sql.SQL(
                    "CREATE UNLOGGED TABLE {} (complaint_id text, contract_id text, raw jsonb, digest bytea, "
                    '"column" text, rule text, reason text, identity boolean, seq bigint)'
                ).format(self.unread)
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def drop(self) -> None:
        """Takes the tables away, also those a killed worker left behind: they hold PHI."""
        tables = sql.SQL(", ").join([self.seen, self.changed, self.unread])
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(tables))

    def load(self, records: Iterable[Arrived], contracts: frozenset[str]) -> Iterator[int]:
        """Stages the records in batches; yields how many have come so far."""
        stream = iter(records)
        while batch := list(islice(stream, BATCH)):
            self._load(batch, contracts)
            yield self.seq

    def _load(self, batch: list[Arrived], contracts: frozenset[str]) -> None:
        first = self.seq + 1
        self.seq += len(batch)
        target = sql.SQL("COPY {} FROM STDIN").format(self.seen)
        with connection.cursor() as cursor, cursor.copy(target) as copy:
            for seq, record in enumerate(batch, first):
                copy.write_row((record.complaint_id, seq))
        known = _known([record.complaint_id for record in batch])
        differing = []
        for seq, record in enumerate(batch, first):
            digest, flags = known.get(record.complaint_id, (b"", None))
            if digest != record.digest:
                differing.append((seq, record))
            elif flags:
                self._count_odd(flags)
        if len(differing) < len(batch):  # of those not read, one shows what headings they have
            self._count_layout(read_record(batch[0].columns(), b"", contracts))
        if differing:
            self._copy(differing, contracts)

    def _copy(self, records: list[tuple[int, Arrived]], contracts: frozenset[str]) -> None:
        unread = []
        target = sql.SQL("COPY {} ({}) FROM STDIN").format(self.changed, _columns(COPIED))
        with connection.cursor() as cursor, cursor.copy(target) as copy:
            for seq, record in records:
                result = read_record(record.columns(), record.digest, contracts)
                self._count_layout(result)
                if isinstance(result, UnreadableRecord):
                    self._count_odd([result.rule])
                    unread.append((seq, result))
                else:
                    if result.review_flags:
                        self._count_odd(result.review_flags)
                    copy.write_row(_row(seq, result))
        if unread:
            self._set_aside(unread)

    def _set_aside(self, unread: list[tuple[int, UnreadableRecord]]) -> None:
        self.quarantined += len(unread)
        target = sql.SQL("COPY {} ({}) FROM STDIN").format(self.unread, _columns((*UNREAD, "seq")))
        with connection.cursor() as cursor, cursor.copy(target) as copy:
            for seq, record in unread:
                told = [getattr(record, name) for name in UNREAD]
                told[UNREAD.index("raw")] = Json(record.raw)
                copy.write_row((*told, seq))

    def _count_odd(self, rules: Iterable[str]) -> None:
        self.odd.update(rule for rule in rules if rule.startswith("DL."))

    def _count_layout(self, record: ReadRecord | UnreadableRecord) -> None:
        self.layouts[record.layout.version if record.layout else NO_LAYOUT] += 1


def _known(complaint_ids: list[str]) -> dict[str, tuple[bytes, list[str] | None]]:
    """Digest and review flags (None where there are none) of our copies, by complaint."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT complaint_id, record_digest, nullif(review_flags, '{}') "
            "FROM complaints_complaint WHERE complaint_id = ANY(%s)",
            [complaint_ids],
        )
        return {pk: (bytes(digest), flags) for pk, digest, flags in cursor.fetchall()}


def _row(seq: int, record: ReadRecord) -> list[Any]:
    extra = json.dumps(record.extra, sort_keys=True) if record.extra else _NONE
    kept = [record.issue_level_text, record.review_flags or _NONE, extra, record.digest]
    return [*record.row, *kept, record.absent or _NONE, seq]


def _unread_record(row: Any) -> UnreadableRecord:
    told = dict(zip(UNREAD, row, strict=True))
    told |= {"raw": json.loads(told["raw"]), "digest": bytes(told["digest"])}
    return UnreadableRecord(**told)


def _columns(names: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def without_evidence(complaint_ids: Iterable[str]) -> set[str]:
    """Those of the complaints whose newest record lacked a column that uploads are judged by, so that our
    copy of it may be old. A longer text than the layout allows is flagged likewise and did come."""
    lacking = sql.SQL(" OR ").join(
        sql.SQL("({} = ANY(review_flags) AND length({}) <= {})").format(
            sql.Literal(column.rule), sql.Identifier(column.field), sql.Literal(column.length)
        )
        for column in COLUMNS
        if column.name in EVIDENCE - REQUIRED
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "SELECT complaint_id FROM complaints_complaint WHERE complaint_id = ANY(%s) AND ({})"
            ).format(lacking),
            [list(complaint_ids)],
        )
        return {row[0] for row in cursor.fetchall()}
