"""How much a session is in demand, from plain numbers: no database, no Django."""

from collections.abc import Iterable
from math import log1p

HALF_LIFE_HOURS = 24.0


def recency(age_hours: float, half_life: float = HALF_LIFE_HOURS) -> float:
    """Return what an event of that age counts: 1 now, half after each `half_life` (hours)."""
    return 0.5 ** (max(0.0, age_hours) / half_life)


def popularity(booking_ages: Iterable[float], *, rating: float | None, rating_count: int) -> float:
    """Return a score of at least 0: fresh bookings first, the mentor's standing as a tie-breaker.

    `booking_ages` are hours since each booking; `rating` is 1-5 or None without reviews.
    """
    demand = sum(recency(age) for age in booking_ages)
    standing = (rating or 0) / 5 * log1p(max(0, rating_count)) / 10
    return demand + standing
