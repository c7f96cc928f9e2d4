"""People and sessions for tests, made through the services a person's act would call."""

from datetime import timedelta
from itertools import count, repeat
from uuid import uuid4

from django.contrib.auth.models import Group

from learning.enums import BookingState, SessionState, Vetting
from learning.models import Booking, Domain, Mentor, Review, Session
from learning.services import bookings, mentors, reviews, sessions
from peerlearn.accounts.enums import HomeRole, Role
from peerlearn.accounts.models import User
from peerlearn.accounts.services.people import create_person
from peerlearn.common.clock import now

PASSWORD = "correct-horse-battery"
_numbers = count(1)


def number_apart() -> None:
    """Give people of this process numbers that no other process gives."""
    global _numbers
    _numbers = (uuid4().hex[:12] for _ in repeat(None))


def person(name: str = "", *, roles=(Role.LEARNER,), email: str = "", **fields) -> User:
    """Make somebody with a confirmed address who can log in with PASSWORD."""
    number = next(_numbers)
    return create_person(
        email=email or f"person{number}@example.test",
        name=name or f"Person {number}",
        password=PASSWORD,
        roles=roles,
        verified=True,
        **fields,
    )


def domain(name: str = "Programming", slug: str = "programming") -> Domain:
    """Return the domain, making it once."""
    return Domain.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def mentor(name: str = "", *, approved: bool = True, **fields) -> Mentor:
    """Make a mentor, approved unless told otherwise."""
    if approved:
        fields["vetting"] = Vetting.APPROVED
    return mentors.make_mentor(user=person(name, roles=(Role.MENTOR,)), **fields)


def draft(*, by: Mentor | None = None, starts_in: int = 60, **fields) -> Session:
    """Make a draft that starts in so many minutes."""
    values = {
        "title": "Rust for people who know Python",
        "summary": "Ownership without tears.",
        "description": "We port a small script together.",
        "skills": (),
        "level": "beginner",
        "language": "English",
        "minutes": 60,
        "capacity": 2,
        "price": 45_000,
    } | fields
    values.setdefault("domain", domain())
    values.setdefault("starts_at", now() + timedelta(minutes=starts_in))
    return sessions.create_draft(mentor=by or mentor(), **values)


def session(*, by: Mentor | None = None, starts_in: int = 60, **fields) -> Session:
    """Make a published session that starts in so many minutes; paid unless `price=0`."""
    made = draft(by=by, starts_in=starts_in, **fields)
    return sessions.publish(session_id=made.pk, actor=made.mentor.user)


def seat(in_session: Session, who: User | None = None) -> Booking:
    """Take a seat in a free session: confirmed at once."""
    return bookings.book(session_id=in_session.pk, learner=who or person())


def attended(*, by: Mentor | None = None, who: User | None = None) -> Booking:
    """Make a free session of a mentor that is over and in which somebody was."""
    booking = seat(session(by=by, starts_in=20_000, price=0), who)
    Session.objects.filter(pk=booking.session_id).update(state=SessionState.COMPLETED)
    Booking.objects.filter(pk=booking.pk).update(state=BookingState.COMPLETED)
    booking.refresh_from_db()
    return booking


def review(*, by: Mentor | None = None, who: User | None = None, rating: int = 4, **said) -> Review:
    """Make a review of a mentor by somebody who was there."""
    booking = attended(by=by, who=who)
    said = {"comment": "Clear.", **said}
    return reviews.post(booking_id=booking.pk, actor=booking.learner, rating=rating, **said)


def verified(user: User) -> User:
    """Let somebody have given their second factor, as `request.user` is after a code."""
    user.is_verified = lambda: True  # type: ignore[attr-defined]
    return user


def move_start(of: Session, minutes: int) -> Session:
    """Shift a session so that it starts in so many minutes (negative: it has begun)."""
    length = of.ends_at - of.starts_at
    start = now() + timedelta(minutes=minutes)
    Session.objects.filter(pk=of.pk).update(starts_at=start, ends_at=start + length)
    of.refresh_from_db()
    return of


def staff(*groups: str, **fields) -> User:
    """Make somebody who works here, in these staff groups."""
    made = person(roles=(), **fields)
    made.is_staff, made.home_role = True, HomeRole.STAFF
    made.save(update_fields=["is_staff", "home_role"])
    made.groups.set(Group.objects.filter(name__in=groups))
    return made


def hired(user: User, *groups: str) -> User:
    """Let somebody work here besides what they are, in these staff groups, their code given."""
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    user.groups.set(Group.objects.filter(name__in=groups))
    return verified(user)


def editor(**fields) -> User:
    """Make an editor."""
    return staff("Editors", **fields)


def moderator(**fields) -> User:
    """Make a moderator."""
    return staff("Moderators", **fields)
