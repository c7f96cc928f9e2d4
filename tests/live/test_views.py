"""The room's page: the right words and the right status for everybody who comes."""

import pytest

from learning.models import Booking
from learning.services import closing, materials, reviews
from live.services import entry, rooms
from tests import factories
from tests.live.conftest import ticket_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon():
    session = factories.session(starts_in=5, price=0)
    return session, session.mentor.user, factories.seat(session).learner


@pytest.fixture
def over(soon):
    session, mentor, learner = soon
    rooms.start(session_id=session.pk, actor=mentor)
    token = ticket_for(session, learner).token
    entry.enter(session_id=session.pk, token=token, channel="c", viewer_id=None)
    rooms.end(session_id=session.pk, actor=mentor)
    return soon


def page(client, session):
    answer = client.get(f"/room/{session.pk}/")
    return answer.status_code, answer.content.decode()


def test_a_visitor_goes_to_the_login_and_comes_back(client, soon):
    answer = client.get(f"/room/{soon[0].pk}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/login/?next=/room/{soon[0].pk}/"


def test_mentor_and_learner_see_their_own_buttons(web, soon):
    session, mentor, learner = soon
    status, html = page(web(mentor), session)
    assert status == 200
    assert "Start Class" in html
    assert "End for everybody" in html
    status, html = page(web(learner), session)
    assert status == 200
    assert "Start Class" not in html
    assert "Leave Lobby" in html


def test_what_the_session_hands_out_is_at_the_door(web, soon):
    session, mentor, learner = soon
    url = "https://example.org/slides"
    materials.add_link(session_id=session.pk, actor=mentor, url=url)
    assert all(url in page(web(who), session)[1] for who in (mentor, learner))


def test_a_script_in_a_title_or_a_name_stays_text(web):
    script = "</script><script>alert(1)</script>"
    session = factories.session(by=factories.mentor(script), title=script, starts_in=5, price=0)
    _, html = page(web(session.mentor.user), session)
    assert script not in html


def test_somebody_elses_room_answers_403_and_an_unknown_one_404(web, soon):
    client = web(factories.person())
    assert page(client, soon[0])[0] == 403
    assert client.get("/room/999999/").status_code == 404


def test_before_its_time_the_page_says_when(web):
    session = factories.session(starts_in=60, price=0)
    status, html = page(web(session.mentor.user), session)
    assert status == 409
    assert "10 minutes before the start" in html
    assert "opensAt" in html


def test_a_cancelled_session_is_gone(web, soon):
    session, mentor, _ = soon
    closing.cancel(session_id=session.pk, actor=mentor, reason="ill")
    status, html = page(web(mentor), session)
    assert status == 410
    assert "cancelled" in html


def test_after_the_end_who_was_there_is_asked_for_a_rating_once(web, over):
    session, _, learner = over
    status, html = page(web(learner), session)
    assert status == 200
    assert "Submit Feedback" in html
    booking = Booking.objects.get(session=session, learner=learner)
    reviews.post(booking_id=booking.pk, actor=learner, rating=5, comment="")
    assert "Submit Feedback" not in page(web(learner), session)[1]


def test_after_the_end_the_mentor_sees_a_summary(web, over):
    status, html = page(web(over[1]), over[0])
    assert status == 200
    assert "Seats booked: 1" in html
    assert "Submit Feedback" not in html


def test_the_page_is_not_kept_by_caches_and_asks_for_few_rows(
    web, soon, django_assert_max_num_queries
):
    client = web(soon[2])
    with django_assert_max_num_queries(12):
        answer = client.get(f"/room/{soon[0].pk}/")
    assert "no-store" in answer["Cache-Control"]


def test_the_room_writes_times_on_the_clock_of_the_account(web, soon):
    session, _, learner = soon
    learner.time_zone = "Asia/Tokyo"
    learner.save(update_fields=["time_zone"])
    answer = web(learner).get(f"/room/{session.pk}/")
    room = answer.context["room"]
    assert (room["zone"], room["zoneName"]) == ("Asia/Tokyo", "JST")
