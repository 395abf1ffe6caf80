"""What the records were: kept from the moment somebody wants a stale download, for as long as the
simulator runs."""

from __future__ import annotations

from .database import Database

# What a download selects from.
COLUMNS = "row, contract, received, resolved, attachment, answered, visible, record"
OLD = ", ".join(f"OLD.{name}" for name in COLUMNS.split(", "))
NOW = "now_seconds()"

# A row that was not there yet has no record.
KEEP = f"""
CREATE TEMP TABLE IF NOT EXISTS past (
    number INTEGER PRIMARY KEY, until REAL, {COLUMNS}
);
CREATE INDEX IF NOT EXISTS temp.past_until ON past (until, row);
CREATE TEMP TRIGGER IF NOT EXISTS past_updated AFTER UPDATE ON main.records BEGIN
    INSERT INTO past (until, {COLUMNS}) VALUES ({NOW}, {OLD});
END;
CREATE TEMP TRIGGER IF NOT EXISTS past_deleted AFTER DELETE ON main.records BEGIN
    INSERT INTO past (until, {COLUMNS}) VALUES ({NOW}, {OLD});
END;
CREATE TEMP TRIGGER IF NOT EXISTS past_added AFTER INSERT ON main.records BEGIN
    INSERT INTO past (until, row) VALUES ({NOW}, NEW.row);
END;
"""

# The records as they were at a moment (seconds since 1970), given twice.
AS_OF = f"""(
    SELECT {COLUMNS} FROM past
    WHERE number IN (SELECT min(number) FROM past WHERE until > ? GROUP BY row)
      AND record IS NOT NULL
    UNION ALL
    SELECT {COLUMNS} FROM records WHERE row NOT IN (SELECT row FROM past WHERE until > ?)
)"""


def keep_past(database: Database) -> None:
    """From now on changes of records leave what was there before."""
    database.script(KEEP)
