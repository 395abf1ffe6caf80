"""The embedded database gets its tables by itself; one of your own is migrated by whoever runs it."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_LOCK = 0x43544D  # any number nobody else locks: two commands on a fresh folder wait for each other


def embedded_tables_ready() -> None:
    """Applies what migrations are missing when the database is the embedded one; quick otherwise."""
    if not settings.EMBEDDED_DATABASE or not _missing():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
