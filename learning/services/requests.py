"""Asking for a session that does not exist yet."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError
from peerlearn.common.zones import iso_utc
from peerlearn.notifications.services import notify

from ..enums import RequestState
from ..models import Domain, Mentor, SessionRequest, Skill
from ..queries import mentors

MOST_OPEN = 5
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
    are wrong, Conflict("too_many_requests") with MOST_OPEN open ones.
    """
    # Whoever presses twice waits here for the first press.
    User.objects.select_for_update().get(pk=learner.pk)
    moments = sorted(set(times))
    title = title.strip()
    faults = _faults(title, description, minutes, moments, budget)
    if mentor is not None and not _may_be_asked(mentor, learner):
        faults["mentor"] = _("This mentor takes no requests right now.")
    if faults:
        raise DomainError("invalid_request", next(iter(faults.values())), fields=faults)
    mine = SessionRequest.objects.filter(learner=learner, state=RequestState.OPEN)
    same = mine.filter(mentor=mentor, title=title, created_at__gt=now() - SAME_WITHIN).first()
    if same is not None:
        return same
    if mine.count() >= MOST_OPEN:
        message = _("You have %d open requests. Wait for an answer to one of them first.")
        raise Conflict("too_many_requests", message % MOST_OPEN)
    request = SessionRequest.objects.create(
        learner=learner,
        mentor=mentor,
        domain=domain,
        title=title,
        description=description.strip(),
        minutes=minutes,
        times=[iso_utc(moment) for moment in moments],
        budget=budget,
        created_at=now(),
    )
    request.skills.set(skills)
    if mentor:
        _tell(mentor, request)
    return request


def _tell(mentor: Mentor, request: SessionRequest) -> None:
    notify(
        user=mentor.user,
        kind="request_received",
        data={"title": request.title, "learner": request.learner.name, "url": "/mentor/requests/"},
        dedup=f"request-{request.pk}",
    )


def _may_be_asked(mentor: Mentor, learner: User) -> bool:
    return mentor.user_id != learner.pk and mentors.listed().filter(pk=mentor.pk).exists()


def _faults(
    title: str, description: str, minutes: int, times: list[datetime], budget: int
) -> dict[str, str]:
    latest = now() + timedelta(days=MOST_DAYS_AHEAD)
    checks = {
        "title": (not 0 < len(title) <= MOST_TITLE, _("Say what you want to learn.")),
        "description": (
            len(description) > MOST_DESCRIPTION,
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
        "budget": (budget < 0, _("A budget is ₹0 or more.")),
    }
    return {field: text for field, (wrong, text) in checks.items() if wrong}
