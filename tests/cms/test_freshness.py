"""Kept pages through the front door: whatever changes what a page shows is seen after a reload."""

import re
from pathlib import PurePath

import pytest
from django.test import Client

from cms.models import HomePage
from learning.models import Booking
from learning.services import (
    closing,
    materials,
    mentors,
    minimum,
    reviews,
    sessions,
    waitlist,
)
from peerlearn.accounts.models import User
from peerlearn.accounts.services import people, standing
from peerlearn.common.clock import travel
from tests import factories
from tests.accounts.test_picture import drawn
from tests.cms.heads import html

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept(kept_pages):
    """Pages are kept in these tests."""


PAGES = ["/", "/sessions/", "/sessions/?q=rust", "/sessions/topic/programming/", "/mentors/"]


@pytest.mark.parametrize("path", [*PAGES, "/about/", "session", "mentor"])
def test_the_second_visit_asks_the_database_nothing(client, path, django_assert_num_queries, news):
    with news():
        session = factories.session()
    path = {
        "session": session.get_absolute_url(),
        "mentor": session.mentor.get_absolute_url(),
    }.get(path, path)
    first = html(client, path)
    with django_assert_num_queries(0):
        second = client.get(path)
    assert second.content.decode() == first
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"):
        assert second.headers[name]
    assert not second.cookies


def test_a_visitor_who_logs_in_gets_their_own_page(client):
    anonymous = html(client, "/")
    client.force_login(factories.person("Nadia Rahman"))
    assert "Nadia" in html(client, "/")
    assert html(Client(), "/") == anonymous


def test_the_number_of_materials_is_never_old(client, news):
    with news():
        session = factories.session(price=0)
    assert 'id="materials"' not in html(client, session.get_absolute_url())
    actor, url = session.mentor.user, "https://example.org/"
    with news():
        made = materials.add_link(session_id=session.pk, actor=actor, url=url)
    assert "1 file or link" in html(client, session.get_absolute_url())
    with news():
        materials.remove(session_id=session.pk, material_id=made.pk, actor=actor)
    assert 'id="materials"' not in html(client, session.get_absolute_url())


def test_what_is_settled_about_a_minimum_is_never_old(client, news):
    with news():
        session = factories.session(
            price=0, starts_in=3000, capacity=3, min_seats=2, decide_hours=24
        )
    path = session.get_absolute_url()
    assert "Takes place if at least 2 people book by" in html(client, path)
    with travel(session.decides_at):
        assert "settled any moment now" in html(client, path)
    with news():
        minimum.go_ahead(session_id=session.pk, actor=session.mentor.user)
    assert "takes place for sure" in html(client, path)


def test_seats_are_never_old(client, news):
    with news():
        session = factories.session(price=0, capacity=2)
    paths = ["/", "/sessions/", session.get_absolute_url(), session.mentor.get_absolute_url()]
    assert all("2 seats left" in html(client, path) for path in paths)
    with news():
        booking = factories.seat(session)
    assert all("1 seat left" in html(client, path) for path in paths)
    with news():
        waitlist.pass_on(session.pk)
        Booking.objects.filter(pk=booking.pk).update(state="cancelled")
    assert all("2 seats left" in html(client, path) for path in paths)


def test_a_published_session_appears_and_a_cancelled_one_goes(client, news):
    with news():
        mentor = factories.mentor()
        draft = factories.draft(by=mentor, title="Tabla for two hands")
    paths = ["/", "/sessions/", "/sessions/topic/programming/", mentor.get_absolute_url()]
    assert not any("Tabla for two hands" in html(client, path) for path in paths)
    with news():
        sessions.publish(session_id=draft.pk, actor=mentor.user)
    assert all("Tabla for two hands" in html(client, path) for path in paths)
    own = html(client, draft.get_absolute_url())
    assert "Book Now" in own
    with news():
        closing.cancel(session_id=draft.pk, actor=mentor.user, reason="ill")
    assert not any("Tabla for two hands" in html(client, path) for path in paths)
    assert "was cancelled" in html(client, draft.get_absolute_url())


def test_a_session_that_starts_is_live_at_once(client, news):
    with news():
        session = factories.session()
    paths = ["/sessions/", session.get_absolute_url(), session.mentor.get_absolute_url()]
    assert not any("Live now" in html(client, path) for path in paths)
    with news():
        sessions.start(session_id=session.pk, actor=session.mentor.user)
    assert all("Live now" in html(client, path) for path in paths)


def test_what_ends_by_the_clock_alone_ends_in_time(client, news):
    with news():
        session = factories.session(starts_in=1)
    paths = ["/sessions/", session.mentor.get_absolute_url()]
    before = [html(client, path) for path in [*paths, session.get_absolute_url()]]
    assert all(session.title in text for text in before)
    with travel(session.starts_at):
        assert not any(session.title in html(client, path) for path in paths)
        assert "Book Now" not in html(client, session.get_absolute_url())


def test_a_review_is_seen_wherever_the_mentor_is(client, news):
    with news():
        session = factories.session(price=0)
        other = factories.session(by=session.mentor, starts_in=300, title="Another one")
        booking = factories.seat(session, factories.person("Lena Fischer"))
    Booking.objects.filter(pk=booking.pk).update(state="completed")
    mentor = session.mentor.get_absolute_url()
    paths = ["/", "/sessions/", "/mentors/", mentor, other.get_absolute_url()]
    assert not any("Rated" in html(client, path) for path in paths)
    with news():
        reviews.post(booking_id=booking.pk, actor=booking.learner, rating=4, comment="Dense.")
    assert all("Rated" in html(client, path) for path in paths)
    with news():
        people.update_info(user=booking.learner, name="Magdalena Fischer", languages=[])
    assert "Magdalena" in html(client, mentor)
    assert "Magdalena" in html(client, other.get_absolute_url())


def test_a_mentors_new_name_and_face_are_seen_everywhere(client, news):
    with news():
        session = factories.session(by=factories.mentor("Asha Raman"))
    user = session.mentor.user
    paths = ["/", "/sessions/", "/mentors/", session.mentor.get_absolute_url()]
    paths.append(session.get_absolute_url())
    assert all("Asha Raman" in html(client, path) for path in paths)
    with news():
        people.update_info(user=user, name="Asha Menon", languages=[])
    assert all("Asha Menon" in html(client, path) for path in paths)
    with news():
        people.set_avatar(user=user, data=drawn())
    face = PurePath(user.avatar.name).stem.rpartition("-w")[0]
    assert [path for path in paths if face not in html(client, path)] == []


def test_a_mentors_clock_is_the_one_of_now(client, news):
    with news():
        session = factories.session(by=factories.mentor("Asha Raman"))
    path = session.mentor.get_absolute_url()
    user = session.mentor.user
    for zone, place in (("Asia/Kolkata", "Kolkata"), ("Europe/Lisbon", "Lisbon")):
        html(client, path)
        with news():
            people.update_preferences(user=user, time_zone=zone, theme=user.theme)
        assert place in html(client, path)


def test_a_banned_mentor_is_gone_everywhere_at_once(client, news):
    with news():
        session = factories.session(by=factories.mentor("Asha Raman"), title="Knead a dough")
    mentor = session.mentor
    own = [session.get_absolute_url(), mentor.get_absolute_url()]
    lists = [
        "/",
        "/sessions/",
        "/sessions/?q=knead",
        session.domain.get_absolute_url(),
        "/mentors/",
        "/mentors/?q=asha",
        "/sessions/feed.xml",
        "/sessions/calendar.ics",
        "/sitemap-sessions-0.xml",
        "/sitemap-mentors-0.xml",
        "/api/search/suggestions/?q=knead",
        "/api/search/suggestions/?q=asha",
    ]
    own += [f"{mentor.get_absolute_url()}feed.xml", f"/calendar/session-{session.pk}.ics"]
    share = re.findall(r'og:image" content="[^"]*?(/share/[^"]+)', html(client, own[0]))
    share += re.findall(r'og:image" content="[^"]*?(/share/[^"]+)', html(client, own[1]))
    assert len(share) == 2

    def shown_in():
        return [path for path in lists if _tells_of(client.get(path), session)]

    assert shown_in() == lists
    with news():
        standing.ban(
            actor=User.objects.create_superuser("ada@example.test", factories.PASSWORD, name="Ada"),
            user=mentor.user,
            reason="a test",
        )
    assert shown_in() == []
    assert [path for path in [*own, *share] if client.get(path).status_code != 404] == []


def _tells_of(answer, session):
    text = answer.content.decode()
    return any(
        one in text for one in ("Asha Raman", session.title, session.mentor.slug, session.slug)
    )


def test_a_mentor_who_is_approved_appears(client, news):
    with news():
        mentor = factories.mentor("Vikram Deshpande", approved=False)
    assert "Vikram" not in html(client, "/mentors/")
    with news():
        mentors.approve(mentor_id=mentor.pk)
    assert "Vikram" in html(client, "/mentors/")


def test_an_address_in_another_zone_has_its_own_times(client):
    session = factories.session()
    here = html(client, session.get_absolute_url())
    client.cookies["tz"] = "America/New_York"
    there = html(client, session.get_absolute_url())
    assert "IST</time>" in here
    assert "IST</time>" not in there
    client.cookies["tz"] = "No/Where"
    assert html(client, session.get_absolute_url()) == here


def test_a_preview_is_neither_taken_from_nor_put_among_kept_pages(client):
    live = html(client, "/")
    draft = HomePage.objects.get()
    draft.hero_title = "Not for everybody yet"
    preview = draft.make_preview_request()
    assert b"Not for everybody yet" in preview.content
    assert html(client, "/") == live
