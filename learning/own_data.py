"""Learning's part of a data export. Amounts are paise."""

from typing import Any

from django.db.models import F

from peerlearn.accounts.exports import Part, register
from peerlearn.accounts.models import User

from .models import (
    Booking,
    Follow,
    Learner,
    Mentor,
    Review,
    SavedSession,
    Session,
    SessionRequest,
    WeeklyHours,
)

SESSION = ("id", "title", "summary", "description", "state", "starts_at", "ends_at", "price")


def collect(user: User) -> dict[str, Any]:
    """Return what somebody learns and teaches; of other people only what they wrote to them."""
    return {
        "as_learner": _learner(user),
        "as_mentor": _mentor(Mentor.objects.filter(user=user).first()),
    }


def _learner(user: User) -> dict[str, Any]:
    learner = Learner.objects.filter(user=user).first()
    bookings = Booking.objects.filter(learner=user).order_by("pk")
    requests = SessionRequest.objects.filter(learner=user).order_by("pk")
    return {
        "about": learner.about if learner else "",
        "interests": [skill.name for skill in learner.interests.all()] if learner else [],
        "follows": list(
            Follow.objects.filter(user=user).values(
                "created_at", mentor_name=F("mentor__user__name")
            )
        ),
        "bookings": list(
            bookings.values(
                "id",
                "session_id",
                "state",
                "price",
                "created_at",
                "attended_seconds",
                title=F("session__title"),
                starts_at=F("session__starts_at"),
            )
        ),
        "requests": list(
            requests.values("title", "description", "minutes", "times", "budget", "state")
        ),
        "saved": list(
            SavedSession.objects.filter(user=user).values(
                "session_id", "created_at", title=F("session__title")
            )
        ),
        "reviews": list(
            Review.objects.filter(learner=user).values(
                "session_id", "rating", "comment", "created_at"
            )
        ),
    }


def _mentor(mentor: Mentor | None) -> dict[str, Any] | None:
    if mentor is None:
        return None
    hours = WeeklyHours.objects.filter(mentor=mentor)
    return {
        "address": mentor.get_absolute_url(),
        "headline": mentor.headline,
        "topics": [domain.name for domain in mentor.domains.all()],
        "skills": [skill.name for skill in mentor.skills.all()],
        "languages": mentor.languages,
        "hourly_price": mentor.hourly_price,
        "vetting": mentor.vetting,
        "weekly_hours": list(hours.values("weekday", "start_minute", "end_minute")),
        "sessions": list(Session.objects.filter(mentor=mentor).order_by("pk").values(*SESSION)),
        "reviews": list(
            Review.objects.filter(mentor=mentor).values(
                "session_id", "rating", "comment", "created_at"
            )
        ),
    }


def register_part() -> None:
    """Make the part known; called once, when the apps are ready."""
    register(Part("learning", collect))
