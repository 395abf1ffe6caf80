"""A run's own unlogged tables: `seen` (every id that came) and `changed` (what differs from our copy).

The digest of each record is compared first, so an unchanged record costs one comparison and is neither
read by the layout nor copied."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any

import ijson
from django.db import connection
from psycopg import sql
from psycopg.types.json import Json

from hpms_sync.download.record import (
    ReadRecord,
    UnreadableRecord,
    columns_missed,
    complaint_id_of,
    digest_of,
    read_record,
)
from hpms_sync.errors import HpmsUnreadable
from hpms_sync.layouts import EVIDENCE, FIELDS

BATCH = 2_000
# Columns of `changed` beside the layout's: where they come from is in ReadRecord.
KEPT = ("issue_level_text", "review_flags", "extra_columns", "record_digest")
COPIED = (*FIELDS, *KEPT, "absent", "seq")


class Staging:
    """The unlogged tables of one run. Use as a context manager: they go when it ends."""

    def __init__(self, run_id: int) -> None:
        self.seen = sql.Identifier(f"hpms_seen_{run_id}")
        self.changed = sql.Identifier(f"hpms_changed_{run_id}")
        self.seq = 0
        self.unreadable: list[UnreadableRecord] = []
        self.odd: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        # Ids whose record lacked a column that uploads are judged by, changed or not.
        self.no_evidence: set[str] = set()

    def columns_odd_in_more_than(self, share: float) -> list[str]:
        """Rule ids of columns that could not be read as the layout says in more than this share of the run."""
        unread = Counter(record.rule for record in self.unreadable)
        counts = (self.odd + unread) | self.missed
        return sorted(rule for rule, count in counts.items() if count > max(share * self.seq, 1))

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
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def drop(self) -> None:
        """Takes the tables away, also those a killed worker left behind: they hold PHI."""
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}, {}").format(self.seen, self.changed))

    def load(self, records: Iterable[Any], contracts: frozenset[str]) -> Iterator[int]:
        """Stages the records in batches; yields how many have come so far."""
        stream = iter(records)
        while batch := list(islice(stream, BATCH)):
            self._load(batch, contracts)
            yield self.seq

    def _load(self, batch: list[Any], contracts: frozenset[str]) -> None:
        numbered = []
        for raw in batch:
            self.seq += 1
            complaint_id = complaint_id_of(raw)
            numbered.append((self.seq, raw, complaint_id, digest_of(raw)))
            self._watch(complaint_id, columns_missed(raw))
        known = _digests([complaint_id for _, _, complaint_id, _ in numbered])
        changed: list[tuple[int, ReadRecord]] = []
        for seq, raw, complaint_id, digest in numbered:
            if known.get(complaint_id) == digest:
                continue
            result = read_record(raw, digest, contracts)
            if isinstance(result, UnreadableRecord):
                self.unreadable.append(result)
            else:
                changed.append((seq, result))
                self.odd.update(result.review_flags)
        self._copy(numbered, changed)

    def _watch(self, complaint_id: str, missed: frozenset[str]) -> None:
        """Of every record, also of one that is not read because its digest is known."""
        self.missed.update(f"DL.{name}" for name in missed)
        if missed & EVIDENCE:
            self.no_evidence.add(complaint_id)

    def _copy(
        self, numbered: list[tuple[int, Any, str, bytes]], changed: list[tuple[int, ReadRecord]]
    ) -> None:
        with connection.cursor() as cursor:
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(self.seen)) as copy:
                for seq, _, complaint_id, _ in numbered:
                    copy.write_row((complaint_id, seq))
            target = sql.SQL("COPY {} ({}) FROM STDIN").format(self.changed, _columns(COPIED))
            with cursor.copy(target) as copy:
                for seq, record in changed:
                    copy.write_row(_row(seq, record))


def records_in(file: IO[bytes]) -> Iterator[Any]:
    """The records of a download's JSON: a bare array, or an array under one key.

    Raises HpmsUnreadable for HTML, truncated or other JSON; what came before it is yielded first."""
    start = file.read(4096).lstrip()
    file.seek(0)
    if not start.startswith((b"[", b"{")):
        raise HpmsUnreadable("HPMS answered with something else than JSON, such as a page of HTML.")
    try:
        if start.startswith(b"["):
            yield from ijson.items(file, "item", use_float=True)
        else:
            yield from _wrapped(file)
    except ijson.JSONError:
        raise HpmsUnreadable("HPMS's JSON breaks off or is damaged.") from None


def _wrapped(file: IO[bytes]) -> Iterator[Any]:
    prefix = next((p for p, event, _ in ijson.parse(file) if event == "start_array"), None)
    if prefix is None:
        raise HpmsUnreadable("HPMS's JSON holds no list of complaints.")
    file.seek(0)
    yield from ijson.items(file, f"{prefix}.item", use_float=True)


def _digests(complaint_ids: list[str]) -> dict[str, bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT complaint_id, record_digest FROM complaints_complaint WHERE complaint_id = ANY(%s)",
            [complaint_ids],
        )
        return {complaint_id: bytes(digest) for complaint_id, digest in cursor.fetchall()}


def _row(seq: int, record: ReadRecord) -> list[Any]:
    values = [record.values[field] for field in FIELDS]
    extra = Json(record.extra, dumps=lambda extra: json.dumps(extra, sort_keys=True))
    kept = [record.values["issue_level_text"], record.review_flags, extra, record.digest]
    return [*values, *kept, record.absent, seq]


def _columns(names: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))
