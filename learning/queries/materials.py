"""Reading materials: who has a seat, or gave one a title, sees what they hold."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from peerlearn.accounts.models import User

from ..enums import BookingState
from ..models import Booking, Material, Mentor, Session

# Seats that were paid, or given free, and not given back.
WITH_A_SEAT = (BookingState.CONFIRMED, BookingState.COMPLETED, BookingState.NO_SHOW_LEARNER)


def of_session(session: Session) -> QuerySet[Material]:
    """Return a session's materials in the mentor's order."""
    return Material.objects.filter(session=session)


def counted(found: QuerySet[Session]) -> QuerySet[Session]:
    """Give each session `files`, the number of its materials, in the same statement."""
    rows = Material.objects.filter(session=OuterRef("pk")).order_by().values("session")
    number = Subquery(rows.annotate(number=Count("pk")).values("number"))
    return found.annotate(files=Coalesce(number, 0))


def may_open(user: Any, session: Session) -> bool:
    """Tell whether somebody, anonymous or not, may open a session's materials."""
    if not user.is_authenticated or not user.is_active:
        return False
    if session.mentor.user_id == user.pk:
        return True
    return Booking.objects.filter(session=session, learner=user, state__in=WITH_A_SEAT).exists()


def opened(user: Any, session: Session) -> list[Material]:
    """Return the materials if this person may open them, else none."""
    return list(of_session(session)) if may_open(user, session) else []


def for_download(user: User, pk: int) -> Material | None:
    """Return a file this person may have; None for links, others' and what there is none of."""
    found = Material.objects.select_related("session__mentor").filter(pk=pk).exclude(file="")
    material = found.first()
    if material is None or not may_open(user, material.session):
        return None
    return material


def of_mentor(mentor: Mentor) -> QuerySet[Material]:
    """Return all a mentor hands out."""
    return Material.objects.filter(session__mentor=mentor)


def bytes_of(mentor: Mentor) -> int:
    """Return how much space a mentor's files take; one that copies share counts once."""
    files = of_mentor(mentor).exclude(file="").order_by().values("file", "size").distinct()
    return files.aggregate(bytes=Sum("size", default=0))["bytes"]
