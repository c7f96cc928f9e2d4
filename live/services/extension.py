"""More time by agreement: one asks, everybody in the call agrees, or one says no."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from learning.models import Session
from learning.services import extending, overlaps
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotFound
from peerlearn.common.zones import iso_utc

from ..enums import ExtensionState, RoomRole
from ..models import Extension, ExtensionConsent, Room
from ..queries import people
from . import locks, news

ANSWER_WITHIN = timedelta(minutes=2)


@transaction.atomic
def ask(*, session_id: int, actor: User, minutes: int) -> None:
    """Ask for more minutes; whoever asks agrees. The same wish again is one.

    Raises what `extending.check` raises, Conflict("no_mentor") while the mentor is not there,
    Conflict("already_asked") while another wish is open.
    """
    room = _locked(session_id)
    if not people.inside(room).filter(role=RoomRole.MENTOR).exists():
        raise Conflict("no_mentor", _("The mentor has to be here for that."))
    wish = _open(room)
    if wish is not None and (wish.asked_by_id, wish.minutes) == (actor.pk, minutes):
        return
    if wish is not None:
        raise Conflict("already_asked", _("Somebody has just asked for more time."))
    extending.check(session_id=session_id, minutes=minutes)
    wish = Extension.objects.create(room=room, asked_by=actor, minutes=minutes, asked_at=now())
    ExtensionConsent.objects.create(extension=wish, user=actor, at=now())
    _decide(room, wish)


@transaction.atomic
def answer(*, session_id: int, wish_id: int, actor: User, on: bool) -> None:
    """Agree to a wish, or refuse it for all; an answer twice is one.

    Raises NotFound("no_wish") if it is decided by now.
    """
    room = _locked(session_id)
    wish = _open(room)
    if wish is None or wish.pk != wish_id:
        raise NotFound("no_wish", _("That is decided by now."))
    if not on:
        _close(room, wish, ExtensionState.REFUSED)
        return
    ExtensionConsent.objects.get_or_create(extension=wish, user=actor, defaults={"at": now()})
    _decide(room, wish)


@transaction.atomic
def look_again(*, session_id: int) -> None:
    """See whether an open wish is agreed to by all who are still there; call when one has left."""
    room = Room.objects.filter(session_id=session_id).first()
    if room is None or not Extension.objects.filter(room=room, state=ExtensionState.ASKED).exists():
        return
    room = _locked(session_id)
    wish = _open(room)
    if wish is not None:
        _decide(room, wish)


def _decide(room: Room, wish: Extension) -> None:
    agreed = set(wish.consents.values_list("user_id", flat=True))
    there = {stay.user_id: stay.role for stay in people.inside(room)}
    if RoomRole.MENTOR not in there.values() or not agreed.issuperset(there):
        news.house(room.session_id)
        return
    try:
        with transaction.atomic():
            extending.extend(session_id=room.session_id, minutes=wish.minutes)
    except DomainError as error:
        _close(room, wish, ExtensionState.REFUSED, str(error.message))
        return
    _close(room, wish, ExtensionState.AGREED)
    news.ways(room.session_id)


def _open(room: Room) -> Extension | None:
    wish = Extension.objects.filter(room=room, state=ExtensionState.ASKED).first()
    if wish is not None and now() - wish.asked_at > ANSWER_WITHIN:
        _close(room, wish, ExtensionState.LAPSED)
        return None
    return wish


def _close(room: Room, wish: Extension, state: str, why: str = "") -> None:
    wish.state, wish.decided_at = state, now()
    wish.save(update_fields=["state", "decided_at"])
    ends = Session.objects.values_list("ends_at", flat=True).get(pk=room.session_id)
    told = {"state": state, "minutes": wish.minutes, "why": why, "ends_at": iso_utc(ends)}
    news.to_inside(room.session_id, {"type": "room.extension", "data": told})
    news.house(room.session_id)


def _locked(session_id: int) -> Room:
    overlaps.hold_mentor(sessions=session_id).first()
    return locks.room_of(session_id)
