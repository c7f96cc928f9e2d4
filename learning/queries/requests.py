"""Reading requests for sessions."""

from django.db.models import Q, QuerySet

from peerlearn.accounts.models import User

from ..enums import RequestState
from ..models import Mentor, SessionRequest


def of_learner(user: User) -> QuerySet[SessionRequest]:
    """Return what somebody asked for, newest first."""
    asked = SessionRequest.objects.filter(learner=user)
    return asked.select_related("mentor__user", "domain")


def for_mentor(mentor: Mentor) -> QuerySet[SessionRequest]:
    """Return open requests to this mentor or to anybody in their topics, newest first."""
    return (
        SessionRequest.objects.filter(state=RequestState.OPEN)
        .filter(Q(mentor=mentor) | Q(mentor=None, domain__in=mentor.domains.all()))
        .select_related("learner", "domain")
    )
