"""Rules of time and money as pure functions: moments in, answers out. No database."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

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


def free_return_until(now: datetime, starts_at: datetime) -> datetime:
    """Return until when a seat in a session that got another time goes back for all its money."""
    return min(starts_at, now + timedelta(hours=settings.MOVED_RETURN_HOURS))


def refund_policy() -> dict[str, int]:
    """Return the refund rules as they stand now, to be kept on the booking."""
    return {
        "full_hours": settings.REFUND_FULL_HOURS,
        "half_hours": settings.REFUND_HALF_HOURS,
        "move_hours": settings.MOVE_HOURS,
        "moves": settings.MOST_MOVES,
    }


def refund_steps(
    policy: Mapping[str, int], starts_at: datetime, now: datetime
) -> list[tuple[int, datetime]]:
    """Return what of the price comes back (percent) until when, of the steps still ahead."""
    steps = [(100, policy["full_hours"]), (50, policy["half_hours"])]
    ahead = [(part, starts_at - timedelta(hours=hours)) for part, hours in steps]
    return [(part, until) for part, until in ahead if until >= now]


def movable_until(policy: Mapping[str, int], starts_at: datetime) -> datetime:
    """Return the last moment a learner may take a booking to another time, by its own terms."""
    return starts_at - timedelta(hours=policy.get("move_hours", settings.MOVE_HOURS))


def moves_left(policy: Mapping[str, int], moves: int) -> int:
    """Return how often a booking may still be taken to another time, by its own terms."""
    return max(0, policy.get("moves", settings.MOST_MOVES) - moves)


def queue_closes(starts_at: datetime) -> datetime:
    """Return when nobody waits for a seat any more: too little time is left for an offer."""
    return starts_at - timedelta(minutes=settings.OFFER_LEAST_MINUTES)


def offer_until(now: datetime, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """Return until when a seat that came free is kept for a learner who waits in `zone`.

    By day OFFER_MINUTES; at night until that long after morning. Never longer than a share of
    the time left, so that others get their turn, but OFFER_LEAST_MINUTES at least; never past the
    start.
    """
    wait = timedelta(minutes=settings.OFFER_MINUTES)
    share = max(
        (starts_at - now) / settings.OFFER_SHARE, timedelta(minutes=settings.OFFER_LEAST_MINUTES)
    )
    return min(_awake(now, zone) + wait, now + share, starts_at)


# Until so long after the start anybody may still be expected.
CHANCE = timedelta(minutes=settings.ATTENDED_MINUTES)


def attended_enough(there: timedelta, ran: timedelta) -> bool:
    """Tell whether time in the room counts as having been there.

    Five minutes do, or the whole minutes of a fifth of the time the session ran, whichever is less:
    where it ran for less than five minutes, whoever came was there.
    """
    fifth = timedelta(minutes=ran * settings.ATTENDED_PERCENT // 100 // timedelta(minutes=1))
    return there >= min(CHANCE, fifth)


def unmet_from(starts_at: datetime, mentor_left: datetime | None = None) -> datetime:
    """Return from when a learner may leave a session that has not begun with all their money.

    That is LATE_MENTOR_MINUTES after its start or, if the mentor was there and left, after that.
    """
    alone = starts_at if mentor_left is None else max(starts_at, mentor_left)
    return alone + timedelta(minutes=settings.LATE_MENTOR_MINUTES)


def contestable_until(ended_at: datetime) -> datetime:
    """Return until when who was there may be contested."""
    return ended_at + timedelta(hours=settings.CONTEST_HOURS)


def _awake(now: datetime, zone: ZoneInfo) -> datetime:
    evening, morning = settings.OFFER_NIGHT_HOURS
    local = now.astimezone(zone)
    if morning <= local.hour < evening:
        return now
    day = local.date() + timedelta(days=local.hour >= evening)
    return datetime.combine(day, time(morning), zone).astimezone(now.tzinfo)


def request_until(now: datetime, times: Iterable[datetime]) -> datetime:
    """Return when a request ends unanswered: REQUEST_DAYS from now, or with its last time."""
    return min(now + timedelta(days=settings.REQUEST_DAYS), max(times))


def answer_until(now: datetime, starts_at: datetime, hours: int) -> datetime:
    """Return until when a person may answer what would begin at `starts_at`.

    That is in `hours`, or ANSWER_HOURS_BEFORE_START hours before the start if that comes first;
    what starts sooner leaves half of the time that is left.
    """
    last = starts_at - timedelta(hours=settings.ANSWER_HOURS_BEFORE_START)
    return min(now + timedelta(hours=hours), max(last, now + (starts_at - now) / 2))


def changeable_until(at: datetime) -> datetime:
    """Return until when words written at that moment (a review, a reply) may be changed."""
    return at + timedelta(days=settings.REVIEW_EDIT_DAYS)


def tippable_until(ended_at: datetime) -> datetime:
    """Return until when a session that ended then may be followed by a tip."""
    return ended_at + timedelta(days=settings.TIP_DAYS)
