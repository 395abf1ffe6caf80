"""The simulator's state: one SQLite file in its state folder, so that it survives a restart."""

from __future__ import annotations

import fcntl
import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS records (
    row INTEGER PRIMARY KEY,
    complaint_id TEXT NOT NULL,
    contract TEXT NOT NULL,
    received TEXT NOT NULL,
    resolved INTEGER NOT NULL,
    attachment INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    visible INTEGER NOT NULL,
    scenario TEXT NOT NULL,
    name TEXT,
    description TEXT,
    filed TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS records_complaint ON records (complaint_id);
CREATE INDEX IF NOT EXISTS records_wanted ON records (contract, received);
CREATE TABLE IF NOT EXISTS api_keys (
    key_id TEXT PRIMARY KEY, secret TEXT NOT NULL, contracts TEXT NOT NULL, active INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, key_id TEXT NOT NULL, expires REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS journal (number INTEGER PRIMARY KEY, call TEXT NOT NULL);
"""


class StateFolderBusyError(Exception):
    """Another simulator is running on this state folder."""


class Database:
    """One connection shared by all request threads, each call or transaction under one lock."""

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._hold = self._claim(folder)
        path = folder / "simulator.sqlite3"
        if fresh:
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                (folder / name).unlink(missing_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.create_function("now_seconds", 0, time.time)
        self._connection.executescript(SCHEMA)

    @staticmethod
    def _claim(folder: Path) -> Any:
        hold = (folder / "lock").open("w")
        try:
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            hold.close()
            raise StateFolderBusyError(
                f"Another HPMS simulator is running on {folder}. "
                "Stop it, or give this one its own folder with --state."
            ) from None
        return hold

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and nobody else meanwhile."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, values: tuple[object, ...] = ()) -> int:
        """Execute one statement and give the number of rows it touched."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def run_many(self, sql: str, values: Iterator[tuple[object, ...]]) -> None:
        with self._lock:
            self._connection.executemany(sql, values)

    def script(self, sql: str) -> None:
        """Several statements, each on its own. Not inside a transaction."""
        with self._lock:
            self._connection.executescript(sql)

    def meta(self, name: str) -> Any:
        rows = self.rows("SELECT value FROM meta WHERE name = ?", (name,))
        return json.loads(rows[0]["value"]) if rows else None

    def set_meta(self, name: str, value: object) -> None:
        self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, json.dumps(value)))

    def close(self) -> None:
        with self._lock:
            self._connection.close()
            self._hold.close()
