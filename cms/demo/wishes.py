"""The demo's session requests, and what mentors answer."""

from datetime import datetime, timedelta

from learning.models import Mentor, SessionRequest
from learning.queries.requests import matching
from learning.services import offers, private, request_answers, requests
from learning.slots import price_of
from peerlearn.common.clock import travel
from peerlearn.common.errors import Conflict

from .library import Wish, wishes
from .people import Cast

EVENING = 14  # 14:00 UTC is half past seven in the evening in India
MOST_OFFERS = 3
QUESTION = "Gladly. What have you tried so far, and what would a good hour look like for you?"
WORDS = (
    "I have done this with four others this year. Bring what you have, unfinished is best.",
    "We could split it: half for what is in the way, half for practice.",
    "I can do it earlier too, if you write to me.",
)


def ask_all(cast: Cast, start: datetime) -> None:
    """Ask for whatever was not asked yet, each wish some days before `start`."""
    asked = set(SessionRequest.objects.values_list("title", flat=True))
    for number, wish in enumerate(wishes()):
        if wish.title not in asked:
            with travel(start - timedelta(hours=5 + 6 * number)):
                try:
                    request = _ask(cast, wish, start)
                except Conflict:  # people who play with the demo have asked this mentor already
                    continue
            # After it was asked, and lately enough for offers to stand.
            with travel(start - timedelta(hours=min(4 + 6 * number, 20))):
                _answer(request, number)


def _answer(request: SessionRequest, number: int) -> None:
    """Have mentors offer on what is open to all; of the others one in three asks, one offers."""
    if request.mentor is None:
        for place, mentor in enumerate(matching(request)[: MOST_OFFERS * 3]):
            if request.offers.count() < MOST_OFFERS:
                _offer(request, mentor, place)
    elif number % 3 == 1:
        request_answers.say(actor=request.mentor.user, request_id=request.pk, text=QUESTION)
    elif number % 3 == 2:
        _offer(request, request.mentor, number)


def _offer(request: SessionRequest, mentor: Mentor, place: int) -> None:
    starts_at = request.starts[-1] + timedelta(hours=place % 3 - 1)
    if private.is_taken(mentor, starts_at, request.minutes):
        return
    price = price_of(mentor.hourly_price, request.minutes)
    offers.offer(
        actor=mentor.user,
        request_id=request.pk,
        starts_at=starts_at,
        minutes=request.minutes,
        price=price,
        message=WORDS[place % len(WORDS)],
    )


def _ask(cast: Cast, wish: Wish, start: datetime) -> SessionRequest:
    mentor = cast.mentors.get(wish.mentor)
    day = (start + timedelta(days=wish.days)).replace(hour=EVENING, minute=0)
    return requests.ask(
        learner=cast.learners[wish.learner],
        mentor=mentor,
        domain=cast.domains[wish.topic],
        title=wish.title,
        description=wish.text,
        minutes=wish.minutes,
        times=[day, day + timedelta(days=1, hours=1)],
        budget=wish.budget,
    )
