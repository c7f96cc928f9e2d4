"""A mentor teaches one session at a time: PostgreSQL refuses what overlaps.

SQLite has no such constraint; there services/overlaps.py looks, under the mentor's row. Rows that
overlap already stop this migration with their numbers: which of them to cancel is for people.
"""

from django.db import migrations

ADD = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE learning_session ADD CONSTRAINT session_one_at_a_time
    EXCLUDE USING gist (mentor_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (state IN ('scheduled', 'live'))
    """,
)
DROP = ("ALTER TABLE learning_session DROP CONSTRAINT session_one_at_a_time",)


def add(apps, schema_editor):
    """Have the database refuse."""
    _run(schema_editor, ADD)


def drop(apps, schema_editor):
    """Take the constraint away; the extension may serve others."""
    _run(schema_editor, DROP)


def _run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("learning", "0010_session_drafts")]

    operations = [migrations.RunPython(add, drop)]
