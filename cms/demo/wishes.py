"""The demo's session requests."""

from datetime import datetime, timedelta

from learning.models import SessionRequest
from learning.services import requests
from peerlearn.common.clock import travel

from .library import Wish, wishes
from .people import Cast

EVENING = 14  # 14:00 UTC is half past seven in the evening in India


def ask_all(cast: Cast, start: datetime) -> None:
    """Ask for whatever was not asked yet, each wish some days before `start`."""
    asked = set(SessionRequest.objects.values_list("title", flat=True))
    for number, wish in enumerate(wishes()):
        if wish.title not in asked:
            with travel(start - timedelta(hours=5 + 7 * number)):
                _ask(cast, wish, start)


def _ask(cast: Cast, wish: Wish, start: datetime) -> None:
    mentor = cast.mentors.get(wish.mentor)
    day = (start + timedelta(days=wish.days)).replace(hour=EVENING, minute=0)
    requests.ask(
        learner=cast.learners[wish.learner],
        mentor=mentor,
        domain=cast.domains[wish.topic],
        title=wish.title,
        description=wish.text,
        minutes=wish.minutes,
        times=[day, day + timedelta(days=1, hours=1)],
        budget=wish.budget,
    )
