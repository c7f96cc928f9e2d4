"""The full-text index of SessionText, kept by the database itself.

PostgreSQL: a generated column with a GIN index. SQLite: an FTS5 table that reads this one, with
triggers. Words come cut and stemmed (learning/words.py), so neither uses a dictionary. Whoever
alters SessionText's table later must make the triggers again: Django rebuilds tables on SQLite.
"""

from django.db import migrations

POSTGRES = (
    """
    ALTER TABLE learning_sessiontext ADD COLUMN document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') ||
        setweight(to_tsvector('simple', names), 'B') ||
        setweight(to_tsvector('simple', summary), 'C') ||
        setweight(to_tsvector('simple', description), 'D')
    ) STORED
    """,
    "CREATE INDEX sessiontext_document ON learning_sessiontext USING gin (document)",
)
SQLITE = (
    """
    CREATE VIRTUAL TABLE learning_sessionfts USING fts5(
        title, names, summary, description,
        content='learning_sessiontext', content_rowid='session_id', tokenize='unicode61'
    )
    """,
    """
    CREATE TRIGGER sessiontext_in AFTER INSERT ON learning_sessiontext BEGIN
        INSERT INTO learning_sessionfts(rowid, title, names, summary, description)
        VALUES (new.session_id, new.title, new.names, new.summary, new.description);
    END
    """,
    """
    CREATE TRIGGER sessiontext_out AFTER DELETE ON learning_sessiontext BEGIN
        INSERT INTO learning_sessionfts
            (learning_sessionfts, rowid, title, names, summary, description)
        VALUES ('delete', old.session_id, old.title, old.names, old.summary, old.description);
    END
    """,
    """
    CREATE TRIGGER sessiontext_new AFTER UPDATE OF title, names, summary, description
    ON learning_sessiontext BEGIN
        INSERT INTO learning_sessionfts
            (learning_sessionfts, rowid, title, names, summary, description)
        VALUES ('delete', old.session_id, old.title, old.names, old.summary, old.description);
        INSERT INTO learning_sessionfts(rowid, title, names, summary, description)
        VALUES (new.session_id, new.title, new.names, new.summary, new.description);
    END
    """,
)
UNDO = {
    "postgresql": ("ALTER TABLE learning_sessiontext DROP COLUMN document",),
    "sqlite": (
        "DROP TRIGGER sessiontext_in",
        "DROP TRIGGER sessiontext_out",
        "DROP TRIGGER sessiontext_new",
        "DROP TABLE learning_sessionfts",
    ),
}


def build(apps, schema_editor):
    """Make the index of this kind of database."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    """Take it away again."""
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("learning", "0004_search_and_saved")]

    operations = [migrations.RunPython(build, drop)]
