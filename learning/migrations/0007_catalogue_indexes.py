"""Indexes of what is on offer, and a word index on PostgreSQL without a list of words to come.

Such a list (GIN's fastupdate) makes writing cheaper, but each search reads all of it, up to 4 MB, and
its cost turns the planner to reading every row instead.
"""

from django.db import migrations, models

WORDS = (
    "ALTER INDEX sessiontext_document SET (fastupdate = off)",
    # What stands in the list goes into the index; nothing is added any more.
    "SELECT gin_clean_pending_list('sessiontext_document')",
)


def write_at_once(apps, schema_editor):
    """Have words go into the index as they are written."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in WORDS:
            schema_editor.execute(statement)


def write_later(apps, schema_editor):
    """Have them gather in a list again, as PostgreSQL does by itself."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER INDEX sessiontext_document RESET (fastupdate)")


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0006_follow'),
    ]

    operations = [
        migrations.RunPython(write_at_once, write_later),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(condition=models.Q(('kind', 'public'), ('state__in', ['scheduled', 'live'])), fields=['starts_at', 'id'], name='session_on_offer'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(condition=models.Q(('kind', 'public'), ('state__in', ['scheduled', 'live'])), fields=['language', 'starts_at'], name='session_by_language'),
        ),
    ]
