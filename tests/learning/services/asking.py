"""Acts of a request, as tests write them."""

from datetime import timedelta

import pytest

from learning.services import offers, requests
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict
from peerlearn.notifications.models import Notice
from tests import factories as make


def soon(days=2):
    return (now() + timedelta(days=days)).replace(microsecond=0)


def ask(learner, mentor=None, **changes):
    values = {
        "domain": make.domain(),
        "title": "Lifetimes, slowly",
        "description": "I wrote a parser.",
        "minutes": 60,
        "times": [soon(2), soon(3)],
    } | changes
    return requests.ask(learner=learner, mentor=mentor, **values)


def offer(mentor, request, **changes):
    values = {"starts_at": soon(4), "minutes": 45, "price": 50_000} | changes
    return offers.offer(actor=mentor.user, request_id=request.pk, **values)


def accept(mentor, request, **changes):
    values = {"starts_at": request.starts[0]} | changes
    return offers.accept(actor=mentor.user, request_id=request.pk, **values)


def take(offered):
    return offers.take(actor=offered.request.learner, offer_id=offered.pk)


def states(request):
    request.refresh_from_db()
    return request.state, [each.state for each in request.offers.all()]


def told(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def refused(code, error=Conflict):
    return pytest.raises(error, check=lambda caught: caught.code == code)
