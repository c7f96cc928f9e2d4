"""Keeping a check of devices and network, and warning whom it concerns."""

from dataclasses import asdict

from django.db import transaction

from learning.queries.room import people
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.notifications.services import notify

from ..checkup import Found, verdict
from ..enums import CheckVerdict, RoomRole
from ..models import DeviceCheck
from ..queries.access import Place
from . import news


@transaction.atomic
def keep(*, place: Place, found: Found) -> DeviceCheck:
    """Keep what somebody's check found, in place of the last one; a failed one warns the others.

    The mentor's concerns every learner with a seat, a learner's only the mentor. They hear of each
    change between failed and not failed once; returns the check.
    """
    mine = DeviceCheck.objects.select_for_update(no_key=True).filter(
        session=place.session, user=place.user
    )
    before = mine.first()
    values = asdict(found) | {"verdict": verdict(found), "checked_at": now()}
    check, _new = DeviceCheck.objects.update_or_create(
        session=place.session, user=place.user, defaults=values
    )
    failed = check.verdict == CheckVerdict.FAILED
    if failed != (before is not None and before.verdict == CheckVerdict.FAILED):
        _warn(place, "check_failed" if failed else "check_mended")
    news.lobby(place.session.pk)
    return check


def _warn(place: Place, kind: str) -> None:
    session = place.session
    others = people(session) if place.role == RoomRole.MENTOR else [session.mentor.user_id]
    data = {"name": place.user.name, "title": session.title, "url": session.room_url}
    for user in User.objects.filter(pk__in=others).exclude(pk=place.user.pk):
        notify(user=user, kind=kind, data=data)
