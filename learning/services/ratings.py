"""A mentor's rating: always the sum and number of the reviews that are shown."""

from django.db import transaction

from ..models import Mentor
from ..queries import ratings as queries
from ..signals import mentor_changed


def lock(mentor_id: int) -> Mentor:
    """Return a mentor whose ratings nobody else changes until the transaction ends."""
    rows = Mentor.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    return rows.get(pk=mentor_id)


def recount(mentor: Mentor) -> None:
    """Store what a locked mentor's shown reviews add up to: read anew, never added or taken off."""
    mentor.rating_sum, mentor.rating_count = queries.said_of(mentor.pk)
    mentor.save(update_fields=["rating_sum", "rating_count"])


def mend() -> int:
    """Recount every mentor whose rating is not that of their reviews; returns how many."""
    wrong = list(queries.drifted().values_list("pk", flat=True))
    for mentor_id in wrong:
        with transaction.atomic():
            recount(lock(mentor_id))
            mentor_changed.send(Mentor, mentor_id=mentor_id)
    return len(wrong)
