"""Makes the n-th thing the database is asked to do fail: a statement, a COPY or a commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DatabaseError, OperationalError, connection

# Statements of Django itself: no product code stands behind them.
_QUIET = ("SET ", "SELECT set_config")


class NthFault:
    """Counts what passes; the n-th fails (0: none does).

    lost: the work is done, and then the connection is gone before anybody hears of it; what no commit has
    secured goes with it. Else the database refuses it and the connection stays."""

    def __init__(self, n: int, lost: bool) -> None:
        self.n, self.lost = n, lost
        self.passed = 0
        self.failed = ""

    @contextmanager
    def armed(self) -> Iterator[None]:
        connection.ensure_connection()
        commit, copy = connection._commit, psycopg.Cursor.copy

        def faulty_commit() -> Any:
            return self._pass("COMMIT", commit)

        def faulty_copy(cursor: Any, statement: Any, *args: Any, **more: Any) -> Any:
            return self._pass("COPY", lambda: copy(cursor, statement, *args, **more))

        connection._commit = faulty_commit
        psycopg.Cursor.copy = faulty_copy  # type: ignore[method-assign]
        try:
            with connection.execute_wrapper(self._execute):
                yield
        finally:
            psycopg.Cursor.copy = copy  # type: ignore[method-assign]
            del connection._commit
            connection.close()  # the next task of a worker begins with a connection that works

    def _execute(
        self, execute: Callable[..., Any], statement: Any, values: Any, many: bool, context: Any
    ) -> Any:
        return self._pass(str(statement), lambda: execute(statement, values, many, context))

    def _pass(self, what: str, act: Callable[[], Any]) -> Any:
        if what.startswith(_QUIET):
            return act()
        self.passed += 1
        if self.passed != self.n:
            return act()
        self.failed = " ".join(what.split())[:120]
        if self.lost:
            self._do_and_lose(what, act)
            raise OperationalError("the connection is lost")
        self._refuse(what)
        raise OperationalError("refused")

    def _do_and_lose(self, what: str, act: Callable[[], Any]) -> None:
        if what != "COPY":  # a copy is still to be written: it is lost whole
            act()
        if connection.connection is not None:
            connection.connection.close()

    def _refuse(self, what: str) -> None:
        """As PostgreSQL does: an error spoils the transaction it comes in."""
        raw = connection.connection
        if what == "COMMIT":
            raw.rollback()
            return
        try:
            raw.execute("SELECT 1 / 0")
        except psycopg.Error:
            return
        raise DatabaseError("the division by zero passed")
