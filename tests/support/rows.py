"""The migrated rows of the test database, put back after a test that commits.

Django empties every table and reads the rows back from JSON, which costs seconds for each such
test. PostgreSQL keeps a copy of the rows in a schema of its own, SQLite beside the database.
"""

import sqlite3
from pathlib import Path

from django.db import connection

KEPT = "kept_rows"
# A generated column is computed again and takes no value.
COPIED = """
SELECT t.tablename, array_agg(c.column_name::text ORDER BY c.ordinal_position)
FROM pg_tables t JOIN information_schema.columns c
  ON c.table_schema = t.schemaname AND c.table_name = t.tablename AND c.is_generated = 'NEVER'
WHERE t.schemaname = 'public' GROUP BY t.tablename ORDER BY t.tablename
"""


def keep() -> None:
    """Remember the rows the database has now; `restore` brings them back."""
    if connection.vendor == "sqlite":
        connection.close()
        _copy(_sqlite(), _sqlite_copy())
        return
    with connection.cursor() as cursor:
        cursor.execute(COPIED)
        tables = cursor.fetchall()
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        empty, fill = [], []
        for table, columns in tables:
            names = ", ".join(f'"{name}"' for name in columns)
            empty.append(f'DELETE FROM public."{table}";')
            cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS SELECT {names} FROM public."{table}"')
            if cursor.rowcount:
                copied = f'SELECT {names} FROM {KEPT}."{table}"'
                fill.append(f'INSERT INTO public."{table}" ({names}) {copied};')
        # Neither foreign keys nor triggers that refuse changes speak while the rows are laid.
        cursor.execute(
            f"CREATE FUNCTION {KEPT}.restore() RETURNS void LANGUAGE plpgsql "
            f"SET session_replication_role = replica AS $$ BEGIN {' '.join(empty + fill)} END $$"
        )


def restore() -> None:
    """Give every table the rows that `keep` found; what a test has committed is gone."""
    if connection.vendor == "sqlite":
        connection.close()
        _copy(_sqlite_copy(), _sqlite())
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {KEPT}.restore()")


def _sqlite() -> Path:
    return Path(connection.settings_dict["NAME"])


def _sqlite_copy() -> Path:
    return _sqlite().with_suffix(".kept")


def _copy(source: Path, target: Path) -> None:
    # The backup interface takes the locks and knows the journal; a copied file would not.
    with sqlite3.connect(source) as rows, sqlite3.connect(target, timeout=30) as place:
        rows.backup(place)
    rows.close()
    place.close()
