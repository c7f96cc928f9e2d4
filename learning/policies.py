"""Rules of time and money as pure functions: moments in, answers out. No database."""

from datetime import datetime, timedelta

from django.conf import settings


def ready_from(starts_at: datetime) -> datetime:
    """Return when "I'm Ready" and the room open (READY_MINUTES_BEFORE the start)."""
    return starts_at - timedelta(minutes=settings.READY_MINUTES_BEFORE)


def hold_until(now: datetime, starts_at: datetime) -> datetime:
    """Return when an unpaid seat goes back: HOLD_MINUTES from now, or just after the start."""
    latest = starts_at + timedelta(minutes=settings.HOLD_MINUTES_AFTER_START)
    return min(now + timedelta(minutes=settings.HOLD_MINUTES), latest)


def may_reseat(now: datetime, starts_at: datetime) -> bool:
    """Tell whether money that came after the hold ended may still take a free seat."""
    return starts_at - now > timedelta(minutes=settings.RESEAT_MINUTES_BEFORE_START)


def refund_policy() -> dict[str, int]:
    """Return the refund rules as they stand now, to be kept on the booking."""
    return {
        "full_hours": settings.REFUND_FULL_HOURS,
        "half_hours": settings.REFUND_HALF_HOURS,
    }
