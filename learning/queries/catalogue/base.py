"""What all parts of the catalogue start from."""

from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise

from peerlearn.common.clock import now

from ...enums import SessionState
from ...models import Session
from ..sessions import visible

Words = str | Promise


def on_offer() -> QuerySet[Session]:
    """Return visible sessions that are to come or live; late ones can't be booked any more."""
    return visible().filter(Q(state=SessionState.LIVE) | Q(starts_at__gt=now()))


def starting_within(hours: int) -> QuerySet[Session]:
    """Return what starts in the next `hours` and has a seat left, soonest first."""
    start = now()
    soon = visible().filter(starts_at__gt=start, starts_at__lte=start + timedelta(hours=hours))
    return soon.exclude(seats_taken__gte=F("capacity")).order_by("starts_at", "id")
