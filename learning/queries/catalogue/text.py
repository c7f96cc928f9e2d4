"""Finding words in sessions by the database's own full-text index (migration 0005)."""

from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL

from ... import words

POSTGRES = "SELECT session_id FROM learning_sessiontext WHERE document @@ to_tsquery('simple', %s)"
SQLITE = "SELECT rowid FROM learning_sessionfts WHERE learning_sessionfts MATCH %s"
# From what counts most: in these columns, or with these weights, all words must stand.
WITHIN = (
    ("{title}", "A"),
    ("{title names}", "AB"),
    ("{title names summary}", "ABC"),
)


def matching(text: str) -> Q:
    """Return the test for sessions with every word of `text`; the last may be a beginning."""
    if not text:
        return Q()
    asked = words.asked(text)
    return _found(asked, "", "") if asked else Q(pk__in=[])


def relevance(text: str) -> Case | Value:
    """Return 0 where the title has all words, 1 with topic, skills and mentor, and so on.

    The same on both databases; what is equally relevant stands soonest first.
    """
    asked = words.asked(text)
    if not asked:
        return Value(0)
    levels = [
        When(_found(asked, columns, weights), then=Value(level))
        for level, (columns, weights) in enumerate(WITHIN)
    ]
    return Case(*levels, default=Value(len(WITHIN)), output_field=IntegerField())


def _found(asked: list[str], columns: str, weights: str) -> Q:
    """Return the test for these words, which are letters and digits only."""
    *others, last = asked
    if connection.vendor == "postgresql":
        mark = f":{weights}" if weights else ""
        every = [f"'{words.stem(word)}'{mark}" for word in others]
        every.append(f"('{words.stem(last)}'{mark} | '{last}':*{weights})")
        return Q(pk__in=RawSQL(POSTGRES, [" & ".join(every)]))  # noqa: S611  (constant text)
    every = [f'"{words.stem(word)}"' for word in others]
    every.append(f'("{words.stem(last)}" OR "{last}"*)')
    query = " AND ".join(every)
    query = f"{columns} : ({query})" if columns else query
    return Q(pk__in=RawSQL(SQLITE, [query]))  # noqa: S611  (constant text)
