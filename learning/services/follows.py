"""Following mentors, and telling who follows of new sessions."""

from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, Exists, F, FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError, NotFound
from peerlearn.notifications.models import Notice
from peerlearn.notifications.services import notify

from ..enums import SessionKind, SessionState, Vetting
from ..models import Follow, Mentor, Session
from ..queries import mentors
from ..signals import followers_changed
from . import blocking, seats

TELL_FOR = timedelta(hours=24)
TELL_AT_ONCE = 100
KIND = "mentor_published"


@transaction.atomic
def follow(*, user: User, mentor_id: int) -> Mentor:
    """Follow a listed mentor; twice is once.

    Raises NotFound, DomainError("yourself"), NotAllowed("not_available"), Conflict("you_blocked").
    """
    mentor = mentors.listed().filter(pk=mentor_id).first()
    if mentor is None:
        raise NotFound("no_mentor", _("There is no such mentor."))
    if mentor.user_id == user.pk:
        raise DomainError("yourself", _("You can't follow yourself."))
    seats.check_account(user)
    blocking.check_welcome(actor=user, other_id=mentor.user_id)
    _row, new = Follow.objects.get_or_create(
        user=user, mentor=mentor, defaults={"created_at": now()}
    )
    if new:
        followers_changed.send(Mentor, mentor_id=mentor.pk)
    return mentor


@transaction.atomic
def unfollow(*, user: User, mentor_id: int) -> Mentor:
    """Follow a mentor no more, listed or not; twice is once. Raises NotFound."""
    mentor = Mentor.objects.filter(pk=mentor_id).first()
    if mentor is None:
        raise NotFound("no_mentor", _("There is no such mentor."))
    if Follow.objects.filter(user=user, mentor=mentor).delete()[0]:
        followers_changed.send(Mentor, mentor_id=mentor.pk)
    return mentor


@transaction.atomic
def tell_followers() -> int:
    """Tell followers of sessions published within a day, some at once; a sweep, each told once.

    Returns how many were told.
    """
    published = FilteredRelation(
        "mentor__sessions",
        condition=Q(
            mentor__sessions__kind=SessionKind.PUBLIC,
            mentor__sessions__state=SessionState.SCHEDULED,
            mentor__sessions__starts_at__gt=now(),
            mentor__sessions__published_at__gt=now() - TELL_FOR,
        ),
    )
    told = Notice.objects.filter(
        user=OuterRef("user_id"),
        kind=KIND,
        dedup=Concat(Value("session-"), Cast(OuterRef("fresh__pk"), CharField())),
    )
    reached = Follow.objects.annotate(fresh=published).filter(
        user__is_active=True,
        mentor__vetting=Vetting.APPROVED,
        mentor__user__is_active=True,
        fresh__published_at__gte=F("created_at"),
    )
    due = list(
        reached.exclude(Exists(told))
        .order_by("fresh__pk", "pk")
        .values_list("user_id", "fresh__pk")[:TELL_AT_ONCE]
    )
    people = User.objects.in_bulk({user_id for user_id, _session in due})
    sessions = Session.objects.select_related("mentor__user").in_bulk({pk for _user, pk in due})
    for user_id, session_id in due:
        session = sessions[session_id]
        data = {
            "mentor": session.mentor.user.name,
            "title": session.title,
            "url": session.get_absolute_url(),
        }
        notify(user=people[user_id], kind=KIND, data=data, dedup=f"session-{session_id}")
    return len(due)
