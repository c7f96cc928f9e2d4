"""Asking for a session that does not exist yet."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.accounts.queries import blockers
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotFound
from peerlearn.common.zones import iso_utc

from ..enums import RequestState
from ..models import Domain, Mentor, SessionRequest, Skill
from ..policies import request_until
from ..queries import requests as queries
from ..signals import mentor_changed
from . import request_moves as moves

MOST_OPEN = 5
MOST_A_DAY = 15
MOST_TOLD = 30
MOST_BUDGET = 100_000_00
LONGEST_PAUSE = timedelta(days=366)
MOST_TIMES = 5
MINUTES = (15, 240)
MOST_DAYS_AHEAD = 180
MOST_TITLE = 120
MOST_DESCRIPTION = 2000
SAME_WITHIN = timedelta(minutes=10)


@transaction.atomic
def ask(
    *,
    learner: User,
    mentor: Mentor | None,
    domain: Domain,
    title: str,
    description: str,
    minutes: int,
    times: Iterable[datetime],
    budget: int = 0,
    skills: Iterable[Skill] = (),
) -> SessionRequest:
    """Store a request, to one mentor or open to all (None); `budget` in paise, 0 is open.

    The same question sent twice is one. Raises DomainError("invalid_request") with the fields that
    are wrong, Conflict: already_asked by an open one to the same mentor, too_many_requests with
    MOST_OPEN open ones, too_many_today.
    """
    # Whoever presses twice waits here for the first press.
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)
    moments = sorted(set(times))
    title = title.strip()
    faults = _faults(title, description, minutes, moments, budget)
    if mentor is not None and not _may_be_asked(mentor, learner):
        faults["mentor"] = _("This mentor takes no requests right now.")
    if faults:
        raise DomainError("invalid_request", next(iter(faults.values())), fields=faults)
    asked = {
        "mentor": mentor,
        "domain": domain,
        "title": title,
        "description": description.strip(),
        "minutes": minutes,
        "times": [iso_utc(moment) for moment in moments],
        "budget": budget,
    }
    if same := _same(learner, asked):
        return same
    _check_limits(learner, mentor)
    request = SessionRequest.objects.create(
        **asked,
        learner=learner,
        created_at=now(),
        expires_at=request_until(now(), moments),
    )
    request.skills.set(skills)
    _tell(request)
    return request


def _same(learner: User, asked: dict[str, Any]) -> SessionRequest | None:
    mine = SessionRequest.objects.filter(learner=learner, state=RequestState.OPEN)
    return mine.filter(**asked, created_at__gt=now() - SAME_WITHIN).first()


def _check_limits(learner: User, mentor: Mentor | None) -> None:
    unsettled = queries.unsettled_of(learner)
    if mentor is not None and unsettled.filter(mentor=mentor).exists():
        message = _("You have an open request to this mentor. Wait for the answer first.")
        raise Conflict("already_asked", message)
    if unsettled.count() >= MOST_OPEN:
        message = _("You have %d open requests. Wait for an answer to one of them first.")
        raise Conflict("too_many_requests", message % MOST_OPEN)
    lately = SessionRequest.objects.filter(
        learner=learner, created_at__gt=now() - timedelta(days=1)
    )
    if lately.count() >= MOST_A_DAY:
        message = _("You have asked %d times within a day. Come back tomorrow.")
        raise Conflict("too_many_today", message % MOST_A_DAY)


def _tell(request: SessionRequest) -> None:
    """Tell the mentor, or the best known of those it suits; remember how many."""
    if request.mentor is not None:
        told, kind = [request.mentor], "request_received"
    else:
        told, kind = list(queries.matching(request)[:MOST_TOLD]), "request_open"
    for mentor in told:
        moves.tell_mentor(
            mentor,
            kind,
            request,
            dedup=f"request-{request.pk}",
            learner=request.learner.name,
            topic=request.domain.name,
        )
    request.mentors_asked = len(told)
    request.save(update_fields=["mentors_asked"])


def _may_be_asked(mentor: Mentor, learner: User) -> bool:
    if blockers(mentor.user_id, learner.pk):
        return False
    return mentor.user_id != learner.pk and queries.taking_requests().filter(pk=mentor.pk).exists()


@transaction.atomic
def pause(*, user: User, until: datetime | None) -> Mentor:
    """Take no new requests before `until`, or take them again (None); open ones stay.

    Raises NotFound("no_mentor"), DomainError("until_invalid") for what is over or a year away.
    """
    mentor = Mentor.objects.select_for_update(no_key=True).filter(user=user).first()
    if mentor is None:
        raise NotFound("no_mentor", _("You are no mentor."))
    if until is not None and not now() < until <= now() + LONGEST_PAUSE:
        message = _("Choose a day within the next year.")
        raise DomainError("until_invalid", message, fields={"until": message})
    mentor.requests_paused_until = until
    mentor.save(update_fields=["requests_paused_until"])
    mentor_changed.send(Mentor, mentor_id=mentor.pk)
    return mentor


def _faults(
    title: str, description: str, minutes: int, times: list[datetime], budget: int
) -> dict[str, str]:
    latest = now() + timedelta(days=MOST_DAYS_AHEAD)
    checks = {
        "title": (
            not 0 < len(title) <= MOST_TITLE or "\0" in title,
            _("Say what you want to learn."),
        ),
        "description": (
            len(description) > MOST_DESCRIPTION or "\0" in description,
            _("Write at most %d characters.") % MOST_DESCRIPTION,
        ),
        "minutes": (
            not MINUTES[0] <= minutes <= MINUTES[1],
            _("A session takes 15 to 240 minutes."),
        ),
        "times": (
            not 0 < len(times) <= MOST_TIMES or not all(now() < at <= latest for at in times),
            _("Propose one to five times, all still to come and within half a year."),
        ),
        "budget": (not 0 <= budget <= MOST_BUDGET, _("A budget is ₹0 to ₹1,00,000.")),
    }
    return {field: text for field, (wrong, text) in checks.items() if wrong}
