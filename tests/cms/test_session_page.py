"""One session's page: its addresses, and what it offers to whom."""

import pytest

from learning.models import Session
from learning.services import closing
from tests import factories

pytestmark = pytest.mark.django_db


def offer(client, session):
    answer = client.get(session.get_absolute_url())
    assert answer.status_code == 200
    return answer.context["offer"]


@pytest.mark.parametrize("tail", ["", "other-words/"])
def test_every_other_address_of_a_session_leads_to_its_own(client, tail):
    session = factories.session()
    answer = client.get(f"/sessions/{session.pk}/{tail}")
    assert (answer.status_code, answer.headers["Location"]) == (301, session.get_absolute_url())


@pytest.mark.parametrize("path", ["/sessions/999999/", "/sessions/999999999999999999/x/"])
def test_an_unknown_session_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_drafts_and_private_sessions_have_no_page(client):
    draft = factories.draft()
    private = factories.session()
    Session.objects.filter(pk=private.pk).update(kind="private")
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(private.get_absolute_url()).status_code == 404


def test_a_page_has_overview_curriculum_and_reviews_as_anchors(client):
    session = factories.session(curriculum=[("Borrow", "One writer or many readers.", 20)])
    html = client.get(session.get_absolute_url()).content.decode()
    for part in ("overview", "curriculum", "reviews"):
        assert f'href="#{part}"' in html
        assert f'id="{part}"' in html
    assert "One writer or many readers." in html
    assert (
        f'<link rel="canonical" href="http://localhost:8000{session.get_absolute_url()}">' in html
    )


def test_a_visitor_may_book(client):
    session = factories.session()
    html = client.get(session.get_absolute_url()).content.decode()
    assert offer(client, session).state == "open"
    assert f'href="/book/{session.pk}/">Book Now</a>' in html
    assert "₹450" in html


def test_the_mentor_is_told_it_is_their_own(client):
    session = factories.session()
    client.force_login(session.mentor.user)
    assert offer(client, session).state == "own"


def test_who_has_a_seat_is_led_to_the_booking(client):
    booking = factories.seat(factories.session(price=0))
    client.force_login(booking.learner)
    shown = offer(client, booking.session)
    assert (shown.state, shown.url) == ("booked", booking.get_absolute_url())


def test_a_full_session_says_so_and_shows_others(client):
    session = factories.session(price=0, capacity=1)
    other = factories.session(title="Another", starts_in=300)
    factories.seat(session)
    html = client.get(session.get_absolute_url()).content.decode()
    assert offer(client, session).state == "full"
    assert "Book Now" not in html
    assert other.get_absolute_url() in html


def test_a_running_session_can_not_be_booked(client):
    session = factories.move_start(factories.session(), -5)
    Session.objects.filter(pk=session.pk).update(state="live")
    assert offer(client, session).state == "live"


def test_a_past_session_keeps_its_page_and_shows_others(client):
    session = factories.move_start(factories.session(), -300)
    other = factories.session(title="Another", starts_in=300)
    html = client.get(session.get_absolute_url()).content.decode()
    assert "This session is over." in html
    assert "Book Now" not in html
    assert other.title in html


def test_a_cancelled_session_says_so(client):
    session = factories.session()
    closing.cancel(session_id=session.pk, actor=session.mentor.user, reason="Flu")
    assert offer(client, session).state == "cancelled"


def test_a_script_in_what_a_mentor_wrote_is_inert(client):
    bad = "<script>alert(1)</script>"
    session = factories.session(title=bad, summary=bad, description=bad, curriculum=[(bad, bad, 5)])
    for path in (session.get_absolute_url(), "/sessions/", "/"):
        assert "<script>alert" not in client.get(path).content.decode()
