"""Learning's part of a data export. Amounts are paise."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from peerlearn.accounts.exports import OpenFile, Part, register
from peerlearn.accounts.models import User

from .models import (
    Booking,
    BusyCalendar,
    Contest,
    DateHours,
    Follow,
    Learner,
    LearnerNote,
    Mentor,
    Offer,
    Report,
    RequestMessage,
    Review,
    SavedSession,
    Session,
    SessionRequest,
    SlotRules,
    Stay,
    TimeOff,
    WaitlistEntry,
    WeeklyHours,
)
from .models.review import SCORES
from .queries import materials, reviews

SESSION = ("id", "title", "summary", "description", "state", "starts_at", "ends_at", "price")

SAID = ("rating", *SCORES, "comment")


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
                certificate_code=F("certificate__code"),
            )
        ),
        "requests": list(
            requests.values("title", "description", "minutes", "times", "budget", "state")
        ),
        "said_about_requests": _said(user),
        **_in_sessions(user),
        "saved": list(
            SavedSession.objects.filter(user=user).values(
                "session_id", "created_at", title=F("session__title")
            )
        ),
        "reported": list(
            Report.objects.filter(by=user).values(
                "kind", "title", "reason", "words", "outcome", "created_at"
            )
        ),
        "reviews": list(
            Review.objects.filter(learner=user).values(
                "session_id", *SAID, "state", "edited_at", "created_at"
            )
        ),
    }


def _in_sessions(user: User) -> dict[str, Any]:
    return {
        "waits_for": list(
            WaitlistEntry.objects.filter(learner=user)
            .order_by("pk")
            .values("session_id", "state", "created_at", title=F("session__title"))
        ),
        "contested": list(
            Contest.objects.filter(by=user)
            .order_by("pk")
            .values("booking_id", "words", "state", "answer", "created_at")
        ),
        "in_rooms": list(
            Stay.objects.filter(person=user)
            .order_by("pk")
            .values("session_id", "joined_at", "left_at")
        ),
    }


def _said(user: User) -> list[dict[str, Any]]:
    lines = RequestMessage.objects.filter(author=user)
    return [dict(line) for line in lines.values("request_id", "text", "created_at")]


def _mentor(mentor: Mentor | None) -> dict[str, Any] | None:
    if mentor is None:
        return None
    hours = WeeklyHours.objects.filter(mentor=mentor)
    calendars = BusyCalendar.objects.filter(mentor=mentor)
    return {
        "address": mentor.get_absolute_url(),
        "headline": mentor.headline,
        "topics": [domain.name for domain in mentor.domains.all()],
        "skills": [skill.name for skill in mentor.skills.all()],
        "languages": mentor.languages,
        "hourly_price": mentor.hourly_price,
        "vetting": mentor.vetting,
        "weekly_hours": list(hours.values("weekday", "start_minute", "end_minute")),
        "hours_of_dates": list(
            DateHours.objects.filter(mentor=mentor).values("day", "start_minute", "end_minute")
        ),
        "time_off": list(
            TimeOff.objects.filter(mentor=mentor).values("first_day", "last_day", "note")
        ),
        "slot_rules": SlotRules.objects.filter(mentor=mentor).values().first(),
        "notes_about_learners": list(
            LearnerNote.objects.filter(mentor=mentor).values(
                "text", learner_name=F("learner__name")
            )
        ),
        "busy_calendars": list(calendars.values("name", "url", "created_at")),
        "sessions": list(Session.objects.filter(mentor=mentor).order_by("pk").values(*SESSION)),
        "materials": list(
            materials.of_mentor(mentor).order_by("pk").values("session_id", "title", "url", "size")
        ),
        "offers": list(
            Offer.objects.filter(mentor=mentor).values(
                "request_id", "starts_at", "minutes", "price", "message", "state", "created_at"
            )
        ),
        "reviews": list(
            reviews.shown()
            .filter(mentor=mentor)
            .values("session_id", *SAID, "reply", "replied_at", "created_at")
        ),
    }


def files(user: User) -> Iterable[OpenFile]:
    """Yield what a mentor hands out; a file that copies of a session share comes once."""
    seen = set()
    for mentor in Mentor.objects.filter(user=user):
        for one in materials.of_mentor(mentor).exclude(file="").order_by("pk"):
            storage, name = one.file.storage, one.file.name
            if name not in seen and storage.exists(name):
                seen.add(name)
                yield name, lambda one=one: one.file.open("rb")


def register_part() -> None:
    """Make the part known; called once, when the apps are ready."""
    register(Part("learning", collect, files))
