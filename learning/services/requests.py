"""Asking for a session that does not exist yet."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError
from peerlearn.common.zones import iso_utc
from peerlearn.notifications.services import notify

from ..models import Domain, Mentor, SessionRequest, Skill


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
    """Store a request, to one mentor or open to all (None); `budget` in paise, 0 is open."""
    if not title.strip():
        raise DomainError("invalid_request", "Say what you want to learn.", fields={"title": ""})
    request = SessionRequest.objects.create(
        learner=learner,
        mentor=mentor,
        domain=domain,
        title=title.strip(),
        description=description,
        minutes=minutes,
        times=[iso_utc(moment) for moment in times],
        budget=budget,
        created_at=now(),
    )
    request.skills.set(skills)
    if mentor:
        notify(
            user=mentor.user,
            kind="request_received",
            data={"title": request.title, "learner": learner.name, "url": "/mentor/dashboard/"},
            dedup=f"request-{request.pk}",
        )
    return request
