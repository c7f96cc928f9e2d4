"""The languages sessions on offer are held in, without looking at every session."""

from django.db import connection
from django.db.models.expressions import RawSQL

from ...enums import SessionKind
from ...models import Session
from ..sessions import OPEN_STATES
from .base import on_offer

# From each language to the next one by the index `session_by_language`, a step a language; of
# each then the soonest on offer. Without an order the planner would read rows for the first one.
STEPS = """SELECT language FROM (
    WITH RECURSIVE spoken(language) AS (
        SELECT ({first})
        UNION ALL
        SELECT ({following}) FROM spoken WHERE spoken.language IS NOT NULL
    )
    SELECT language FROM spoken
) AS steps WHERE language IS NOT NULL AND ({offered}) IS NOT NULL
"""


def languages_on_offer() -> list[str]:
    """Return the languages of what is on offer, in order, each once; one statement."""
    standing = Session.objects.filter(kind=SessionKind.PUBLIC, state__in=OPEN_STATES)
    by_name = standing.order_by("language").values("language")
    parts = {
        "first": by_name[:1],
        "following": by_name.filter(language__gt=RawSQL("spoken.language", []))[:1],
        "offered": on_offer()
        .filter(language=RawSQL("steps.language", []))
        .order_by("starts_at")
        .values("pk")[:1],
    }
    # The parts are what Django itself would send, with their values apart.
    made = {name: part.query.sql_with_params() for name, part in parts.items()}
    statement = STEPS.format(**{name: sql for name, (sql, _values) in made.items()})
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for _sql, values in made.values() for value in values])
        return [name for (name,) in cursor.fetchall()]
