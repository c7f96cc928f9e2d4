"""Telling people that their session starts soon."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.notifications.services import notify

from ..enums import SessionState
from ..models import Session
from ..queries import room

SWEEP_LIMIT = 100


def remind() -> int:
    """Tell everybody in sessions that start within ten minutes, once; returns how many."""
    moment = now()
    soon = Session.objects.filter(
        state=SessionState.SCHEDULED,
        starts_at__gt=moment,
        starts_at__lte=moment + timedelta(minutes=settings.READY_MINUTES_BEFORE),
    ).select_related("mentor")
    told = 0
    for session in soon[:SWEEP_LIMIT]:
        with transaction.atomic():
            for user in User.objects.filter(pk__in=room.people(session)):
                notice = notify(
                    user=user,
                    kind="session_soon",
                    data={"title": session.title, "url": session.room_url},
                    dedup=f"session-{session.pk}-{session.moves}",
                )
                told += notice is not None
    return told
