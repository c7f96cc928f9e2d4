"""Reading who was in a room and how the lines held."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from learning.models import Session
from learning.queries import room as seats
from learning.queries import sessions
from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand, may
from peerlearn.common.clock import now
from peerlearn.common.errors import NotAllowed, NotFound
from peerlearn.common.zones import iso_utc

from ..enums import RoomRole
from ..models import Participant, PresenceEvent, QualitySample

HEAD = (
    "time_utc", "name", "role", "what", "reason", "round_trip_ms", "loss_percent", "frozen_ms",
    "through_relay",
)  # fmt: skip


@dataclass
class Person:
    """One person's attendance: the moments, the seconds in the call, how the line was."""

    name: str
    role: str
    seconds: int = 0
    events: list[PresenceEvent] = field(default_factory=list)
    samples: list[QualitySample] = field(default_factory=list)

    @property
    def length(self) -> str:
        """Return how long they were in the call, as people read it."""
        minutes = self.seconds // 60
        return _("%d min") % minutes if minutes else _("under a minute")

    @property
    def came_at(self) -> datetime | None:
        """Return when they first came into the call."""
        return next((one.at for one in self.events if one.kind == "joined"), None)

    @property
    def round_trip(self) -> int | None:
        """Return the median round trip in ms, None where none was measured."""
        known = [one.rtt_ms for one in self.samples if one.rtt_ms is not None]
        return round(median(known)) if known else None

    @property
    def loss(self) -> float | None:
        """Return the mean share of packets lost in percent, None without a sample."""
        if not self.samples:
            return None
        return round(sum(one.loss_permille for one in self.samples) / len(self.samples) / 10, 1)


def readable(*, session_id: int, user: User) -> Session:
    """Return a session whose attendance somebody may read: its two sides, and moderators.

    Raises NotFound("no_session"), NotAllowed("not_in_this_room"), and what `demand` raises.
    """
    session = sessions.for_room(session_id)
    if session is None:
        raise NotFound("no_session", _("There is no such session."))
    if seats.took_part(session, user) is None:
        if not may(user, Permission.MODERATE_PEOPLE):
            text = _("Only the mentor and learners of a session can read who was there.")
            raise NotAllowed("not_in_this_room", text)
        demand(user, Permission.MODERATE_PEOPLE)
    return session


def of_session(session: Session, viewer: User) -> list[Person]:
    """Return the people of a session's room as `viewer` may see them, the mentor first.

    A learner sees the mentor and themselves; the mentor and moderators see everybody.
    """
    people: dict[int, Person] = {}
    for event in _visible(PresenceEvent.objects.all(), session, viewer):
        person = people.setdefault(event.user_id, Person(event.user.name, event.role))
        person.events.append(event)
    for sample in _visible(QualitySample.objects.all(), session, viewer):
        if sample.user_id in people:
            people[sample.user_id].samples.append(sample)
    for stay in Participant.objects.filter(room__session=session, user__in=list(people)):
        people[stay.user_id].seconds += _seconds(stay)
    return sorted(people.values(), key=lambda one: (one.role != RoomRole.MENTOR, one.name))


def _seconds(stay: Participant) -> int:
    """Return the seconds of a stay in the call; one that goes on is counted until now."""
    if stay.left_at or not stay.admitted_at:
        return stay.seconds
    return int((now() - stay.admitted_at).total_seconds())


def rows(session: Session, viewer: User) -> Iterator[tuple[Any, ...]]:
    """Yield the lines of the CSV below HEAD, in order of time."""
    lines = [*_visible(PresenceEvent.objects.all(), session, viewer)]
    lines += [*_visible(QualitySample.objects.all(), session, viewer)]
    for one in sorted(lines, key=lambda line: line.at):
        head = (iso_utc(one.at), one.user.name, one.role)
        if isinstance(one, QualitySample):
            loss = one.loss_permille / 10
            yield (*head, "quality", "", one.rtt_ms, loss, one.frozen_ms, one.relayed)
        else:
            yield (*head, one.kind, one.reason, "", "", "", "")


def _visible(lines: QuerySet[Any], session: Session, viewer: User) -> QuerySet[Any]:
    found = lines.filter(room__session=session).select_related("user").order_by("at", "pk")
    if seats.took_part(session, viewer) == "learner":
        found = found.filter(Q(user=viewer) | Q(role=RoomRole.MENTOR))
    return found
