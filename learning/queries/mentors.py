"""Reading mentors."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    Count,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)

from peerlearn.accounts.models import User
from peerlearn.common.clock import now

from ..enums import BookingState, SessionState, Vetting
from ..models import Booking, Domain, Follow, Mentor, Session
from ..ranking import rank_of
from . import ratings, sessions

QUIET_DAYS = 21
MOST_CHARACTERS = 80
MOST_WORDS = 6


def listed() -> QuerySet[Mentor]:
    """Return whom anybody may find: approved, active, and not silent for three weeks.

    Somebody who has not taught yet is not silent, nor is somebody with a session to come.
    """
    quiet = now() - timedelta(days=QUIET_DAYS)
    teaching = sessions.visible().values("mentor_id")
    return (
        Mentor.objects.filter(vetting=Vetting.APPROVED, user__is_active=True)
        .filter(Q(last_active_at=None) | Q(last_active_at__gte=quiet) | Q(pk__in=teaching))
        .select_related("user")
        .prefetch_related("domains")
    )


def shown() -> QuerySet[Mentor]:
    """Return who has a public page: also whoever was silent for long."""
    return Mentor.objects.filter(vetting=Vetting.APPROVED, user__is_active=True).select_related(
        "user"
    )


def search(*, q: str, topic: str) -> QuerySet[Mentor]:
    """Return listed mentors with all words of `q` in name, headline or skills, best known first.

    `topic` is a domain's slug; empty values ask for nothing.
    """
    found = listed()
    for word in q.replace("\0", " ")[:MOST_CHARACTERS].split()[:MOST_WORDS]:
        skilled = Mentor.skills.through.objects.filter(skill__name__icontains=word)
        found = found.filter(
            Q(user__name__icontains=word)
            | Q(headline__icontains=word)
            | Q(pk__in=skilled.values("mentor_id"))
        )
    if topic:
        found = found.filter(domains__slug=topic.replace("\0", " "))
    return found.order_by("-rating_count", "-rating_sum", "id")


def top_rated() -> QuerySet[Mentor]:
    """Return listed mentors, best rated first: many good reviews before one perfect one."""
    best_first = ("-standing", "-rating_count", "id")
    return with_standing(listed()).order_by(*best_first)


def with_standing(mentors: QuerySet[Mentor]) -> QuerySet[Mentor]:
    """Annotate mentors with how they stand by their reviews (`standing`, see `ranking`)."""
    return mentors.annotate(standing=rank_of("", ratings.mean_here()))


def newest() -> QuerySet[Mentor]:
    """Return listed mentors, who came last first."""
    return listed().order_by("-created_at", "-id")


def next_starts(mentors: list[Mentor]) -> dict[int, datetime]:
    """Return when each of these mentors teaches next, by mentor id; one statement."""
    rows = (
        sessions.visible()
        .filter(mentor__in=[mentor.pk for mentor in mentors], starts_at__gt=now())
        .order_by()
        .values_list("mentor_id")
        .annotate(first=Min("starts_at"))
    )
    return dict(rows)


def topics() -> list[Domain]:
    """Return all topics, each with `mentor_count`: how many approved mentors teach it."""
    approved = Q(mentors__vetting=Vetting.APPROVED, mentors__user__is_active=True)
    return list(Domain.objects.annotate(mentor_count=Count("mentors", filter=approved)))


@dataclass(frozen=True)
class Statistics:
    """What a mentor has done here: learners met, hours taught, and who follows them."""

    learners: int
    hours: int
    followers: int


def statistics(mentor: Mentor) -> Statistics:
    """Return it, in one statement."""
    own = {"mentor": OuterRef("pk")}
    taught = Session.objects.filter(**own, state=SessionState.COMPLETED).order_by()
    met = Booking.objects.filter(session__mentor=OuterRef("pk"), state=BookingState.COMPLETED)
    follows = Follow.objects.filter(**own, user__is_active=True).order_by()
    row = Mentor.objects.filter(pk=mentor.pk).values_list(
        Subquery(_one(met.order_by(), "session__mentor", Count("learner", distinct=True))),
        Subquery(_one(taught, "mentor", Sum(F("ends_at") - F("starts_at")))),
        Subquery(_one(follows, "mentor", Count("pk"))),
    )[0]
    learners, length, followers = row
    hours = round((length or timedelta()) / timedelta(hours=1))
    return Statistics(learners or 0, hours, followers or 0)


def _one(rows: QuerySet, group: str, figure: Count | Sum) -> QuerySet:
    return rows.values(group).annotate(figure=figure).values("figure")


def follows(user: User, mentor: Mentor) -> bool:
    """Tell whether somebody follows a mentor."""
    return Follow.objects.filter(user=user, mentor=mentor).exists()


def followed_by(user: User) -> QuerySet[Mentor]:
    """Return the listed mentors somebody follows, latest first."""
    return listed().filter(follows__user=user).order_by("-follows__created_at", "-id")
