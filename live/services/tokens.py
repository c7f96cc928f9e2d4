"""Tickets into a room: signed, for one socket once, good for a minute."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.core import signing
from django.db import transaction

from peerlearn.common.clock import now

from ..models import RoomToken
from ..protocol import Refused
from ..queries.access import Place

SALT = "live.room"
LIFE = timedelta(seconds=60)


@dataclass(frozen=True)
class Ticket:
    """What a client needs to open the socket, and to open it again after losing it."""

    token: str
    resume_key: str


def issue(*, place: Place) -> Ticket:
    """Write a ticket for somebody's place in a room; it opens one socket within 60 seconds."""
    key, jti = secrets.token_urlsafe(32), secrets.token_hex(16)
    RoomToken.objects.create(
        session=place.session,
        user=place.user,
        role=place.role,
        jti=jti,
        resume_hash=_hash(key),
        created_at=now(),
        expires_at=now() + LIFE,
    )
    return Ticket(signing.dumps({"jti": jti}, salt=SALT), key)


@transaction.atomic
def spend(*, token: str, session_id: int) -> RoomToken:
    """Use up a ticket; raises Refused("bad_token") for a forged, used, late or foreign one."""
    try:
        jti = signing.loads(token, salt=SALT)["jti"]
    except (signing.BadSignature, KeyError, TypeError) as error:
        raise Refused("bad_token") from error
    good = RoomToken.objects.filter(
        jti=jti, session_id=session_id, used_at=None, revoked_at=None, expires_at__gt=now()
    )
    if not good.update(used_at=now()):
        raise Refused("bad_token")
    return RoomToken.objects.select_related("user", "session").get(jti=jti)


def stay_of(*, resume_key: str, session_id: int) -> str:
    """Return the pid of the stay a resume key goes on with, "" when there is none any more."""
    ticket = RoomToken.objects.filter(
        resume_hash=_hash(resume_key),
        session_id=session_id,
        revoked_at=None,
        participant__left_at=None,
    )
    return ticket.values_list("participant__pid", flat=True).first() or ""


def is_good(*, pid: str) -> bool:
    """Tell whether the ticket of a stay was not taken back."""
    return RoomToken.objects.filter(participant__pid=pid, revoked_at=None).exists()


def revoke(*, user_id: int, session_id: int | None = None) -> int:
    """Make somebody's tickets worthless, in one room or in all; returns how many."""
    tickets = RoomToken.objects.filter(user_id=user_id, revoked_at=None)
    if session_id is not None:
        tickets = tickets.filter(session_id=session_id)
    return tickets.update(revoked_at=now())


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()
