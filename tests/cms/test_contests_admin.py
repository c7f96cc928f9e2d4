"""Contested attendance in the admin: read by who decides about people, settled with an answer."""

from datetime import timedelta

import pytest

from learning.enums import BookingState
from learning.models import Booking
from learning.services import attendance, closing, contests, sessions
from peerlearn.common.clock import travel
from tests import factories
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db

QUEUE = "/admin/contests/"


@pytest.fixture
def contested():
    """A learner who says they were there, in a session that ended a moment ago."""
    session = factories.session(price=0, starts_in=9)
    booking = factories.seat(session, factories.person("Lena Fischer"))
    with travel(session.starts_at):
        sessions.start(session_id=session.pk, actor=session.mentor.user)
        attendance.joined(session_id=session.pk, user_id=session.mentor.user_id)
    with travel(session.ends_at):
        closing.end(session_id=session.pk, actor=session.mentor.user)
    with travel(session.ends_at + timedelta(minutes=1)):
        return contests.contest(
            booking_id=booking.pk, actor=booking.learner, words="<b>I</b> was there, on my phone."
        )


def test_a_moderator_reads_what_is_said_and_settles_it(client, contested):
    log_in_verified(client, factories.moderator())
    page = client.get(QUEUE).content.decode()
    assert "Lena Fischer" in page
    assert "&lt;b&gt;I&lt;/b&gt; was there" in page
    one = f"{QUEUE}{contested.pk}/"
    page = client.get(one).content.decode()
    assert "&lt;b&gt;I&lt;/b&gt; was there" in page
    assert contested.booking.session.mentor.user.name in page
    refused = client.post(one, {"outcome": "completed", "answer": " "})
    assert refused.status_code == 200
    client.post(one, {"outcome": "completed", "answer": "The log has you."}, follow=True)
    assert Booking.objects.get().state == BookingState.COMPLETED
    assert "Lena Fischer" not in client.get(QUEUE).content.decode()
    assert client.get(one).status_code == 404


def test_an_editor_is_not_let_in(client, contested):
    log_in_verified(client, factories.editor())
    assert client.get(QUEUE).status_code == 403
    assert client.get(f"{QUEUE}{contested.pk}/").status_code == 403


def test_the_queue_can_be_taken_along(client, contested):
    log_in_verified(client, factories.moderator())
    text = b"".join(client.get(f"{QUEUE}?export=csv").streaming_content).decode()
    assert "was there, on my phone." in text
